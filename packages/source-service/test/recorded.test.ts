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
  createServiceSource,
  parseServiceSourceSettings,
  type ServiceSourceSettings,
} from '../src/index.ts';
import recorded from '../../core/test/fixtures/corpus/service.json' with { type: 'json' };

function settingsOf(flags: Flags): ServiceSourceSettings {
  const annotationPrefix = flags.last('annotation-prefix');
  return {
    behavior: 'compat',
    ...(annotationPrefix === undefined ? {} : { annotationPrefix }),
    namespace: flags.last('namespace') ?? '',
    labelFilter: flags.last('label-filter') ?? '',
    annotationFilter: flags.last('annotation-filter') ?? '',
    ignoreHostnameAnnotation: flags.has('ignore-hostname-annotation'),
    templates: templateSettingsOf(flags),
    serviceTypes: flags.all('service-type-filter'),
    compatibility: flags.last('compatibility') ?? '',
    publishInternal: flags.has('publish-internal-services'),
    publishHostIp: flags.has('publish-host-ip'),
    alwaysPublishNotReady: flags.has('always-publish-not-ready-addresses'),
    resolveLoadBalancerHostname: flags.has('resolve-service-load-balancer-hostname'),
    exposeInternalIpv6: flags.has('expose-internal-ipv6'),
  };
}

function sourceOf(flags: Flags): Parsed<ObjectSource> {
  // Given twice, it is refused before any source is made.
  if (flags.all('annotation-prefix').length > 1) return { ok: false, problems: [] };
  const options = parseServiceSourceSettings(settingsOf(flags));
  return options.ok ? { ok: true, value: createServiceSource(options.value) } : options;
}

test.each(recorded as unknown as RecordedCase[])('$id: $name', (recordedCase) => {
  for (const { flags, objects, expected } of runsOf(recordedCase)) {
    expect(decide([sourceOf(flags)], objects, wrappersOf(flags))).toEqual(expected);
  }
});
