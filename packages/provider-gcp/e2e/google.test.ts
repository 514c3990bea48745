import { createEndpoint, type Behavior, type Endpoint, type OnceResult } from '@org/dns-core';
import { runEngineOnce, type EngineSetup } from '@org/dns-test-engine';
import { describeThroughEngine } from '@org/dns-test-engine/scenarios';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGoogleProvider } from '../src/index.ts';
import { startGoogleFake, type GoogleFake } from '../src/testing/google-fake.ts';

// Cloud DNS cannot be had outside of Google, so the service is the strict fake of this package's tests.

const setup: EngineSetup = {
  providerName: 'google',
  managedTypes: ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV'],
  markerPrefix: '_externaldns.',
};
const inStep = { inStep: true, reasons: [] };
const record = (name: string, type: string, ...targets: string[]): Endpoint =>
  createEndpoint({ name, type, targets });
const connect = (fake: GoogleFake, behavior: Behavior = 'safe') =>
  createGoogleProvider({
    project: 'example-project',
    batchChangeSize: 1000,
    batchChangeIntervalMs: 0,
    zoneVisibility: '',
    zoneIds: [],
    baseUrl: fake.url,
    behavior,
    credentials: fake.credentials,
  });
const changesSent = (fake: GoogleFake): number =>
  fake.requests.filter(({ method }) => method === 'POST').length;
const records = (fake: GoogleFake, zone: string): readonly string[] =>
  fake.lines(zone).filter((line) => !line.startsWith('_externaldns.'));

/** The fake service with one zone below another, and a provider of its own for every pass. */
async function startService() {
  const fake = await startGoogleFake();
  fake.addZone({ name: 'main', dnsName: 'example.org.' });
  fake.addZone({ name: 'lab', dnsName: 'lab.example.org.' });
  return {
    fake,
    connect: (behavior: Behavior) => connect(fake, behavior),
    seed: ({ name, type, targets }: Endpoint) => fake.put('main', `${name}.`, type, 60, ...targets),
    dump: () => [...fake.lines('main'), ...fake.lines('lab')],
    writes: () => changesSent(fake),
    stop: () => fake.stop(),
  };
}

describeThroughEngine('google', {
  setup,
  start: startService,
  wanted: [
    record('www.example.org', 'A', '192.0.2.1', '192.0.2.2'),
    record('www.example.org', 'AAAA', '2001:db8::1'),
    record('note.example.org', 'TXT', 'a note'),
    record('alias.example.org', 'CNAME', 'lb.example.net'),
    record('_sip._tcp.example.org', 'SRV', '10 5 5060 sip.example.org.'),
    record('mail.example.org', 'MX', '10 mx.example.org'),
    record('deep.lab.example.org', 'A', '192.0.2.3'),
    record('theirs.example.org', 'A', '192.0.2.4'),
  ],
  changed: [
    record('www.example.org', 'A', '192.0.2.9'),
    record('alias.example.org', 'A', '192.0.2.8'),
  ],
  foreign: [
    record('theirs.example.org', 'A', '198.51.100.1'),
    record('www.example.org', 'CAA', '0 issue "ca.example.net"'),
  ],
  after: {
    create({ fake, writes }) {
      expect(writes()).toBe(2);
      expect(records(fake, 'main')).toEqual([
        '_sip._tcp.example.org. SRV 300 10 5 5060 sip.example.org.',
        'alias.example.org. CNAME 300 lb.example.net.',
        'mail.example.org. MX 300 10 mx.example.org.',
        'note.example.org. TXT 300 "a note"',
        'theirs.example.org. A 60 198.51.100.1',
        'www.example.org. A 300 192.0.2.1 | 192.0.2.2',
        'www.example.org. AAAA 300 2001:db8::1',
        'www.example.org. CAA 60 0 issue "ca.example.net"',
      ]);
      expect(records(fake, 'lab')).toEqual(['deep.lab.example.org. A 300 192.0.2.3']);
    },
    change({ fake, writes }) {
      expect(writes()).toBe(4);
      expect(records(fake, 'main')).toEqual([
        'alias.example.org. A 300 192.0.2.8',
        'theirs.example.org. A 60 198.51.100.1',
        'www.example.org. A 300 192.0.2.9',
        'www.example.org. CAA 60 0 issue "ca.example.net"',
      ]);
    },
    remove: ({ writes }) => expect(writes()).toBe(5),
    thousand: ({ writes }) => expect(writes()).toBe(2),
  },
});

describe('what only Google does', () => {
  let fake: GoogleFake;
  beforeEach(async () => {
    ({ fake } = await startService());
  });
  afterEach(() => fake.stop());

  /** One whole pass of a controller that has just been started; how many changes were sent. */
  async function pass(
    endpoints: readonly Endpoint[],
  ): Promise<{ readonly result: OnceResult; readonly changes: number }> {
    const before = changesSent(fake);
    const provider = connect(fake);
    const result = await runEngineOnce(provider, endpoints, setup);
    await provider.close?.();
    return { result, changes: changesSent(fake) - before };
  }

  test('a thousand records at once, of which Google refuses one', async () => {
    const wanted = Array.from({ length: 1000 }, (_item, index) =>
      record(`n${index}.example.org`, 'A', index === 500 ? '192.0.2.300' : '192.0.2.1'),
    );
    const first = await pass(wanted);
    expect(records(fake, 'main')).toHaveLength(999);
    expect(first.changes).toBeLessThanOrEqual(4);
    const good = wanted.filter((_endpoint, index) => index !== 500);
    expect(await pass(good)).toEqual({ result: inStep, changes: 0 });
    expect(await pass([])).toEqual({ result: inStep, changes: 2 });
    expect(fake.lines('main')).toEqual([]);
  });

  test('a controller that ends in the middle of its writes is carried on by the next', async () => {
    const wanted = Array.from({ length: 600 }, (_item, index) =>
      record(`n${index}.example.org`, 'A', '192.0.2.1'),
    );
    const isChange = ({ method }: { readonly method: string }): boolean => method === 'POST';
    fake.fail({
      when: isChange,
      skip: 1,
      times: 99,
      fault: { kind: 'reply', status: 403, json: {} },
    });
    const first = await pass(wanted);
    expect(first.result.inStep).toBe(false);
    expect(records(fake, 'main')).toHaveLength(500);
    await fake.stop();
    const held = fake.zones.get('main');
    fake = await startGoogleFake();
    if (held !== undefined) fake.addZone(held);
    expect(await pass(wanted)).toEqual({ result: inStep, changes: 1 });
    expect(records(fake, 'main')).toHaveLength(600);
  });

  test('two zones of one name, public and private, both hold what is wanted', async () => {
    fake.addZone({ name: 'inside', dnsName: 'example.org.', visibility: 'private' });
    const wanted = [record('www.example.org', 'A', '192.0.2.1')];
    expect(await pass(wanted)).toEqual({ result: inStep, changes: 2 });
    expect(fake.lines('inside')).toEqual(fake.lines('main'));
    expect(records(fake, 'inside')).toEqual(['www.example.org. A 300 192.0.2.1']);
    expect(await pass(wanted)).toEqual({ result: inStep, changes: 0 });
  });
});
