import { expect, test } from 'vitest';
import type { ServiceSourceSettings } from './options.ts';
import type { Service } from './resources.ts';
import { lines, service, stateOf } from './testing/world.ts';

interface Case {
  readonly name: string;
  readonly given: Service;
  readonly settings?: ServiceSourceSettings;
  readonly expected: readonly string[];
  readonly waiting?: readonly string[];
}

const internal = { 'internal-hostname': 'in.example.org' };

test.each<Case>([
  {
    name: 'a ClusterIP Service publishes nothing by itself, on purpose',
    given: service({ type: 'ClusterIP' }),
    expected: [],
  },
  {
    name: 'a ClusterIP Service is published where internal ones are',
    given: service({ type: 'ClusterIP' }),
    settings: { publishInternal: true },
    expected: ['A web.example.org 10.96.0.9'],
  },
  {
    name: 'an internal name of a ClusterIP Service needs no flag',
    given: service({
      type: 'ClusterIP',
      annotations: { hostname: 'web.example.org', ...internal },
    }),
    expected: ['A in.example.org 10.96.0.9'],
  },
  {
    name: 'an ExternalName Service is a CNAME',
    given: service({ type: 'ExternalName', externalName: 'ext.example.net.' }),
    expected: ['CNAME web.example.org ext.example.net'],
  },
  {
    name: 'external addresses win over an external name',
    given: service({
      type: 'ExternalName',
      externalName: 'ext.example.net',
      externalIPs: ['203.0.113.9', '2001:db8::9'],
    }),
    expected: ['A web.example.org 203.0.113.9', 'AAAA web.example.org 2001:db8::9'],
  },
  {
    name: 'an ExternalName Service without a name waits for one',
    given: service({ type: 'ExternalName' }),
    expected: [],
    waiting: ['web.example.org'],
  },
  {
    name: 'an unknown type publishes nothing',
    given: service({ type: 'Other' }),
    expected: [],
  },
  {
    name: 'a target annotation needs no flag and no type',
    given: service({
      type: 'Other',
      annotations: { hostname: 'web.example.org', target: '198.51.100.1' },
    }),
    expected: ['A web.example.org 198.51.100.1'],
  },
])('$name', ({ given, settings, expected, waiting = [] }) => {
  const state = stateOf([given], settings);
  expect(lines(state?.endpoints)).toEqual(expected);
  expect(state?.waiting).toEqual(waiting);
});

test.each([
  {
    name: 'a controller annotation for somebody else',
    given: service({ annotations: { hostname: 'web.example.org', controller: 'other' } }),
    settings: {},
  },
  {
    name: 'a type that is filtered out',
    given: service(),
    settings: { serviceTypes: ['NodePort', 'ClusterIP'] },
  },
  {
    name: 'a label filter that does not match',
    given: service({ labels: { team: 'b' } }),
    settings: { labelFilter: 'team=a' },
  },
  {
    name: 'an annotation filter that does not match',
    given: service(),
    settings: { annotationFilter: 'example.org/publish=yes' },
  },
] satisfies readonly { name: string; given: Service; settings: ServiceSourceSettings }[])(
  'a Service is not kept because of $name',
  ({ given, settings }) => {
    expect(stateOf([given], settings)).toBeUndefined();
  },
);

test('an empty word among the types keeps every type', () => {
  expect(stateOf([service()], { serviceTypes: ['NodePort', ''] })).toBeDefined();
});
