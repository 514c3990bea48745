import { createManualClock, type Fault } from '@org/dns-provider-kit/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { fakeToken } from './testing/azure-fake.ts';
import { a, create, group, owned } from './testing/changes.ts';
import { fakeClientSecret } from './testing/fake-login.ts';
import { aLine, apply, never, read, shown } from './testing/outcomes.ts';
import { startAzure, type StartedAzure } from './testing/start-azure.ts';

const running: StartedAzure[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});
async function start(...args: Parameters<typeof startAzure>): Promise<StartedAzure> {
  const started = await startAzure(...args);
  running.push(started);
  return started;
}

describe('faults', () => {
  const reply = (status: number, headers: Record<string, string> = {}): Fault => ({
    kind: 'reply',
    status,
    headers,
    json: { error: { code: 'Injected', message: `with Bearer ${fakeToken}` } },
  });
  const isWrite = ({ method }: { method: string }): boolean => method === 'PUT';

  test.each<[string, Fault, string]>([
    ['401', reply(401), 'failed unauthorized'],
    ['403', reply(403), 'failed unauthorized'],
    ['409', reply(409), 'failed rejected'],
    ['429', reply(429), 'failed transient'],
    ['500', reply(500), 'unknown transient'],
    ['503', reply(503), 'failed transient'],
    ['a reset', { kind: 'reset' }, 'unknown transient'],
  ])('%s to a write', async (_name, fault, expected) => {
    const started = await start();
    started.fake.server.fail({ when: isWrite, fault });
    const outcomes = await apply(started, group(create(a('www', '192.0.2.1'))));
    expect(shown(outcomes)).toEqual([expected]);
    const text = outcomes.map((one) => (one.outcome === 'applied' ? '' : one.error.message)).join();
    expect(text).toContain('write A www in example.org');
    expect(text).not.toContain(fakeToken);
  });

  test('missing permissions end the work, and say which role is missing', async () => {
    const started = await start();
    started.fake.server.fail({ when: isWrite, times: Infinity, fault: reply(403) });
    const groups = Array.from({ length: 100 }, (_, index) => owned(`n${index}`, '192.0.2.1'));
    const outcomes = await apply(started, ...groups);
    expect(new Set(shown(outcomes))).toEqual(new Set(['failed unauthorized']));
    expect(started.fake.calls().length).toBeLessThanOrEqual(8);
    const [first] = outcomes;
    expect(first?.outcome === 'failed' && first.error.message).toContain('DNS Zone Contributor');
  });

  test('a service that is down is left in peace', async () => {
    const started = await start();
    started.fake.server.fail({ when: isWrite, times: Infinity, fault: reply(503) });
    const groups = Array.from({ length: 100 }, (_, index) => owned(`n${index}`, '192.0.2.1'));
    const outcomes = await apply(started, ...groups);
    expect(new Set(shown(outcomes))).toEqual(new Set(['failed transient']));
    expect(started.fake.calls().length).toBeLessThanOrEqual(10);
  });

  test('a zone that goes in the middle ends the work in it', async () => {
    const started = await start();
    started.fake.removeZone('example.org');
    const outcomes = await apply(started, owned('a', '192.0.2.1'), owned('b', '192.0.2.1'));
    expect(shown(outcomes)).toEqual(['failed not-found', 'failed not-found']);
    await expect(read(started.provider, started.zone)).rejects.toMatchObject({
      reason: 'not-found',
    });
  });

  test.each<[string, Fault]>([
    ['the reply is lost', { kind: 'reply-lost' }],
    ['a gateway answers 502', reply(502)],
    ['the service has too much', reply(429, { 'x-ms-retry-after-ms': '800' })],
  ])('%s: the write is done once more and no more than that', async (_name, fault) => {
    const clock = createManualClock(1_000_000);
    const started = await start({ maxRetries: 0, clock, random: () => 1 });
    started.fake.server.fail({ when: isWrite, fault });
    const outcomes = apply(started, group(create(a('www', '192.0.2.1'))));
    await clock.waitForTimer(800);
    clock.advance(800);
    expect(shown(await outcomes)).toEqual(['applied']);
    expect(started.fake.content()).toEqual([aLine('www', '192.0.2.1')]);
  });

  test('a longer wait than a minute is handed on', async () => {
    const started = await start({ maxRetries: 3 });
    started.fake.server.fail({ when: isWrite, fault: reply(429, { 'retry-after': '3600' }) });
    const [outcome] = await apply(started, group(create(a('www', '192.0.2.1'))));
    expect(outcome?.outcome === 'failed' && outcome.error.retryAfterMs).toBe(3_600_000);
  });

  test.each<[string, Fault]>([
    ['500', reply(500)],
    ['cut off', { kind: 'cut-off', afterBytes: 20 }],
  ])('a page that cannot be read (%s) is an error, not the end', async (_name, fault) => {
    const started = await start({}, { pageSize: 1 });
    const isSecond = ({ query }: { query: URLSearchParams }): boolean => query.has('$skiptoken');
    started.fake.server.fail({ when: isSecond, fault });
    await expect(read(started.provider, started.zone)).rejects.toMatchObject({
      reason: 'transient',
    });
  });

  test('a page that comes twice is an error', async () => {
    const started = await start({}, { pageSize: 2 });
    const { server } = started.fake;
    started.fake.put('example.org', 'A', 'www', {
      TTL: 60,
      ARecords: [{ ipv4Address: '192.0.2.1' }],
    });
    const value = [{ id: `${started.zone.id}/SOA/@`, name: '@', type: 'x/SOA', properties: {} }];
    const isSecond = ({ query }: { query: URLSearchParams }): boolean => query.has('$skiptoken');
    server.fail({ when: isSecond, fault: { kind: 'reply', json: { value } } });
    await expect(read(started.provider, started.zone)).rejects.toThrow('came twice');
  });

  test('a page elsewhere is not asked for, and no token goes there', async () => {
    const started = await start();
    const json = { value: [], nextLink: 'https://evil.example.net/next' };
    started.fake.server.fail({
      when: ({ path }) => path.endsWith('/all'),
      fault: { kind: 'reply', json },
    });
    await expect(read(started.provider, started.zone)).rejects.toThrow('evil.example.net');
  });
});

