import type { Provider, Zone } from '@org/dns-core';
import type { Fault } from '@org/dns-provider-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Route53Options } from './options.ts';
import type { FakeZone } from './testing/change-rules.ts';
import { create, group, never, record, remove, update } from './testing/changes.ts';
import { startRoute53Fake, type Route53Fake } from './testing/route53-fake.ts';
import { apply, createTestProvider, readAll } from './testing/test-provider.ts';

let fake: Route53Fake;
let stored: FakeZone;
let provider: Provider;
let zone: Zone;

beforeEach(async () => {
  fake = await startRoute53Fake();
  stored = fake.addZone({ name: 'example.org' });
  await use();
});
afterEach(async () => {
  await provider.close?.();
  await fake.stop();
});

async function use(options: Partial<Route53Options> = {}): Promise<void> {
  await provider?.close?.();
  provider = createTestProvider(fake, options);
  const [first] = await provider.listZones(never);
  if (first === undefined) throw new Error('no zone');
  zone = first;
}

const a = record('a.example.org', 'A', '192.0.2.1', { ttlSeconds: 60 });
const b = record('b.example.org', 'A', '192.0.2.2', { ttlSeconds: 60 });
const both = ['a.example.org. A 60 192.0.2.1', 'b.example.org. A 60 192.0.2.2'];

function failWrites(fault: Fault, times = 1): void {
  fake.fail({ when: ({ method }) => method === 'POST', times, fault });
}

function refusal(status: number, code: string, message = 'no', headers = {}): Fault {
  return {
    kind: 'reply',
    status,
    headers: { 'content-type': 'text/xml', ...headers },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  };
}

describe('what passes by itself is tried again', () => {
  test.each<readonly [string, Fault]>([
    ['a throttled request', refusal(400, 'Throttling', 'Rate exceeded')],
    ['the typed form of it', refusal(400, 'ThrottlingException')],
    [
      'a 429 with Retry-After',
      refusal(429, 'TooManyRequestsException', 'no', { 'retry-after': '2' }),
    ],
    ['a change before that is not through', refusal(400, 'PriorRequestNotComplete')],
    ['a 500', refusal(500, 'InternalFailure')],
    ['a 503', refusal(503, 'ServiceUnavailable')],
    ['a broken connection', { kind: 'reset' }],
    ['a reply that is lost after the write', { kind: 'reply-lost' }],
    ['a reply that breaks off', { kind: 'cut-off', afterBytes: 20 }],
  ])('%s', async (_name, fault) => {
    failWrites(fault);
    expect(await apply(provider, zone, group(create(a)), group(create(b)))).toEqual([
      'applied',
      'applied',
    ]);
    expect(fake.dump(stored)).toEqual(both);
  });

  test('deletions and updates whose reply is lost are found done', async () => {
    await apply(provider, zone, group(create(a)), group(create(b)));
    failWrites({ kind: 'reply-lost' });
    const changed = { ...a, ttlSeconds: 120 };
    expect(await apply(provider, zone, group(update(a, changed)), group(remove(b)))).toEqual([
      'applied',
      'applied',
    ]);
    expect(fake.dump(stored)).toEqual(['a.example.org. A 120 192.0.2.1']);
  });

  test('a type change whose reply is lost is found done', async () => {
    const cname = record('a.example.org', 'CNAME', 'www.example.net');
    await apply(provider, zone, group(create(a)));
    failWrites({ kind: 'reply-lost' });
    expect(await apply(provider, zone, group(remove(a), create(cname)))).toEqual(['applied']);
    expect(fake.dump(stored)).toEqual(['a.example.org. CNAME 300 www.example.net']);
  });
});

