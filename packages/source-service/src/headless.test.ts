import type { KubeObject } from '@org/dns-kubernetes';
import { expect, test } from 'vitest';
import type { ServiceSourceSettings } from './options.ts';
import type { Service } from './resources.ts';
import { lines, node, pod, service, slice, sliceOf, stateOf } from './testing/world.ts';

interface Case {
  readonly name: string;
  readonly given?: Parameters<typeof service>[0];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly objects: readonly KubeObject[];
  readonly settings?: ServiceSourceSettings;
  readonly expected: readonly string[];
  readonly waiting?: readonly string[];
  readonly problems?: readonly string[];
}

function headless(parts: Parameters<typeof service>[0] = {}): Service {
  return service({ type: 'ClusterIP', clusterIP: 'None', selector: { app: 'web' }, ...parts });
}

const w0 = pod('w-0', { hostname: 'w0' });
const w1 = pod('w-1', { hostname: 'w1', on: 'n2', hostIP: '192.0.2.101' });
const addresses = slice([
  ['w-0', '10.1.0.1'],
  ['w-1', '10.1.0.2'],
]);
const secondNotReady = slice([
  ['w-0', '10.1.0.1'],
  ['w-1', '10.1.0.2', false],
]);
const everyPod = [
  'A w0.web.example.org 10.1.0.1',
  'A w1.web.example.org 10.1.0.2',
  'A web.example.org 10.1.0.1 10.1.0.2',
];
const onlyFirst = ['A w0.web.example.org 10.1.0.1', 'A web.example.org 10.1.0.1'];