describe('zones', () => {
  const zones = ['example.org', 'lab.example.org', 'example.net'];
  const accepts = (name: string): boolean => name.endsWith('example.org');
  test.each<[string, Parameters<typeof startAzure>[0], string[]]>([
    ['all', {}, zones],
    ['by domain', { accepts }, ['example.org', 'lab.example.org']],
    ['by the end of the id', { zoneIdSuffixes: ['/example.net'] }, ['example.net']],
    ['by domain, and one more by name', { accepts, zoneNames: ['example.net'] }, zones],
    ['a blank name is none', { accepts, zoneNames: [''] }, ['example.org', 'lab.example.org']],
  ])('%s', async (_name, options, expected) => {
    const started = await start(options, { zones, pageSize: 2 });
    const listed = await started.provider.listZones(never);
    expect(listed.map(({ name }) => name)).toEqual(expected);
  });

  test('the list is kept for as long as it may', async () => {
    const clock = createManualClock();
    const started = await start({ clock, zonesCacheMs: 1000 });
    const count = async (): Promise<number> => (await started.provider.listZones(never)).length;
    expect(await count()).toBe(1);
    started.fake.addZone('example.net');
    clock.advance(999);
    expect(await count()).toBe(1);
    clock.advance(1);
    expect(await count()).toBe(2);
  });

  test('a list that fails half way is no list', async () => {
    const started = await start({}, { zones, pageSize: 2 });
    started.fake.server.fail({
      when: ({ query }) => query.has('$skiptoken'),
      fault: { kind: 'reply', status: 500 },
    });
    await expect(started.provider.listZones(never)).rejects.toMatchObject({ reason: 'transient' });
  });
});

describe('login', () => {
  test('follows azure.json', async () => {
    const started = await start();
    await started.replaceConfig({ aadClientSecret: 'wr0ng-s3cret' });
    const failure: unknown = await started.provider.listZones(never).catch((error) => error);
    expect(failure).toMatchObject({ reason: 'unauthorized' });
    expect(String(failure)).toContain('AADSTS7000215');
    expect(String(failure)).not.toContain('wr0ng-s3cret');
    await started.replaceConfig({ aadClientSecret: fakeClientSecret });
    expect(await started.provider.listZones(never)).toHaveLength(1);
    await started.replaceConfig({ cloud: 'nowhere' });
    await expect(started.provider.listZones(never)).rejects.toThrow('unknown cloud name: NOWHERE');
  });

  test('a login that cannot be reached is no matter of permissions', async () => {
    const started = await start();
    started.fake.server.fail({
      when: ({ path }) => path.includes('openid-configuration'),
      times: Infinity,
      fault: { kind: 'reset' },
    });
    await expect(started.provider.listZones(never)).rejects.toMatchObject({ reason: 'transient' });
  }, 30_000);
});
