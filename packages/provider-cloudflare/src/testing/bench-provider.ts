import {
  createEndpoint,
  ProviderError,
  Secret,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type GroupOutcome,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { createManualClock, type ManualClock } from '@org/dns-provider-kit/testing';
import { createCloudflareProvider } from '../cloudflare-provider.ts';
import type { CloudflareOptions } from '../options.ts';
import {
  fakeToken,
  startFakeCloudflare,
  type FakeCloudflare,
  type FakeZone,
} from './fake-cloudflare.ts';

export const never: AbortSignal = new AbortController().signal;
export const prefix = 'external-dns.kubernetes.io/';

export interface Bench {
  readonly fake: FakeCloudflare;
  readonly zone: FakeZone;
  /** The same zone, as the provider names it. */
  readonly at: Zone;
  readonly provider: Provider;
  readonly clock: ManualClock;
  /** A second provider at the same service, as after a restart. */
  again(options?: Partial<CloudflareOptions>): Provider;
  stop(): Promise<void>;
}

/** Short waits (retries, the rate limit) end at once and move the clock; time-outs wait for `advance`. */
function createHastyClock(): ManualClock {
  const manual = createManualClock(1_000_000);
  return Object.assign(Object.create(manual) as ManualClock, {
    after: (ms: number, run: () => void) => {
      const cancel = manual.after(ms, run);
      if (ms < 30_000) setImmediate(() => manual.advance(ms));
      return cancel;
    },
  });
}

/** A provider and a fake service with the zone example.org. */
export async function startBench(
  options: Partial<CloudflareOptions> = {},
  plan: FakeZone['plan'] = 'pro',
): Promise<Bench> {
  const fake = await startFakeCloudflare();
  const zone = fake.addZone('example.org', { plan });
  const clock = createHastyClock();
  const again = (more: Partial<CloudflareOptions> = {}): Provider =>
    createCloudflareProvider({
      credentials: { kind: 'token', token: fixedSecret(new Secret(fakeToken)) },
      baseUrl: fake.baseUrl,
      zoneIds: [],
      proxied: false,
      comment: '',
      recordsPerPage: 5000,
      batchIntervalMs: 0,
      propertyPrefix: prefix,
      behavior: 'safe',
      clock,
      random: () => 1,
      ...options,
      ...more,
    });
  const provider = again();
  return {
    fake,
    zone,
    at: { id: zone.id, name: toDnsName(zone.name) },
    provider,
    clock,
    again,
    stop: async () => {
      await provider.close?.();
      await fake.stop();
    },
  };
}

/** `www.example.org A 192.0.2.1 192.0.2.2`; settings by their key without `cloudflare-`. */
export function wanted(
  line: string,
  settings: Readonly<Record<string, string>> = {},
  ttlSeconds = 0,
): Endpoint {
  const [name = '', type = '', ...targets] = line.split(' ');
  return createEndpoint({
    name,
    type,
    targets: type === 'TXT' || type === 'MX' || type === 'SRV' ? [targets.join(' ')] : targets,
    ttlSeconds,
    ...(Object.keys(settings).length === 0
      ? {}
      : {
          properties: Object.entries(settings).map(([key, value]) => ({
            name: `${prefix}cloudflare-${key}`,
            value,
          })),
        }),
  });
}

export const create = (after: Endpoint): Change => ({ kind: 'create', after, role: 'record' });
export const remove = (before: Endpoint): Change => ({ kind: 'delete', before, role: 'record' });
export const update = (before: Endpoint, after: Endpoint): Change => ({
  kind: 'update',
  before,
  after,
  role: 'record',
});

/** One group per name, in the order given. */
export function groups(...changes: readonly Change[]): readonly ChangeGroup[] {
  const nameOf = (change: Change) =>
    change.kind === 'delete' ? change.before.name : change.after.name;
  return Array.from(Map.groupBy(changes, nameOf), ([name, some]) => ({ name, changes: some }));
}

export async function readAll(provider: Provider, zone: Zone): Promise<readonly Endpoint[]> {
  const all: Endpoint[] = [];
  for await (const part of provider.readZone(zone, never)) all.push(...part);
  return all;
}

/** `applied`, or `failed rejected`. */
export function words(outcomes: readonly GroupOutcome[]): readonly string[] {
  return outcomes.map((one) =>
    one.outcome === 'applied' ? 'applied' : `${one.outcome} ${one.error.reason}`,
  );
}

export async function errorOf(promise: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!ProviderError.is(error)) throw new Error(`not a ProviderError: ${String(error)}`);
  return error;
}