test.each<Case>([
  {
    name: 'every pod has a name, the Service all addresses',
    objects: [w0, w1, addresses],
    expected: everyPod,
  },
  {
    name: 'an address that is not ready is left out',
    objects: [w0, w1, secondNotReady],
    expected: onlyFirst,
  },
  {
    name: 'an address that is not ready is published where the Service says so',
    given: { publishNotReadyAddresses: true },
    objects: [w0, w1, secondNotReady],
    expected: everyPod,
  },
  {
    name: 'an address that is not ready is published where the flag says so',
    objects: [w0, w1, secondNotReady],
    settings: { alwaysPublishNotReady: true },
    expected: everyPod,
  },
  {
    name: 'pods without a hostname have no name',
    objects: [pod('w-0'), addresses],
    expected: ['A web.example.org 10.1.0.1'],
    problems: [
      'the pod w-1 of the address 10.1.0.2 is not there or not selected; it is not published',
    ],
  },
  {
    name: 'a target annotation of a pod replaces its address',
    objects: [
      pod('w-0', { hostname: 'w0', annotations: { target: '198.51.100.7' } }),
      w1,
      addresses,
    ],
    expected: [
      'A w0.web.example.org 198.51.100.7',
      'A w1.web.example.org 10.1.0.2',
      'A web.example.org 198.51.100.7 10.1.0.2',
    ],
  },
  {
    name: 'a target annotation of the Service replaces everything',
    annotations: { target: '198.51.100.8' },
    objects: [w0, w1, addresses],
    expected: ['A web.example.org 198.51.100.8'],
  },
  {
    name: 'host addresses by annotation',
    annotations: { 'endpoints-type': 'HostIP' },
    objects: [w0, w1, addresses],
    expected: [
      'A w0.web.example.org 192.0.2.100',
      'A w1.web.example.org 192.0.2.101',
      'A web.example.org 192.0.2.100 192.0.2.101',
    ],
  },
  {
    name: 'host addresses by flag',
    objects: [w0, slice([['w-0', '10.1.0.1']])],
    settings: { publishHostIp: true },
    expected: ['A w0.web.example.org 192.0.2.100', 'A web.example.org 192.0.2.100'],
  },
  {
    name: 'external addresses of nodes, win over the flag; a pod on an unknown node has none',
    annotations: { 'endpoints-type': 'NodeExternalIP' },
    objects: [
      w0,
      w1,
      addresses,
      node('n1', { external: ['203.0.113.1'], internal: ['2001:db8::1', '10.0.0.1'] }),
    ],
    settings: { publishHostIp: true },
    expected: ['A w0.web.example.org 203.0.113.1', 'A web.example.org 203.0.113.1'],
  },
  {
    name: 'internal IPv6 addresses of nodes where that is said',
    annotations: { 'endpoints-type': 'NodeExternalIP' },
    objects: [
      pod('w-0'),
      slice([['w-0', '10.1.0.1']]),
      node('n1', { external: ['203.0.113.1'], internal: ['2001:db8::1'] }),
    ],
    settings: { exposeInternalIpv6: true },
    expected: ['A web.example.org 203.0.113.1', 'AAAA web.example.org 2001:db8::1'],
  },
  {
    name: 'node addresses need nodes, which a filter of types can rule out',
    annotations: { 'endpoints-type': 'NodeExternalIP' },
    objects: [pod('w-0'), slice([['w-0', '10.1.0.1']])],
    settings: { serviceTypes: ['ClusterIP'] },
    expected: [],
    waiting: ['web.example.org'],
    problems: [
      'external-dns.kubernetes.io/endpoints-type: NodeExternalIP needs nodes, which are not read with this filter of Service types; add NodePort to it',
    ],
  },
  {
    name: 'slices of both families',
    objects: [pod('w-0'), slice([['w-0', '10.1.0.1']]), slice([['w-0', '2001:db8::1']], 'IPv6')],
    expected: ['A web.example.org 10.1.0.1', 'AAAA web.example.org 2001:db8::1'],
  },
  {
    name: 'slices of names are not published',
    objects: [pod('w-0'), slice([['w-0', 'a.example.net']], 'FQDN')],
    expected: [],
    waiting: ['web.example.org'],
  },
  {
    name: 'only the first address of an entry counts, and none is nothing',
    objects: [
      pod('w-0'),
      sliceOf([
        { addresses: ['10.1.0.1', '10.1.0.9'], targetRef: { kind: 'Pod', name: 'w-0' } },
        { addresses: [], targetRef: { kind: 'Pod', name: 'w-0' } },
      ]),
    ],
    expected: ['A web.example.org 10.1.0.1'],
  },
  {
    name: 'addresses of something else than a pod are not published',
    objects: [
      pod('w-0'),
      sliceOf([
        { addresses: ['10.1.0.1'] },
        { addresses: ['10.1.0.2'], targetRef: { kind: 'Service', name: 'w-0' } },
        { addresses: ['10.1.0.3'], targetRef: { kind: 'Pod', name: 'w-0', apiVersion: 'v1' } },
      ]),
    ],
    expected: [],
    waiting: ['web.example.org'],
    problems: [
      'the address 10.1.0.1 belongs to no pod; it is not published',
      'the address 10.1.0.2 belongs to no pod; it is not published',
      'the address 10.1.0.3 belongs to no pod; it is not published',
    ],
  },
  {
    name: 'an empty selector selects every pod',
    given: { selector: {} },
    objects: [w0, w1, addresses],
    expected: everyPod,
  },
  {
    name: 'without slices the name waits',
    objects: [w0, w1],
    expected: [],
    waiting: ['web.example.org'],
  },
  {
    name: 'a slice without a list of endpoints is an empty one',
    objects: [w0, { ...slice([]), endpoints: null }],
    expected: [],
    waiting: ['web.example.org'],
  },
])('$name', ({ given, annotations, objects, settings, expected, waiting = [], problems = [] }) => {
  const own = headless({ ...given, annotations: { hostname: 'web.example.org', ...annotations } });
  const state = stateOf([own, ...objects], settings);
  expect(lines(state?.endpoints)).toEqual(expected);
  expect(state?.waiting).toEqual(waiting);
  expect(state?.problems?.map(({ message }) => message)).toEqual(problems);
});
