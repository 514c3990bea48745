import { expect, test } from 'vitest';
import {
  compute,
  runsOf,
  wrappersOf,
  type Flags,
  type RecordedCase,
} from '../../kubernetes/src/testing/recorded-case.ts';
import { createCrdSource, parseCrdSourceSettings, type CrdSourceSettings } from '../src/index.ts';
import recorded from './corpus/crd.json' with { type: 'json' };

function settingsOf(flags: Flags): CrdSourceSettings {
  return {
    behavior: 'compat',
    namespace: flags.last('namespace') ?? '',
    labelFilter: flags.last('label-filter') ?? '',
    annotationFilter: flags.last('annotation-filter') ?? '',
  };
}

test.each(recorded as unknown as RecordedCase[])('$id: $name', (recordedCase) => {
  for (const { flags, objects, ok, desired } of runsOf(recordedCase)) {
    const options = parseCrdSourceSettings(settingsOf(flags));
    const computed = options.ok
      ? compute([createCrdSource(options.value)], objects, wrappersOf(flags))
      : undefined;
    expect(computed !== undefined).toBe(ok);
    expect(computed?.desired).toEqual(desired);
  }
});
