import {
  createEndpoint,
  Secret,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Clock,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMyDnsProvider } from './my-dns-provider.ts';
import type { MyDnsOptions } from './options.ts';
import { startFakeMyDns, token, type FakeMyDns } from './testing/fake-my-dns.ts';

const { signal } = new AbortController();
const zone: Zone = { id: 'example.org', name: toDnsName('example.org') };
/** Waits before a new attempt are over at once; time-outs never come. */
const hasty: Clock = {
  now: () => 0,
  after(ms, run) {
    const timer = ms < 20_000 ? setImmediate(() => run()) : undefined;
    return () => clearImmediate(timer);
  },
};

let service: FakeMyDns;
const open: Provider[] = [];
beforeEach(async () => {
  service = await startFakeMyDns(['example.org', 'example.net']);
});
afterEach(async () => {
  for (const provider of open.splice(0)) await provider.close?.();
  await service.stop();
});

function create(options: Partial<MyDnsOptions> = {}): Provider {
  const provider = createMyDnsProvider({
    endpoint: service.url,
    token: fixedSecret(new Secret(token)),
    pageSize: 2,
    ...options,
  });
  open.push(provider);
  return provider;
}

const endpoint = (text: string): Endpoint => {
  const [name = '', type = '', ttl, ...targets] = text.split(' ');
  return createEndpoint({ name, type, ttlSeconds: Number(ttl), targets });
};
const creation = (text: string): Change => ({
  kind: 'create',
  after: endpoint(text),
  role: 'record',
});
const deletion = (text: string): Change => ({
  kind: 'delete',
  before: endpoint(text),
  role: 'record',
});
const update = (before: string, after: string): Change => ({
  kind: 'update',
  before: endpoint(before),
  after: endpoint(after),
  role: 'record',
});
const group = (...changes: readonly Change[]): ChangeGroup => ({
  name: toDnsName('www.example.org'),
  changes,
});

async function outcomes(...groups: readonly ChangeGroup[]): Promise<readonly string[]> {
  const report = await create({ clock: hasty }).applyChanges(zone, groups, signal);
  return report.outcomes.map((one) =>
    one.outcome === 'applied'
      ? 'applied'
      : `${one.outcome} ${one.error.reason}: ${one.error.message}`,
  );
}

async function readAll(provider: Provider): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const part of provider.readZone(zone, signal))
    for (const { name, type, targets } of part) lines.push(`${name} ${type} ${targets.join(' ')}`);
  return lines;
}

test('lists the zones that are accepted', async () => {
  const provider = create({ acceptsZone: (name) => name !== 'example.net' });
  expect(await provider.listZones(signal)).toEqual([zone]);
});

test('reads a zone over its pages, and single names', async () => {
  for (const label of ['a', 'b', 'c'])
    service.put(zone.id, { name: `${label}.example.org.`, type: 'A', data: ['192.0.2.1'] });
  const provider = create();
  expect(await readAll(provider)).toEqual([
    'a.example.org A 192.0.2.1',
    'b.example.org A 192.0.2.1',
    'c.example.org A 192.0.2.1',
  ]);
  const found = await provider.readNames?.(zone, [toDnsName('b.example.org')], signal);
  expect(found?.map(({ name }) => name)).toEqual(['b.example.org']);
});

test('creates, changes and deletes, and a second time the same is no fault', async () => {
  const first = 'www.example.org A 60 192.0.2.1';
  const second = 'www.example.org A 60 192.0.2.2';
  for (const [step, left] of [
    [group(creation(first)), ['www.example.org. A 60 192.0.2.1']],
    [group(update(first, second)), ['www.example.org. A 60 192.0.2.2']],
    [group(deletion(second)), []],
  ] as const) {
    expect(await outcomes(step)).toEqual(['applied']);
    expect(await outcomes(step)).toEqual(['applied']);
    expect(service.content(zone.id)).toEqual(left);
  }
});

test('a record of somebody else is not replaced by a creation', async () => {
  service.put(zone.id, { name: 'www.example.org.', type: 'A', data: ['192.0.2.9'] });
  expect(await outcomes(group(creation('www.example.org A 0 192.0.2.1')))).toEqual([
    'failed rejected: zone "example.org": A www.example.org is there already with other content',
  ]);
});

test('what is refused does not hold back its neighbours', async () => {
  const bad = group(creation('ptr.example.org PTR 0 example.org'));
  const good = group(creation('www.example.org A 0 192.0.2.1'));
  expect(await outcomes(bad, good)).toEqual([
    expect.stringMatching(/^failed rejected: .*records of type PTR are not held$/),
    'applied',
  ]);
});

test('a group that fails half way is reported as not known', async () => {
  const half = group(
    creation('a-www.example.org TXT 0 "marker"'),
    creation('www.example.org PTR 0 example.org'),
  );
  expect(await outcomes(half)).toEqual([expect.stringMatching(/^unknown rejected: /)]);
  expect(service.content(zone.id)).toEqual(['a-www.example.org. TXT 3600 "marker"']);
});

describe('when the service', () => {
  const www = group(creation('www.example.org A 60 192.0.2.1'));

  test('does not know the token, it is said without the token', async () => {
    const provider = create({ token: fixedSecret(new Secret('wrong-token')) });
    const error: unknown = await provider.listZones(signal).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ reason: 'unauthorized' });
    expect(String(error)).not.toContain('wrong-token');
  });

  test('is busy for a moment, the request is made again', async () => {
    service.server.fail({ fault: { kind: 'reply', status: 503 } });
    expect(await outcomes(www)).toEqual(['applied']);
  });

  test('writes and its reply is lost, the second attempt finds it done', async () => {
    service.server.fail({
      when: ({ method }) => method === 'POST',
      fault: { kind: 'reply-lost' },
    });
    expect(await outcomes(www)).toEqual(['applied']);
    expect(service.content(zone.id)).toEqual(['www.example.org. A 60 192.0.2.1']);
  });

  test('breaks off a list, the reading ends with an error', async () => {
    service.put(zone.id, { name: 'www.example.org.', type: 'A', data: ['192.0.2.1'] });
    service.server.fail({ times: 9, fault: { kind: 'cut-off', afterBytes: 20 } });
    await expect(readAll(create({ clock: hasty }))).rejects.toMatchObject({ reason: 'transient' });
  });

  test('has no such zone, reading and writing say so', async () => {
    const gone: Zone = { id: 'gone', name: toDnsName('gone.example') };
    const report = await create().applyChanges(gone, [www], signal);
    expect(report.outcomes).toMatchObject([{ outcome: 'failed', error: { reason: 'not-found' } }]);
  });
});
