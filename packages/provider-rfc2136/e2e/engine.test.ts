import { createEndpoint, Secret, type Behavior, type Endpoint } from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { describeThroughEngine } from '@org/dns-test-engine/scenarios';
import { dig, startBind } from '@org/dns-test-servers';
import { expect } from 'vitest';
import { createRfc2136Provider, type TsigAlgorithm } from '../src/index.ts';

const zones = ['example.org', '2.0.192.in-addr.arpa'];
const wanted = (name: string, type: string, ...targets: string[]): Endpoint =>
  createEndpoint({ name, type, targets, ttlSeconds: 60 });

/** BIND, and a provider of its own for every pass. */
async function startService() {
  const server = await startBind({ zones });
  return {
    server,
    connect: (behavior: Behavior) =>
      createRfc2136Provider({
        servers: [{ host: '127.0.0.1', port: server.port }],
        loadBalancing: 'disabled',
        zones,
        tsig: {
          keyName: server.keyName,
          algorithm: server.keyAlgorithm as TsigAlgorithm,
          secret: fixedSecret(new Secret(server.keySecret)),
        },
        transfer: true,
        minTtlSeconds: 0,
        batchChangeSize: 50,
        behavior,
      }),
    seed: ({ name, type, targets: [target] }: Endpoint) =>
      server.update(['zone example.org', `update add ${name}. 60 ${type} ${target}`]),
    dump: async () => {
      const lines = (await Promise.all(zones.map((zone) => server.transfer(zone)))).flat();
      return lines.filter((line) => !/ SOA |^ns1\.| NS ns1\.(?:example|2)/.test(line)).toSorted();
    },
    /** The serials of the zones, one after the other. */
    async writes() {
      const heads = await Promise.all(zones.map((zone) => dig(server.port, zone, 'SOA')));
      return heads.reduce((sum, [head = '']) => sum + Number(head.split(' ')[2]), 0);
    },
    answers: (name: string, type: string) => dig(server.port, name, type),
    stop: () => server.remove(),
  };
}

const everything = [
  wanted('www.example.org', 'A', '192.0.2.1', '192.0.2.2'),
  wanted('*.apps.example.org', 'A', '192.0.2.9'),
  wanted('front.example.org', 'CNAME', 'LB.example.net.'),
  wanted('mail.example.org', 'MX', '10 mx.example.net'),
  wanted('_sip._tcp.example.org', 'SRV', '10 5 5060 sip.example.net.'),
  wanted('long.example.org', 'TXT', 'x'.repeat(400)),
  wanted('words.example.org', 'TXT', 'v=spf1 -all'),
  wanted('sub.example.org', 'NS', 'ns1.example.net', 'ns2.example.net'),
];

describeThroughEngine('rfc2136', {
  setup: {
    providerName: 'rfc2136',
    managedTypes: ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV', 'NS', 'PTR'],
    createPtr: true,
  },
  start: startService,
  wanted: everything,
  changed: everything.map((endpoint) =>
    endpoint.name === 'front.example.org'
      ? wanted('front.example.org', 'A', '192.0.2.3')
      : endpoint,
  ),
  foreign: [
    wanted('foreign.example.org', 'A', '192.0.2.77'),
    wanted('www.example.org', 'TXT', '"by hand"'),
  ],
  wantedInCompat: everything.slice(0, 3),
  after: {
    create: async ({ dump }) =>
      expect(await dump()).toContain('1.2.0.192.in-addr.arpa. 60 IN PTR www.example.org.'),
    change: async ({ answers }) =>
      expect(await answers('3.2.0.192.in-addr.arpa', 'PTR')).toEqual(['front.example.org.']),
  },
});
