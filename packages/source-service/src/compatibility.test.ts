import type { KubeObject } from '@org/dns-kubernetes';
import { expect, test } from 'vitest';
import type { Compatibility } from './options.ts';
import { lines, node, service, stateOf } from './testing/world.ts';

interface Case {
  readonly name: string;
  readonly given: Parameters<typeof service>[0];
  readonly objects?: readonly KubeObject[];
  readonly compatibility?: Compatibility;
  readonly exposeInternalIpv6?: boolean;
  readonly expected: readonly string[];
  readonly waiting?: readonly string[];
}

const ingress = [{ ip: '192.0.2.10', hostname: 'lb.example.net' }];
const external = 'dns.alpha.kubernetes.io/external';
const internal = 'dns.alpha.kubernetes.io/internal';
const nodes = [
  node(
    'n1',
    { external: ['203.0.113.1'], internal: ['10.0.0.1', '2001:db8::1'] },
    { labels: { 'node-role.kubernetes.io/node': '' }, unschedulable: true },
  ),
  node('n2', { external: ['203.0.113.2'] }, { labels: { 'node-role.kubernetes.io/master': '' } }),
];

test.each<Case>([
  {
    name: 'the annotation of mate means nothing without the flag',
    given: { ingress, annotations: { 'zalando.org/dnsname': 'a.example.org' } },
    expected: [],
  },
  {
    name: 'mate: the value is one name as it is, of any type of Service',
    given: {
      type: 'ClusterIP',
      ingress,
      annotations: { 'zalando.org/dnsname': 'a.example.org, b' },
    },
    compatibility: 'mate',
    expected: ['A a.example.org, b 192.0.2.10', 'CNAME a.example.org, b lb.example.net'],
  },
  {
    name: 'mate: an IPv6 address is called A too',
    given: { ingress: [{ ip: '2001:db8::1' }], annotations: { 'zalando.org/dnsname': 'a.test' } },
    compatibility: 'mate',
    expected: ['A a.test 2001:db8::1'],
  },
  {
    name: 'molecule: a list of names, with the label',
    given: {
      ingress,
      labels: { dns: 'route53' },
      annotations: { domainName: 'a.example.org, b.example.org' },
    },
    compatibility: 'molecule',
    expected: [
      'A a.example.org 192.0.2.10',
      'CNAME a.example.org lb.example.net',
      'A b.example.org 192.0.2.10',
      'CNAME b.example.org lb.example.net',
    ],
  },
  {
    name: 'molecule: nothing without the label',
    given: { ingress, annotations: { domainName: 'a.example.org' } },
    compatibility: 'molecule',
    expected: [],
  },
  {
    name: 'kops: external addresses of nodes with the role, cordoned or not',
    given: { type: 'NodePort', annotations: { [external]: 'a.example.org' } },
    objects: nodes,
    compatibility: 'kops-dns-controller',
    expected: ['A a.example.org 203.0.113.1'],
  },
  {
    name: 'kops: internal IPv6 addresses are external where that is said',
    given: { type: 'NodePort', annotations: { [external]: 'a.example.org' } },
    objects: nodes,
    compatibility: 'kops-dns-controller',
    exposeInternalIpv6: true,
    expected: ['A a.example.org 203.0.113.1', 'AAAA a.example.org 2001:db8::1'],
  },
  {
    name: 'kops: internal addresses',
    given: { type: 'NodePort', annotations: { [internal]: 'a.example.org' } },
    objects: nodes,
    compatibility: 'kops-dns-controller',
    expected: ['A a.example.org 10.0.0.1', 'AAAA a.example.org 2001:db8::1'],
  },
  {
    name: 'kops: both annotations on a NodePort Service are none',
    given: { type: 'NodePort', annotations: { [internal]: 'a.test', [external]: 'b.test' } },
    objects: nodes,
    compatibility: 'kops-dns-controller',
    expected: [],
  },
  {
    name: 'kops: both annotations on a LoadBalancer Service are both lists',
    given: {
      ingress: [{ ip: '192.0.2.10' }],
      annotations: { [internal]: 'a.test', [external]: 'b.test' },
    },
    compatibility: 'kops-dns-controller',
    expected: ['A b.test 192.0.2.10', 'A a.test 192.0.2.10'],
  },
  {
    name: 'kops: other types are none',
    given: { type: 'ClusterIP', annotations: { [internal]: 'a.test' } },
    compatibility: 'kops-dns-controller',
    expected: [],
  },
  {
    name: 'kops: a Service without the annotations is none',
    given: { type: 'NodePort', annotations: {} },
    objects: nodes,
    compatibility: 'kops-dns-controller',
    expected: [],
  },
  {
    name: 'without an address the names wait',
    given: { annotations: { 'zalando.org/dnsname': 'a.example.org' } },
    compatibility: 'mate',
    expected: [],
    waiting: ['a.example.org'],
  },
  {
    name: 'our own annotations come first',
    given: {
      ingress,
      annotations: { hostname: 'own.test', 'zalando.org/dnsname': 'a.test', target: '192.0.2.1' },
    },
    compatibility: 'mate',
    expected: ['A own.test 192.0.2.1'],
  },
])('$name', ({ given, objects = [], compatibility = '', expected, waiting = [], ...rest }) => {
  const { exposeInternalIpv6 = false } = rest;
  const state = stateOf([service(given), ...objects], { compatibility, exposeInternalIpv6 });
  expect(lines(state?.endpoints)).toEqual(expected);
  expect(state?.waiting).toEqual(waiting);
});

test('the endpoints carry nothing but their object', () => {
  const given = service({
    ingress: [{ ip: '192.0.2.10' }],
    annotations: { 'zalando.org/dnsname': 'a.example.org', ttl: '60', 'set-identifier': 'eu' },
  });
  const [endpoint] = stateOf([given], { compatibility: 'mate' })?.endpoints ?? [];
  expect(endpoint).toMatchObject({ ttlSeconds: 0, setIdentifier: '', labels: {}, properties: [] });
  expect(endpoint?.objects.map(({ name }) => name)).toEqual(['web']);
});
