import type { KubeObject } from '@org/dns-kubernetes';
import { expect, test } from 'vitest';
import type { ServiceSourceSettings } from './options.ts';
import type { Service } from './resources.ts';
import { lines, node, pod, service, stateOf } from './testing/world.ts';

interface Case {
  readonly name: string;
  readonly given?: Parameters<typeof service>[0];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly objects: readonly KubeObject[];
  readonly settings?: ServiceSourceSettings;
  readonly expected: readonly string[];
  readonly waiting?: readonly string[];
}

const srv = 'SRV _web._tcp.web.example.org 0 50 30080 web.example.org.';

function nodePort(parts: Parameters<typeof service>[0] = {}): Service {
  return service({
    type: 'NodePort',
    selector: { app: 'web' },
    ports: [{ nodePort: 30080, protocol: 'TCP' }],
    ...parts,
  });
}

const both = [
  node('n1', { external: ['203.0.113.1'], internal: ['10.0.0.1'] }),
  node('n2', { external: ['203.0.113.2'], internal: ['10.0.0.2', '2001:db8::2'] }),
];
const local = { externalTrafficPolicy: 'Local' };

test.each<Case>([
  {
    name: 'external addresses of all nodes, and an SRV record for the port',
    objects: both,
    expected: ['A web.example.org 203.0.113.1 203.0.113.2', srv],
  },
  {
    name: 'internal addresses where no node has an external one',
    objects: [node('n1', { internal: ['10.0.0.1'] })],
    expected: ['A web.example.org 10.0.0.1', srv],
  },
  {
    name: 'access private',
    annotations: { access: 'private' },
    objects: both,
    expected: ['A web.example.org 10.0.0.1 10.0.0.2', 'AAAA web.example.org 2001:db8::2', srv],
  },
  {
    name: 'access public has no fallback: the name waits, its SRV record does not',
    annotations: { access: 'public' },
    objects: [node('n1', { internal: ['10.0.0.1'] })],
    expected: [srv],
    waiting: ['web.example.org'],
  },
  {
    name: 'internal IPv6 addresses are public where that is said',
    objects: both,
    settings: { exposeInternalIpv6: true },
    expected: [
      'A web.example.org 203.0.113.1 203.0.113.2',
      'AAAA web.example.org 2001:db8::2',
      srv,
    ],
  },
  {
    name: 'with local traffic only the nodes of ready pods',
    given: local,
    objects: [...both, pod('a', { on: 'n1' }), pod('b', { on: 'n2', ready: false })],
    expected: ['A web.example.org 203.0.113.1', srv],
  },
  {
    name: 'with local traffic and no ready pod the nodes of all running ones',
    given: local,
    objects: [
      ...both,
      pod('a', { on: 'n1', ready: false }),
      pod('b', { on: 'n2', ready: false }),
      pod('c', { on: 'n2', phase: 'Pending' }),
    ],
    expected: ['A web.example.org 203.0.113.1 203.0.113.2', srv],
  },
  {
    name: 'with local traffic a ready pod that is being deleted counts more than one that is not ready',
    given: local,
    objects: [
      ...both,
      pod('a', { on: 'n1', terminating: true }),
      pod('b', { on: 'n2', ready: false }),
    ],
    expected: ['A web.example.org 203.0.113.1', srv],
  },
  {
    name: 'with local traffic several pods on one node are one node, pods on unknown nodes none',
    given: local,
    objects: [...both, pod('a', { on: 'n1' }), pod('b', { on: 'n1' }), pod('c', { on: 'n9' })],
    expected: ['A web.example.org 203.0.113.1', srv],
  },
  {
    name: 'with local traffic and no running pod the name waits',
    given: local,
    objects: both,
    expected: [srv],
    waiting: ['web.example.org'],
  },
  {
    name: 'a cordoned node is left out',
    objects: [...both, node('n3', { external: ['203.0.113.3'] }, { unschedulable: true })],
    expected: ['A web.example.org 203.0.113.1 203.0.113.2', srv],
  },
  {
    name: 'a cordoned node is used where that is said',
    objects: [node('n3', { external: ['203.0.113.3'] }, { unschedulable: true })],
    settings: { excludeUnschedulable: false },
    expected: ['A web.example.org 203.0.113.3', srv],
  },
  {
    name: 'a target annotation leaves no SRV record',
    annotations: { target: '198.51.100.1' },
    objects: both,
    expected: ['A web.example.org 198.51.100.1'],
  },
  {
    name: 'every port with a node port has an SRV record, named after its protocol',
    given: {
      ports: [{ nodePort: 30053, protocol: 'UDP' }, { nodePort: 30054 }, { protocol: 'TCP' }],
    },
    objects: [node('n1', { external: ['203.0.113.1'] })],
    expected: [
      'A web.example.org 203.0.113.1',
      'SRV _web._udp.web.example.org 0 50 30053 web.example.org.',
      'SRV _web._tcp.web.example.org 0 50 30054 web.example.org.',
    ],
  },
  {
    name: 'an address as host name gets no dot',
    annotations: { hostname: '192.0.2.1' },
    objects: [node('n1', { external: ['203.0.113.1'] })],
    expected: ['A 192.0.2.1 203.0.113.1', 'SRV _web._tcp.192.0.2.1 0 50 30080 192.0.2.1'],
  },
])('$name', ({ given, annotations, objects, settings, expected, waiting = [] }) => {
  const own = nodePort({
    ...given,
    annotations: { hostname: 'web.example.org', ...annotations },
  });
  const state = stateOf([own, ...objects], settings);
  expect(lines(state?.endpoints)).toEqual(expected);
  expect(state?.waiting).toEqual(waiting);
});
