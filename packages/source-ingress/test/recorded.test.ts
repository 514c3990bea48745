import type { Parsed } from '@org/dns-core';
import type { ObjectSource } from '@org/dns-kubernetes';
import { expect, test } from 'vitest';
import {
  decide,
  runsOf,
  templateSettingsOf,
  wrappersOf,
  type Flags,
  type RecordedCase,
} from '../../kubernetes/src/testing/recorded-case.ts';
import {
  createIngressSource,
  parseIngressSourceSettings,
  type IngressSourceSettings,
} from '../src/index.ts';
import recorded from '../../core/test/fixtures/corpus/ingress.json' with { type: 'json' };

function settingsOf(flags: Flags): IngressSourceSettings {
  return {
    behavior: 'compat',
    namespace: flags.last('namespace') ?? '',
    labelFilter: flags.last('label-filter') ?? '',
    annotationFilter: flags.last('annotation-filter') ?? '',
    ignoreHostnameAnnotation: flags.has('ignore-hostname-annotation'),
    templates: templateSettingsOf(flags),
    ingressClasses: flags.all('ingress-class'),
    ignoreRules: flags.has('ignore-ingress-rules-spec'),
    ignoreTls: flags.has('ignore-ingress-tls-spec'),
  };
}

/** Cases with several sources are the controller's. */
const cases = (recorded as unknown as RecordedCase[]).filter(({ args }) =>
  args.every((arg) => !arg.startsWith('--source=') || arg === '--source=ingress'),
);

function sourceOf(flags: Flags): Parsed<ObjectSource> {
  const options = parseIngressSourceSettings(settingsOf(flags));
  return options.ok ? { ok: true, value: createIngressSource(options.value) } : options;
}

test.each(cases)('$id: $name', (recordedCase) => {
  for (const { flags, objects, expected } of runsOf(recordedCase)) {
    expect(decide([sourceOf(flags)], objects, wrappersOf(flags))).toEqual(expected);
  }
});
