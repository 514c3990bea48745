import {
  createEndpoint,
  ProviderError,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { createManualClock, type ManualClock } from '@org/dns-provider-kit/testing';
import { createGoogleProvider } from '../google-provider.ts';
import type { GoogleOptions } from '../options.ts';
import { startGoogleFake, type GoogleFake } from './google-fake.ts';

export const never: AbortSignal = new AbortController().signal;
export const zone: Zone = { id: 'main', name: toDnsName('example.org') };

export interface StartedGoogle {
  readonly fake: GoogleFake;
  readonly provider: Provider;
  readonly clock: ManualClock;
  readonly stop: () => Promise<void>;
}

/** A fake with the zone `example.org` and a provider at it, with a clock that stands. */
export async function startGoogle(options: Partial<GoogleOptions> = {}): Promise<StartedGoogle> {
  const fake = await startGoogleFake();
  fake.addZone({ name: 'main', dnsName: 'example.org.' });
  const clock = createManualClock(1_000_000);
  const provider = createGoogleProvider({
    project: 'example-project',
    batchChangeSize: 1000,
    batchChangeIntervalMs: 0,
    zoneVisibility: '',
    zoneIds: [],
    baseUrl: fake.url,
    behavior: 'safe',
    credentials: fake.credentials,
    clock,
    random: () => 1,
    ...options,
  });
  return {
    fake,
    provider,
    clock,
    async stop() {
      await provider.close?.();
      await fake.stop();
    },
  };
}

export function record(name: string, type: string, ...targets: readonly string[]): Endpoint {
  return createEndpoint({ name, type, targets, ttlSeconds: 300 });
}

export const a = (name: string, ...targets: readonly string[]): Endpoint =>
  record(name, 'A', ...targets);
export const marker = (name: string): Endpoint =>
  record(`a-${name}`, 'TXT', '"heritage=external-dns,external-dns/owner=me"');
export const create = (after: Endpoint): Change => ({ kind: 'create', after, role: 'record' });
export const remove = (before: Endpoint): Change => ({ kind: 'delete', before, role: 'record' });
export const update = (before: Endpoint, after: Endpoint): Change => ({
  kind: 'update',
  before,
  after,
  role: 'record',
});

/** Changes of one name. */
export function group(...changes: readonly Change[]): ChangeGroup {
  const [first] = changes;
  const endpoint = first?.kind === 'delete' ? first.before : first?.after;
  return { name: endpoint?.name ?? toDnsName(''), changes };
}

/** `applied`, or the outcome with its reason: `failed transient`. */
export async function apply(
  provider: Provider,
  groups: readonly ChangeGroup[],
  signal: AbortSignal = never,
): Promise<readonly string[]> {
  const { outcomes } = await provider.applyChanges(zone, groups, signal);
  return outcomes.map((one) =>
    one.outcome === 'applied' ? 'applied' : `${one.outcome} ${one.error.reason}`,
  );
}

export async function readAll(provider: Provider, of: Zone = zone): Promise<Endpoint[]> {
  const all: Endpoint[] = [];
  for await (const part of provider.readZone(of, never)) all.push(...part);
  return all;
}

export async function errorOf(promise: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!ProviderError.is(error)) throw new Error(`not a ProviderError: ${String(error)}`);
  return error;
}

/** `GET rrsets?name=…`, `POST changes`: the requests in short. */
export function calls(fake: GoogleFake): readonly string[] {
  return fake.requests.map(({ method, path, query }) => {
    const name = query.get('name');
    return `${method} ${path.slice(path.lastIndexOf('/') + 1)}${name === null ? '' : ` ${name}`}`;
  });
}
