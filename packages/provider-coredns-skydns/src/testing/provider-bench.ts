import {
  createEndpoint,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type EndpointInit,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { createCoreDnsProvider, type CoreDnsOptions } from '../index.ts';
import { startFakeEtcd, type FakeEtcd, type FakeEtcdOptions } from './fake-etcd.ts';

/** A fake etcd and providers that talk to it. */
export interface ProviderBench {
  readonly etcd: FakeEtcd;
  readonly provider: Provider;
  create(options?: Partial<CoreDnsOptions>): Provider;
  /** What became of each group, with the provider of the bench or another. */
  apply(
    groups: readonly ChangeGroup[],
    by?: Provider,
    signal?: AbortSignal,
  ): Promise<readonly string[]>;
  read(by?: Provider): Promise<readonly Endpoint[]>;
  /** The content of the store, its values as objects. */
  content(): Readonly<Record<string, unknown>>;
  /** How many transactions that write came. */
  writes(): number;
  close(): Promise<void>;
}

export const never: AbortSignal = new AbortController().signal;
export const zone: Zone = { id: 'etcd', name: toDnsName('') };
export const marker =
  '"heritage=external-dns,external-dns/owner=me,external-dns/resource=crd/default/a"';

export async function startProviderBench(options: FakeEtcdOptions = {}): Promise<ProviderBench> {
  const etcd = await startFakeEtcd(options);
  const made: Provider[] = [];
  const create: ProviderBench['create'] = (more = {}) => {
    let label = 0;
    const provider = createCoreDnsProvider({
      endpoints: [etcd.url],
      prefix: '/skydns/',
      tls: {},
      strictlyOwned: false,
      owner: 'me',
      behavior: 'safe',
      // Labels 00000001, 00000002, …
      random: () => (label += 1) / 2 ** 31,
      ...more,
    });
    made.push(provider);
    return provider;
  };
  const provider = create();
  return {
    etcd,
    provider,
    create,
    async apply(groups, by = provider, signal = never) {
      const report = await by.applyChanges(zone, groups, signal);
      return report.outcomes.map((one) =>
        one.outcome === 'applied' ? 'applied' : `${one.outcome}: ${one.error.message}`,
      );
    },
    async read(by = provider) {
      const found: Endpoint[] = [];
      for await (const part of by.readZone(zone, never)) found.push(...part);
      return found;
    },
    content: () =>
      Object.fromEntries(
        Object.entries(etcd.store.content()).map(([key, value]) => [
          key,
          JSON.parse(value) as unknown,
        ]),
      ),
    writes: () => etcd.calls.filter((call) => call.isWrite).length,
    async close() {
      for (const one of made) await one.close?.();
      etcd.stop();
    },
  };
}

export const record = (init: EndpointInit): Endpoint => createEndpoint(init);
export const a = (name: string, ...targets: string[]): Endpoint =>
  record({ name, type: 'A', targets });
export const txt = (name: string, ...targets: string[]): Endpoint =>
  record({ name, type: 'TXT', targets });

export const creation = (after: Endpoint): Change => ({ kind: 'create', after, role: 'record' });
export const update = (before: Endpoint, after: Endpoint): Change => ({
  kind: 'update',
  before,
  after,
  role: 'record',
});
export const removal = (before: Endpoint): Change => ({ kind: 'delete', before, role: 'record' });
export const group = (...changes: readonly Change[]): ChangeGroup => ({
  name: toDnsName('www.example.org'),
  changes,
});

/** A key below `example.org`. */
export const at = (path: string): string => `/skydns/org/example/${path}`;
