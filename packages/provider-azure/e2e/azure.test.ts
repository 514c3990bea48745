import { createEndpoint, type Behavior, type Endpoint } from '@org/dns-core';
import { runEngineOnce, type EngineSetup } from '@org/dns-test-engine';
import { describeThroughEngine } from '@org/dns-test-engine/scenarios';
import { expect, test } from 'vitest';
import type { ZoneKind } from '../src/record-types.ts';
import { startAzure } from '../src/testing/start-azure.ts';

const setup: EngineSetup = {
  providerName: 'azure',
  managedTypes: ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV', 'NS'],
  markerPrefix: '%{record_type}-_owner.',
  wildcardReplacement: 'any',
};
const limits = { readsPerSecond: 1e6, readBurst: 1e6, writesPerSecond: 1e6, writeBurst: 1e6 };

const record = (name: string, type: string, ...targets: string[]): Endpoint =>
  createEndpoint({ name, type, targets });
const everything: Readonly<Record<ZoneKind, readonly Endpoint[]>> = {
  public: [
    record('www.example.org', 'A', '192.0.2.1', '192.0.2.2'),
    record('www.example.org', 'AAAA', '2001:DB8:0::1'),
    createEndpoint({
      name: 'shop.example.org',
      type: 'CNAME',
      targets: ['lb.example.net'],
      ttlSeconds: 60,
      properties: [{ name: 'azure/tags', value: 'team=edge,cost=17' }],
    }),
    record('example.org', 'MX', '10 mail.example.net'),
    record('_sip._tcp.example.org', 'SRV', '10 5 5060 sip.example.org.'),
    record('long.example.org', 'TXT', 'x'.repeat(600)),
    record('spf.example.org', 'TXT', '"v=spf1 -all"', 'another "one"'),
    record('child.example.org', 'NS', 'ns1.example.net', 'ns2.example.net'),
    record('*.wild.example.org', 'A', '192.0.2.9'),
    record('bücher.example.org', 'A', '192.0.2.10'),
  ],
  private: [
    record('www.example.org', 'A', '192.0.2.1', '192.0.2.2'),
    record('example.org', 'MX', '10 mail.example.net'),
    record('_sip._tcp.example.org', 'SRV', '10 5 5060 sip.example.org.'),
    record('long.example.org', 'TXT', 'x'.repeat(600)),
    record('*.wild.example.org', 'A', '192.0.2.9'),
  ],
};

/** The fake service, and a provider of its own for every pass. */
async function startService(kind: ZoneKind) {
  const { fake, again, stop } = await startAzure({ kind, limits });
  const [ttl, a, txt] =
    kind === 'public' ? ['TTL', 'ARecords', 'TXTRecords'] : ['ttl', 'aRecords', 'txtRecords'];
  return {
    fake,
    connect: (behavior: Behavior) => again({ behavior }),
    seed: ({ name, type, targets: [target = ''] }: Endpoint) => {
      const values =
        type === 'A' ? { [a]: [{ ipv4Address: target }] } : { [txt]: [{ value: [target] }] };
      fake.put('example.org', type, name.replace('.example.org', ''), { [ttl]: 5, ...values });
    },
    dump: () => fake.content(),
    writes: () => fake.calls().filter((call) => !call.startsWith('GET')).length,
    stop,
  };
}

for (const kind of ['public', 'private'] as const)
  describeThroughEngine(`azure, ${kind} zones`, {
    setup,
    start: () => startService(kind),
    wanted: everything[kind],
    changed: [
      ...everything[kind].slice(1).filter(({ name }) => name !== 'www.example.org'),
      record('www.example.org', 'A', '192.0.2.3'),
      record('hand.example.org', 'A', '192.0.2.4'),
    ],
    foreign: [
      record('hand.example.org', 'A', '192.0.2.7'),
      record('text.example.org', 'TXT', 'foreign'),
    ],
    after: {
      create: ({ writes }) => expect(writes()).toBe(2 * everything[kind].length),
      change: ({ fake }) => expect(fake.content().join('\n')).toContain('192.0.2.3'),
      'type change': ({ fake }) => {
        expect(fake.content().filter((line) => line.includes('| www '))).toEqual([
          'example.org | www 300 CNAME [{"cname":"lb.example.net"}]',
        ]);
      },
      thousand: ({ writes }) => expect(writes()).toBe(2000),
    },
  });

test('a refused record is reported, leaves no ownership record, and hinders no other', async () => {
  const { fake, provider, stop } = await startAzure({ limits });
  const wanted = [
    record('example.org', 'CNAME', 'lb.example.net'),
    record('www.example.org', 'A', '192.0.2.1'),
  ];
  const result = await runEngineOnce(provider, wanted, setup);
  expect(result.inStep).toBe(false);
  expect(fake.content().map((line) => line.split(' ')[2])).toEqual(['a-_owner.www', 'www']);
  await stop();
});
