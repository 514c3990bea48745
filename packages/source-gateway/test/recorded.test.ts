import type { Parsed } from '@org/dns-core';
import type { KubeObject, ObjectSource } from '@org/dns-kubernetes';
import { expect, test } from 'vitest';
import {
  decide,
  runsOf,
  templateSettingsOf,
  wrappersOf,
  type Flags,
  type RecordedCase,
} from '../../kubernetes/src/testing/recorded-case.ts';
import { createIngressSource, parseIngressSourceSettings } from '../../source-ingress/src/index.ts';
import {
  createGatewaySource,
  parseGatewaySourceSettings,
  type GatewaySourceName,
  type GatewaySourceSettings,
} from '../src/index.ts';
import recorded from '../../core/test/fixtures/corpus/gateway.json' with { type: 'json' };

function settingsOf(flags: Flags): GatewaySourceSettings {
  return {
    behavior: 'compat',
    namespace: flags.last('namespace') ?? '',
    labelFilter: flags.last('label-filter') ?? '',
    annotationFilter: flags.last('annotation-filter') ?? '',
    ignoreHostnameAnnotation: flags.has('ignore-hostname-annotation'),
    templates: templateSettingsOf(flags),
    gatewayName: flags.last('gateway-name') ?? '',
    gatewayNamespace: flags.last('gateway-namespace') ?? '',
    gatewayLabelFilter: flags.last('gateway-label-filter') ?? '',
    listenerSets: flags.has('gateway-listener-sets'),
  };
}

const cases = recorded as unknown as RecordedCase[];

function sourceOf(name: string, flags: Flags): Parsed<ObjectSource> {
  // One case is about moving from an Ingress to a route.
  if (name === 'ingress') {
    const ingress = parseIngressSourceSettings({ behavior: 'compat' });
    return ingress.ok ? { ok: true, value: createIngressSource(ingress.value) } : ingress;
  }
  const options = parseGatewaySourceSettings(settingsOf(flags));
  return options.ok
    ? { ok: true, value: createGatewaySource(name as GatewaySourceName, options.value) }
    : options;
}

/** The API server gives every version of an object that it holds. */
function asServed(object: KubeObject): KubeObject {
  const apiVersion = object.apiVersion?.replace('/v1beta1', '/v1');
  return apiVersion === undefined ? object : { ...object, apiVersion };
}

test.each(cases)('$id: $name', (recordedCase) => {
  for (const { flags, objects, expected } of runsOf(recordedCase)) {
    const sources = flags.all('source').map((name) => sourceOf(name, flags));
    const namespaces = objects.map((object) =>
      object.kind === 'Namespace'
        ? { ...object, metadata: { ...object.metadata, namespace: '' } }
        : asServed(object),
    );
    expect(decide(sources, namespaces, wrappersOf(flags))).toEqual(expected);
  }
});
