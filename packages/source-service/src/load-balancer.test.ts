import { expect, test } from 'vitest';
import type { ServiceSourceSettings } from './options.ts';
import type { Service } from './resources.ts';
import { lines, service, stateOf } from './testing/world.ts';

interface Case {
  readonly name: string;
  readonly given: Service;
  readonly settings?: ServiceSourceSettings;
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
  readonly expected: readonly string[];
  readonly waiting?: readonly string[];
}

const ingress = [{ ip: '192.0.2.10' }];

test.each<Case>([
  {
    name: 'an address of the status is an A record',
    given: service({ ingress }),
    expected: ['A web.example.org 192.0.2.10'],
  },
  {
    name: 'address and host name in one entry are both published',
    given: service({ ingress: [{ ip: '192.0.2.10', hostname: 'lb.example.net' }] }),
    expected: ['A web.example.org 192.0.2.10', 'CNAME web.example.org lb.example.net'],
  },
  {
    name: 'external addresses win over the status',
    given: service({ ingress, externalIPs: ['203.0.113.4'] }),
    expected: ['A web.example.org 203.0.113.4'],
  },
  {
    name: 'without an address the name waits',
    given: service(),
    expected: [],
    waiting: ['web.example.org'],
  },
  {
    name: 'in compat nothing waits',
    given: service(),
    settings: { behavior: 'compat' },
    expected: [],
  },
  {
    name: 'an IPv6 address is an AAAA record',
    given: service({ ingress: [{ ip: '2001:db8::5' }] }),
    expected: ['AAAA web.example.org 2001:db8::5'],
  },
  {
    name: 'every name of the list is published, without its final dot',
    given: service({ ingress, annotations: { hostname: 'a.example.org.,b.example.org' } }),
    expected: ['A a.example.org 192.0.2.10', 'A b.example.org 192.0.2.10'],
  },
  {
    name: 'an internal name gets the cluster address',
    given: service({ annotations: { 'internal-hostname': 'in.example.org' } }),
    expected: ['A in.example.org 10.96.0.9'],
  },
  {
    name: 'a headless Service has no cluster address for an internal name, on purpose',
    given: service({ annotations: { 'internal-hostname': 'in.example.org' }, clusterIP: 'None' }),
    expected: [],
  },
  {
    name: 'a cluster address that is not given yet is waited for',
    given: service({ annotations: { 'internal-hostname': 'in.example.org' }, clusterIP: '' }),
    expected: [],
    waiting: ['in.example.org'],
  },
  {
    name: 'in compat a cluster address that is not given yet is an empty target',
    given: service({ annotations: { 'internal-hostname': 'in.example.org' }, clusterIP: '' }),
    settings: { behavior: 'compat' },
    expected: ['CNAME in.example.org '],
  },
  {
    name: 'a name that is both external and internal does not wait while it has one address',
    given: service({
      annotations: { hostname: 'web.example.org', 'internal-hostname': 'web.example.org' },
    }),
    expected: ['A web.example.org 10.96.0.9'],
  },
  {
    name: 'a target annotation replaces everything',
    given: service({
      ingress,
      annotations: { hostname: 'web.example.org', target: '198.51.100.1,alt.example.net' },
    }),
    expected: ['A web.example.org 198.51.100.1', 'CNAME web.example.org alt.example.net'],
  },
  {
    name: 'hostname annotations can be ignored',
    given: service({ ingress }),
    settings: {
      ignoreHostnameAnnotation: true,
      templates: { fqdn: ['{{with .Labels.dns}}{{.}}{{end}}'] },
    },
    expected: [],
  },
  {
    name: 'a host name of the load balancer is resolved when asked for, a literal is its own address',
    given: service({ ingress: [{ hostname: 'lb.example.net' }, { hostname: '192.0.2.9' }] }),
    settings: { resolveLoadBalancerHostname: true },
    addresses: { 'lb.example.net': ['192.0.2.7', '2001:db8::7'] },
    expected: ['A web.example.org 192.0.2.7 192.0.2.9', 'AAAA web.example.org 2001:db8::7'],
  },
  {
    name: 'a host name that does not resolve is left out and waited for',
    given: service({ ingress: [{ hostname: 'lb.example.net' }] }),
    settings: { resolveLoadBalancerHostname: true },
    expected: [],
    waiting: ['web.example.org'],
  },
])('$name', ({ given, settings, addresses, expected, waiting = [] }) => {
  const state = stateOf([given], settings, addresses);
  expect(lines(state?.endpoints)).toEqual(expected);
  expect(state?.waiting).toEqual(waiting);
});

test('an endpoint carries label, TTL, set identifier, properties and its object', () => {
  const given = service({
    ingress,
    annotations: {
      hostname: 'Web.example.org',
      ttl: '1m',
      'set-identifier': 'eu',
      'aws-weight': '10',
    },
  });
  expect(stateOf([given])).toEqual({
    endpoints: [
      {
        name: 'web.example.org',
        spelling: 'Web.example.org',
        type: 'A',
        targets: ['192.0.2.10'],
        setIdentifier: 'eu',
        ttlSeconds: 60,
        labels: { resource: 'service/shop/web' },
        properties: [{ name: 'aws/weight', value: '10' }],
        objects: [
          {
            source: 'service',
            apiVersion: 'v1',
            kind: 'Service',
            namespace: 'shop',
            name: 'web',
            uid: 'uid-web',
          },
        ],
      },
    ],
    waiting: [],
    problems: [],
  });
});

test.each([
  {
    name: 'a TTL that cannot be understood',
    annotations: { hostname: 'web.example.org', ttl: 'foo' },
    settings: {},
    problem: {
      code: 'invalid-ttl',
      message:
        'external-dns.kubernetes.io/ttl: "foo" is neither seconds nor a duration such as 10m; no TTL is set',
    },
  },
  {
    name: 'a label of 64 bytes in compat, where the record is dropped',
    annotations: { hostname: `${'a'.repeat(64)}.example.org,web.example.org` },
    settings: { behavior: 'compat' },
    problem: {
      code: 'invalid-name',
      message: `${'a'.repeat(64)}.example.org has a label of more than 63 bytes; it is left out`,
    },
  },
] as const)('a problem of the Service: $name', ({ annotations, settings, problem }) => {
  const state = stateOf([service({ ingress, annotations })], settings);
  expect(state?.problems).toEqual([
    { ...problem, object: expect.objectContaining({ name: 'web' }) },
  ]);
  expect(lines(state?.endpoints)).toEqual(['A web.example.org 192.0.2.10']);
});

test('in safe a label of 64 bytes is passed on, so that what the Service had is kept', () => {
  const name = `${'a'.repeat(64)}.example.org`;
  const state = stateOf([service({ ingress, annotations: { hostname: name } })]);
  expect(lines(state?.endpoints)).toEqual([`A ${name} `]);
  expect(state?.problems).toEqual([]);
});
