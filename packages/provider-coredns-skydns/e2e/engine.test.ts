import { createEndpoint, type Behavior, type Endpoint } from '@org/dns-core';
import { describeThroughEngine } from '@org/dns-test-engine/scenarios';
import { dig, startCoreDns, startEtcd, type CoreDns, type Etcd } from '@org/dns-test-servers';
import { afterAll, beforeAll, expect } from 'vitest';
import { createCoreDnsProvider } from '../src/index.ts';
import { untilItAnswers } from './support/until-it-answers.ts';

let etcd: Etcd;
let coredns: CoreDns;

beforeAll(async () => {
  etcd = await startEtcd();
  coredns = await startCoreDns({ zones: ['example.org'], etcdUrl: etcd.url });
  await untilItAnswers(etcd, coredns);
});
afterAll(async () => {
  await coredns.remove();
  await etcd.remove();
});

/** The two servers without a key, and a provider of its own for every pass. */
async function startService() {
  await etcd.ctl('del', '', '--prefix');
  let calls = 0;
  return {
    calls: () => calls,
    connect: (behavior: Behavior) =>
      createCoreDnsProvider({
        endpoints: [etcd.url],
        prefix: '/skydns/',
        tls: {},
        strictlyOwned: false,
        owner: 'me',
        behavior,
        observe: () => {
          calls += 1;
        },
      }),
    async seed({ name, targets }: Endpoint) {
      const key = name.split('.').toReversed().join('/');
      await etcd.ctl(
        'put',
        `/skydns/${key}/x`,
        JSON.stringify({ host: targets[0], targetstrip: 1 }),
      );
    },
    dump: async () => {
      const text = await etcd.ctl('get', '', '--prefix', '--write-out=json');
      const { kvs = [] } = JSON.parse(text) as {
        readonly kvs?: readonly { readonly key: string; readonly value: string }[];
      };
      const plain = (base64: string) => Buffer.from(base64, 'base64').toString();
      return kvs.map(({ key, value }) => `${plain(key)} ${plain(value)}`).toSorted();
    },
    /** The revision of the store. */
    async writes() {
      const text = await etcd.ctl('get', '/', '--write-out=json');
      return (JSON.parse(text) as { readonly header: { readonly revision: number } }).header
        .revision;
    },
    answers: (name: string, type: string) => dig(coredns.port, name, type),
    stop: () => undefined,
  };
}

const record = (name: string, type: string, ...targets: string[]): Endpoint =>
  createEndpoint({ name: `${name}.example.org`, type, targets });
const wanted = [
  record('www', 'A', '192.0.2.1', '192.0.2.2', '192.0.2.3'),
  record('www', 'AAAA', '2001:db8::1'),
  record('www', 'TXT', 'a note'),
  record('alias', 'CNAME', 'lb.example.net'),
  record('_sip._tcp', 'SRV', '10 5 5060 sip.example.org.'),
  record('mail', 'MX', '10 mx.example.org'),
];
const foreign = [record('theirs', 'A', '198.51.100.1'), record('www2', 'A', '198.51.100.2')];

describeThroughEngine('coredns', {
  setup: {
    providerName: 'coredns',
    managedTypes: ['A', 'AAAA', 'CNAME', 'TXT', 'SRV', 'MX'],
    markerPrefix: '_externaldns.',
  },
  start: startService,
  wanted,
  changed: [
    record('www', 'A', '192.0.2.9'),
    record('alias', 'A', '192.0.2.8'),
    ...wanted.slice(1, 3),
  ],
  foreign,
  after: {
    // Eight targets, and six markers.
    create: async ({ dump }) => expect(await dump()).toHaveLength(foreign.length + 8 + 6),
    change: async ({ dump }) => expect(await dump()).toHaveLength(foreign.length + 4 + 4),
    thousand: ({ calls }) => expect(calls()).toBeLessThan(110),
  },
});
