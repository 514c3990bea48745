import { createEndpoint, Secret, type Behavior, type Endpoint } from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { describeThroughEngine } from '@org/dns-test-engine/scenarios';
import { dig, startPowerDns } from '@org/dns-test-servers';
import { expect } from 'vitest';
import { createPdnsProvider } from '../src/index.ts';

interface ZoneReply {
  readonly serial: number;
  readonly rrsets: readonly {
    readonly name: string;
    readonly type: string;
    readonly ttl: number;
    readonly records: readonly { readonly content: string }[];
  }[];
}

/** PowerDNS, and a provider of its own for every pass. */
async function startService() {
  const server = await startPowerDns({ zones: ['example.org'] });
  const zone = async () => (await server.api('GET', '/zones/example.org.')) as ZoneReply;
  return {
    connect: (behavior: Behavior) =>
      createPdnsProvider({
        servers: [server.url],
        serverId: 'localhost',
        apiKey: fixedSecret(new Secret(server.apiKey)),
        tls: {},
        behavior,
      }),
    async seed({ name, type, targets }: Endpoint) {
      const records = targets.map((content) => ({ content, disabled: false }));
      await server.api('PATCH', '/zones/example.org.', {
        rrsets: [{ name: `${name}.`, type, ttl: 60, changetype: 'REPLACE', records }],
      });
    },
    dump: async () => {
      const { rrsets } = await zone();
      return rrsets
        .filter(({ name, type }) => name !== 'example.org.' || !['SOA', 'NS'].includes(type))
        .map(({ name, type, ttl, records }) =>
          [name, type, ttl, ...records.map(({ content }) => content).toSorted()].join(' '),
        )
        .toSorted();
    },
    writes: async () => (await zone()).serial,
    answers: (name: string, type: string) => dig(server.dnsPort, name, type),
    stop: () => server.remove(),
  };
}

const wanted = (name: string, type: string, ...targets: string[]): Endpoint =>
  createEndpoint({ name, type, targets, ttlSeconds: 60 });
const everything = [
  wanted('www.example.org', 'A', '192.0.2.1', '192.0.2.2'),
  wanted('www.example.org', 'AAAA', '2001:db8::1'),
  wanted('*.apps.example.org', 'A', '192.0.2.9'),
  wanted('front.example.org', 'CNAME', 'LB.example.net.'),
  wanted('mail.example.org', 'MX', '10 mx.example.net'),
  wanted('_sip._tcp.example.org', 'SRV', '10 5 5060 sip.example.net.'),
  wanted('long.example.org', 'TXT', 'x'.repeat(400)),
  wanted('sub.example.org', 'NS', 'ns1.example.net', 'ns2.example.net'),
];

describeThroughEngine('pdns', {
  setup: {
    providerName: 'pdns',
    // PowerDNS takes a star as a whole label only.
    wildcardReplacement: 'any',
    managedTypes: ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV', 'NS'],
  },
  start: startService,
  wanted: everything,
  changed: everything.map((endpoint) =>
    endpoint.name === 'front.example.org'
      ? wanted('front.example.org', 'A', '192.0.2.3')
      : endpoint,
  ),
  after: {
    create: async ({ dump }) =>
      expect(await dump()).toContain('www.example.org. A 60 192.0.2.1 192.0.2.2'),
  },
});
