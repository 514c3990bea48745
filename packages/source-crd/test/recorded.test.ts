import type { Parsed } from '@org/dns-core';
import type { ObjectSource } from '@org/dns-kubernetes';
import { expect, test } from 'vitest';
import {
  decide,
  runsOf,
  wrappersOf,
  type Flags,
  type RecordedCase,
} from '../../kubernetes/src/testing/recorded-case.ts';
import { createCrdSource, parseCrdSourceSettings, type CrdSourceSettings } from '../src/index.ts';
import recorded from '../../core/test/fixtures/corpus/crd.json' with { type: 'json' };

function settingsOf(flags: Flags): CrdSourceSettings {
  return {
    behavior: 'compat',
    namespace: flags.last('namespace') ?? '',
    labelFilter: flags.last('label-filter') ?? '',
    annotationFilter: flags.last('annotation-filter') ?? '',
  };
}

function sourceOf(flags: Flags): Parsed<ObjectSource> {
  const options = parseCrdSourceSettings(settingsOf(flags));
  return options.ok ? { ok: true, value: createCrdSource(options.value) } : options;
}

test.each(recorded as unknown as RecordedCase[])('$id: $name', (recordedCase) => {
  for (const { flags, objects, expected } of runsOf(recordedCase)) {
    expect(decide([sourceOf(flags)], objects, wrappersOf(flags))).toEqual(expected);
  }
});
