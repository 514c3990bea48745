import type { Endpoint, Provider, Zone } from '@org/dns-core';
import type { Route53Options } from '../options.ts';
import { createRoute53Provider } from '../route53-provider.ts';
import { never } from './changes.ts';
import type { Route53Fake } from './route53-fake.ts';

/** A provider for the fake: without pauses, with attempts that follow each other at once, and with a key unless told otherwise. */
export function createTestProvider(
  fake: Pick<Route53Fake, 'url'>,
  options: Partial<Route53Options> = {},
  withCredentials = true,
): Provider {
  return createRoute53Provider({
    profiles: [],
    assumeRole: undefined,
    zoneType: '',
    zoneTags: [],
    zoneIds: [],
    batchChanges: 1000,
    batchBytes: 32_000,
    batchValues: 1000,
    batchIntervalMs: 0,
    evaluateTargetHealth: true,
    attempts: 3,
    preferCname: false,
    zonesCacheMs: 0,
    waitForSyncMs: 0,
    requestsPerSecond: 1000,
    behavior: 'safe',
    endpoint: fake.url,
    clock: createHastyClock(),
    ...(withCredentials ? { region: 'us-east-1', credentials: testKey } : {}),
    ...options,
  });
}

async function testKey(): Promise<{ accessKeyId: string; secretAccessKey: string }> {
  return { accessKeyId: 'AKIATEST', secretAccessKey: 'secret-key' };
}

/** Time moves on at once to whatever is waited for, but for waits of ten seconds and more: those are time-outs. */
function createHastyClock(): NonNullable<Route53Options['clock']> {
  let nowMs = 0;
  return {
    now: () => nowMs,
    after(ms, run) {
      if (ms >= 10_000) return () => {};
      const immediate = setImmediate(() => {
        nowMs += ms;
        run();
      });
      return () => clearImmediate(immediate);
    },
  };
}

export async function readAll(provider: Provider, zone: Zone): Promise<readonly Endpoint[]> {
  const found: Endpoint[] = [];
  for await (const part of provider.readZone(zone, never)) found.push(...part);
  return found;
}

/** What became of each group: `applied`, or the outcome with its reason. */
export async function apply(
  provider: Provider,
  zone: Zone,
  ...groups: Parameters<Provider['applyChanges']>[1]
): Promise<readonly string[]> {
  const { outcomes } = await provider.applyChanges(zone, groups, never);
  return outcomes.map((one) =>
    one.outcome === 'applied'
      ? 'applied'
      : `${one.outcome} ${one.error.reason}: ${one.error.message}`,
  );
}
