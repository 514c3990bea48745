import { parseTemplate, TemplateError, type Value } from '@org/dns-go-template';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../model/kube-object.ts';
import recorded from './fixtures/go-views.json' with { type: 'json' };
import { readGoTypes } from './go-types.ts';
import { gatewayTable } from './kinds/gateway-table.ts';
import { httpRouteTable } from './kinds/http-route-table.ts';
import { ingressTable } from './kinds/ingress-table.ts';
import { nodeTable } from './kinds/node-table.ts';
import { podTable } from './kinds/pod-table.ts';
import { serviceTable } from './kinds/service-table.ts';
import type { KindTable } from './kind-table.ts';
import { createObjectViews } from './object-views.ts';
import { templateFunctions } from './template-functions.ts';

/** What Go makes of an object in each view; absent: the template fails. */
interface Recorded {
  readonly kind: string;
  readonly template: string;
  readonly typed?: string;
  readonly generic?: string;
}

const tables: Readonly<Record<string, KindTable>> = {
  Gateway: gatewayTable,
  HTTPRoute: httpRouteTable,
  Ingress: ingressTable,
  Node: nodeTable,
  Pod: podTable,
  Service: serviceTable,
};

const objects = recorded.objects as unknown as Readonly<Record<string, KubeObject>>;

function viewsOf(kind: string) {
  const object = objects[kind] as KubeObject;
  const [version = '', group = ''] = (object.apiVersion ?? '').split('/').reverse();
  const type = { group, version, kind, plural: `${kind.toLowerCase()}s`, namespaced: true };
  return createObjectViews(readGoTypes(tables[kind] as KindTable), [], object, type);
}

function outcome(template: string, view: Value, missingKey: 'error' | 'no-value') {
  try {
    return parseTemplate('endpoint', template, templateFunctions('service')).execute(view, {
      missingKey,
    });
  } catch (error) {
    if (TemplateError.is(error)) return undefined;
    throw error;
  }
}

// k8s.io/api v0.35 and gateway-api v1.5, run by Go 1.26.
describe.each(recorded.cases as readonly Recorded[])('$kind $template', (entry) => {
  test('by Go names', () => {
    const view = viewsOf(entry.kind).first();
    expect(outcome(entry.template, view, 'no-value')).toBe(entry.typed);
  });

  test('by JSON keys', () => {
    const view = viewsOf(entry.kind).second();
    expect(outcome(entry.template, view, 'error')).toBe(entry.generic);
  });
});

test.each(Object.entries(tables))('every type that %s names is there', (_, table) => {
  const types = readGoTypes(table);
  const known =
    /^(?:string|bool|int|uint16|int32|int64|float64|v1\.Time|v1\.MicroTime|intstr\.IntOrString|resource\.Quantity)$/;
  const fields = Object.keys(table.types).flatMap((name) => types.struct(name)?.own ?? []);
  const missing = fields
    .flatMap(({ type }) => type.replaceAll(/\*|\[\]|^map/g, '').split(/[[\]]/))
    .filter((type) => type !== '' && !known.test(type))
    .filter((type) => !types.struct(type) && types.underlying(type) === undefined);
  expect(missing).toEqual([]);
});
