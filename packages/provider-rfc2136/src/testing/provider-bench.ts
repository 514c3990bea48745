import {
  createEndpoint,
  ProviderError,
  Secret,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { createManualClock, type ManualClock } from '@org/dns-provider-kit/testing';
import type { Rfc2136Options } from '../options.ts';
import { createRfc2136Provider } from '../rfc2136-provider.ts';
import type { TsigKey } from '../wire/tsig-key.ts';
import { startFakeDnsServer, type FakeDnsServer, type Fault } from './fake-dns-server.ts';

const testKey: TsigKey = {
  name: 'k8s-key.',
  algorithm: 'hmac-sha256',
  secret: new Secret('dGhlIHNlY3JldCBvZiBib3RoIHNpZGVz'),
};

export const never: AbortSignal = new AbortController().signal;

export interface ProviderBench extends AsyncDisposable {
  readonly server: FakeDnsServer;
  readonly clock: ManualClock;
  readonly provider: Provider;
  /** Another provider for the same server. */
  create(options?: Partial<Rfc2136Options>): Provider;
  /** Applies groups and says what became of each: `applied`, or `OUTCOME REASON: MESSAGE`. */
  apply(...groups: readonly ChangeGroup[]): Promise<readonly string[]>;
  /** What the provider reads, as `NAME TTL TYPE TARGETS`, sorted. */
  read(provider?: Provider): Promise<readonly string[]>;
  /** What the zone holds. */
  held(): readonly string[];
}

export const exampleOrg: Zone = { id: 'example.org', name: toDnsName('example.org') };

/** A provider and a server with the zone `example.org.`, which starts with these records. */
export async function startProviderBench(
  lines: readonly string[] = [],
  options: Partial<Rfc2136Options> = {},
): Promise<ProviderBench> {
  const clock = createManualClock(1_700_000_000_000);
  const server = await startFakeDnsServer({
    zones: { 'example.org.': lines },
    key: testKey,
    clock,
  });
  const made: Provider[] = [];
  const create = (more: Partial<Rfc2136Options> = {}): Provider => {
    const provider = createRfc2136Provider({
      servers: [{ host: server.host, port: server.port }],
      loadBalancing: 'disabled',
      zones: ['example.org'],
      tsig: {
        keyName: 'k8s-key',
        algorithm: testKey.algorithm,
        secret: fixedSecret(testKey.secret),
      },
      transfer: true,
      minTtlSeconds: 0,
      batchChangeSize: 50,
      behavior: 'safe',
      clock,
      random: () => 0,
      ...options,
      ...more,
    });
    made.push(provider);
    return provider;
  };
  const provider = create();
  return {
    server,
    clock,
    provider,
    create,
    async apply(...groups) {
      const { outcomes } = await provider.applyChanges(exampleOrg, groups, never);
      return outcomes.map((one) =>
        one.outcome === 'applied'
          ? 'applied'
          : `${one.outcome} ${one.error.reason}: ${one.error.message}`.replaceAll(
              String(server.port),
              'PORT',
            ),
      );
    },
    read: async (other = provider) => linesOf(await readAll(other)),
    held: () => server.zones.get('example.org.')?.lines() ?? [],
    async [Symbol.asyncDispose]() {
      for (const one of made) await one.close?.();
      await server.close();
    },
  };
}

export async function readAll(provider: Provider, zone = exampleOrg): Promise<readonly Endpoint[]> {
  const endpoints: Endpoint[] = [];
  for await (const chunk of provider.readZone(zone, never)) endpoints.push(...chunk);
  return endpoints;
}

export function linesOf(endpoints: readonly Endpoint[]): readonly string[] {
  return endpoints
    .filter(({ name, type }) => !(name === 'example.org' && type === 'NS'))
    .map(
      ({ spelling, ttlSeconds, type, targets }) =>
        `${spelling} ${ttlSeconds} ${type} ${targets.join(', ')}`,
    )
    .toSorted();
}

/** `www 60 A 192.0.2.1, 192.0.2.2` in `example.org`; `@` is the zone itself. */
export function record(line: string): Endpoint {
  const [label = '', ttl, type = '', ...rest] = line.split(' ');
  return createEndpoint({
    name: label === '@' ? 'example.org' : `${label}.example.org`,
    type,
    targets: rest.join(' ').split(', '),
    ttlSeconds: Number(ttl),
  });
}

export const create = (after: string): Change => ({
  kind: 'create',
  after: record(after),
  role: 'record',
});
export const update = (before: string, after: string): Change => ({
  kind: 'update',
  before: record(before),
  after: record(after),
  role: 'record',
});
export const remove = (before: string): Change => ({
  kind: 'delete',
  before: record(before),
  role: 'record',
});
export const asMarker = (change: Change): Change => ({ ...change, role: 'marker' });

export function group(...changes: readonly Change[]): ChangeGroup {
  const [first] = changes;
  const endpoint = first?.kind === 'delete' ? first.before : first?.after;
  return { name: endpoint?.name ?? exampleOrg.name, changes };
}

/** The fault for the first request that begins so, or for every one. */
export function onRequest(kind: string, fault: Fault, times = Infinity): FakeDnsServer['fault'] {
  let left = times;
  return (request: string): Fault | undefined => {
    if (!request.startsWith(kind) || left === 0) return undefined;
    left -= 1;
    return fault;
  };
}

/** How work at a server ended: `REASON: MESSAGE`. */
export async function failure(work: Promise<unknown>, port: number): Promise<string> {
  try {
    await work;
    return 'no failure';
  } catch (error) {
    if (!ProviderError.is(error)) throw error;
    return `${error.reason}: ${error.message}`.replaceAll(`127.0.0.1:${port}`, 'SERVER');
  }
}