describe('what does not pass is said', () => {
  test('a write that may have happened is unknown, what was not begun has failed', async () => {
    await use({ attempts: 1, batchChanges: 1 });
    failWrites({ kind: 'reply-lost' });
    const outcomes = await apply(provider, zone, group(create(a)), group(create(b)));
    expect(outcomes.map((one) => one.split(':')[0])).toEqual([
      'unknown transient',
      'failed transient',
    ]);
    expect(fake.dump(stored)).toEqual(['a.example.org. A 60 192.0.2.1']);
  });

  test('doubt stays when a later attempt fails otherwise', async () => {
    failWrites({ kind: 'reply-lost' });
    failWrites(refusal(400, 'Throttling'), 2);
    const [outcome] = await apply(provider, zone, group(create(a)));
    expect(outcome).toMatch(/^unknown transient: .*Throttling/);
  });

  test('a service that stays throttled is left in peace', async () => {
    failWrites(refusal(400, 'Throttling', 'Rate exceeded'), 10);
    const [outcome] = await apply(provider, zone, group(create(a)));
    expect(outcome).toMatch(/^failed transient: .*Rate exceeded/);
    expect(fake.count('POST', /rrset/)).toBe(3);
  });

  test('a long Retry-After is for the engine to wait', async () => {
    failWrites(refusal(429, 'TooManyRequestsException', 'no', { 'retry-after': '90' }));
    const { outcomes } = await provider.applyChanges(zone, [group(create(a))], never);
    expect(outcomes).toMatchObject([{ outcome: 'failed', error: { retryAfterMs: 90_000 } }]);
    expect(fake.count('POST', /rrset/)).toBe(1);
  });

  test.each([
    [403, 'AccessDenied', 'unauthorized'],
    [403, 'ExpiredToken', 'unauthorized'],
    [400, 'SignatureDoesNotMatch', 'unauthorized'],
    [400, 'LimitsExceeded', 'rejected'],
  ])('%s %s is %s', async (status, code, reason) => {
    failWrites(refusal(status, code), 2);
    const [outcome] = await apply(provider, zone, group(create(a)));
    expect(outcome).toMatch(new RegExp(`^failed ${reason}: .*${code}`));
  });

  test('a zone that goes in the middle is not found; one that comes back is', async () => {
    fake.removeZone(stored.id);
    const [outcome] = await apply(provider, zone, group(create(a)));
    expect(outcome).toMatch(/^failed not-found: .*No hosted zone found/);
    await expect(readAll(provider, zone)).rejects.toMatchObject({ reason: 'not-found' });
    expect(await provider.listZones(never)).toEqual([]);
    await expect(provider.applyChanges(zone, [], never)).rejects.toMatchObject({
      reason: 'not-found',
    });
    const again = fake.addZone({ name: 'example.org' });
    expect((await provider.listZones(never)).map(({ id }) => id)).toEqual([again.id]);
  });

  test('a reading that breaks off ends with an error, not early', async () => {
    await apply(provider, zone, group(create(a)));
    fake.fail({
      when: ({ method, path }) => method === 'GET' && /rrset/.test(path),
      times: 10,
      fault: { kind: 'cut-off', afterBytes: 200 },
    });
    await expect(readAll(provider, zone)).rejects.toMatchObject({ reason: 'transient' });
  });

  test('who gives up is heard', async () => {
    fake.fail({ fault: { kind: 'hang' } });
    const controller = new AbortController();
    const reading = provider.listZones(controller.signal);
    await fake.waitForRequests(2);
    controller.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });
});

test('errors hold no secret, not even where the service repeats one', async () => {
  await use({
    credentials: async () => ({
      accessKeyId: 'AKIATEST',
      secretAccessKey: 'secret-key',
      sessionToken: 'session-token',
    }),
  });
  for (const code of ['SignatureDoesNotMatch', 'AccessDenied', 'InvalidInput']) {
    failWrites(refusal(403, code, 'x-amz-security-token:session-token secret-key'), 2);
    const { outcomes } = await provider.applyChanges(zone, [group(create(a))], never);
    const [one] = outcomes;
    const error = one?.outcome === 'failed' ? one.error : undefined;
    const said = `${error?.stack} ${JSON.stringify(error)} ${String(error?.cause)}`;
    expect(said).not.toMatch(/session-token|secret-key/);
    expect(error?.message).toContain(code);
  }
});
