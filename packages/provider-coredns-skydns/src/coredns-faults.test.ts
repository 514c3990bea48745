import { ProviderError, Secret, type ChangeGroup, type Provider } from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { createManualClock } from '@org/dns-provider-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFakeEtcd, type FakeEtcdOptions } from './testing/fake-etcd.ts';
import {
  a,
  creation,
  group,
  never,
  zone,
  startProviderBench,
  type ProviderBench,
} from './testing/provider-bench.ts';

let bench: ProviderBench;
beforeEach(async () => {
  bench = await startProviderBench();
});
afterEach(() => bench.close());

async function restart(options: FakeEtcdOptions = {}): Promise<void> {
  await bench.close();
  bench = await startProviderBench(options);
}

const apply = (...groups: readonly ChangeGroup[]): Promise<readonly string[]> =>
  bench.apply(groups);

describe('faults', () => {
  const change = group(creation(a('www.example.org', '192.0.2.1')));

  test('a write whose answer is lost is unknown, and is done when it is asked for again', async () => {
    bench.etcd.intercept = ({ isWrite }) => (isWrite ? { kind: 'reply-lost' } : undefined);
    const rest = Array.from({ length: 100 }, (_, index) =>
      group(creation(a(`n${index}.example.org`, '192.0.2.1'))),
    );
    const [first, ...others] = await bench.apply([change, ...rest]);
    expect(first).toMatch(/^unknown: etcd, txn at 127\.0\.0\.1:\d+: Connection dropped$/);
    expect(others.at(-1)).toMatch(/^failed: /);
    bench.etcd.intercept = () => undefined;
    const before = bench.content();
    expect(await apply(change)).toEqual(['applied']);
    expect(bench.content()).toEqual(before);
  });

  test('a write that is not answered in time is unknown', async () => {
    const hasty = bench.create({ timeoutMs: 50 });
    await bench.read(hasty);
    bench.etcd.intercept = ({ isWrite }) => (isWrite ? { kind: 'hang' } : undefined);
    expect(await bench.apply([change], hasty)).toEqual([
      expect.stringMatching(/^unknown: .*[Dd]eadline/),
    ]);
  });

  test('a stop ends a call in hand', async () => {
    const stop = new AbortController();
    bench.etcd.intercept = ({ isWrite }) => {
      if (!isWrite) return undefined;
      stop.abort();
      return { kind: 'hang' };
    };
    expect(await bench.apply([change], bench.provider, stop.signal)).toEqual([
      expect.stringMatching(/^unknown: /),
    ]);
  });

  test('a stopped read gives the reason of the stop', async () => {
    const stop = new AbortController();
    bench.etcd.intercept = () => {
      stop.abort(new Error('the end'));
      return { kind: 'hang' };
    };
    await expect(bench.provider.zoneVersion?.(zone, stop.signal)).rejects.toThrow('the end');
  });

  test('a read is tried again', async () => {
    let failures = 1;
    bench.etcd.intercept = () => {
      failures -= 1;
      return failures < 0 ? undefined : { kind: 'error', code: 14, details: 'leader changed' };
    };
    const clock = createManualClock();
    const patient = bench.create({ clock, random: () => 0 });
    const reading = bench.read(patient);
    await clock.waitForTimer(50);
    clock.advance(50);
    expect(await reading).toEqual([]);
  });

  test.each([
    { code: 7, details: 'etcdserver: permission denied', reason: 'unauthorized' },
    { code: 3, details: 'etcdserver: request is too large', reason: 'rejected' },
    { code: 8, details: 'etcdserver: mvcc: database space exceeded', reason: 'transient' },
    { code: 13, details: 'internal', reason: 'transient' },
  ])('$details is $reason', async ({ code, details, reason }) => {
    bench.etcd.intercept = ({ isWrite }) =>
      isWrite ? { kind: 'error', code, details } : undefined;
    const report = await bench.provider.applyChanges(zone, [change], never);
    expect(report.outcomes).toEqual([
      {
        outcome: reason === 'transient' ? 'unknown' : 'failed',
        error: expect.objectContaining({ reason }) as unknown,
      },
    ]);
  });

  test('the next member serves when one is down, writes too', async () => {
    const gone = await startFakeEtcd();
    gone.stop();
    const safe = bench.create({ endpoints: [gone.url, bench.etcd.url] });
    expect(await bench.apply([change], safe)).toEqual(['applied']);
    expect(await bench.read(safe)).toEqual([a('www.example.org', '192.0.2.1')]);
  });

  test('a cluster that is down is a transient error that names it', async () => {
    bench.etcd.stop();
    const error: unknown = await bench
      .read(bench.create({ random: () => 0 }))
      .catch((reason: unknown) => reason);
    expect(ProviderError.is(error) && [error.reason, error.message]).toEqual([
      'transient',
      expect.stringContaining(bench.etcd.url.replace('http://', 'range at ')),
    ]);
  });
});

describe('users', () => {
  const secured = (password: string): Provider =>
    bench.create({ username: 'root', password: fixedSecret(new Secret(password)) });

  beforeEach(async () => {
    await restart({ users: { root: 's3cret' } });
  });

  test('a token is asked for once, and again when it is not taken any more', async () => {
    const user = secured('s3cret');
    await bench.read(user);
    await bench.read(user);
    bench.etcd.expireTokens();
    await bench.apply([group(creation(a('www.example.org', '192.0.2.1')))], user);
    expect(bench.etcd.calls.filter(({ method }) => method === 'Authenticate')).toHaveLength(2);
    expect(Object.keys(bench.content())).toHaveLength(1);
  });

  test('a wrong password is said without the password', async () => {
    const error = await bench.read(secured('wr0ng')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      reason: 'unauthorized',
      message: expect.stringContaining('authentication failed') as string,
    });
    expect(String(error)).not.toContain('wr0ng');
  });

  test('no user where one is needed is said', async () => {
    await expect(bench.read(bench.create())).rejects.toMatchObject({
      reason: 'unauthorized',
      message: expect.stringContaining('give a user name and a password') as string,
    });
  });

  test('a password that cannot be read is said', async () => {
    const broken = bench.create({
      username: 'root',
      password: () => Promise.reject(new Error('cannot read /etc/etcd/password')),
    });
    await expect(bench.read(broken)).rejects.toMatchObject({
      reason: 'unauthorized',
      message: 'etcd, password: cannot read /etc/etcd/password',
    });
  });

  test('a user is fine where there are no users', async () => {
    await restart();
    expect(await bench.read(secured('s3cret'))).toEqual([]);
  });
});
