import type { Change } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Decoded } from '../registry/registry.ts';

/**
 * Records that this process set out to create without learning whether it did. Where such a record is found later without
 * its marker it is ours all the same, and gets the marker; nobody else's record without a marker is ever touched.
 */
export interface UnfinishedWrites {
  remember(changes: readonly Change[], owner: string): void;
  forget(name: DnsName): void;
  /** The names under which something is remembered. */
  readonly names: Iterable<DnsName>;
  /** What was read, with an owner for our own unfinished records, and these among the ones whose marker has to be written. */
  adopt(decoded: Decoded): Decoded;
}

export function createUnfinishedWrites(): UnfinishedWrites {
  const byName = new Map<DnsName, readonly Endpoint[]>();
  return {
    remember: (changes, owner) => {
      for (const change of changes) {
        if (change.kind !== 'create' || change.role !== 'record' || owner === '') continue;
        const ours = { ...change.after, labels: { ...change.after.labels, owner } };
        byName.set(ours.name, [...(byName.get(ours.name) ?? []), ours]);
      }
    },
    forget: (name) => {
      byName.delete(name);
    },
    get names() {
      return byName.keys();
    },
    adopt: (decoded) => {
      if (byName.size === 0) return decoded;
      const adopted = new Set<Endpoint>();
      const endpoints = decoded.endpoints.map((endpoint) => {
        const ours = byName.get(endpoint.name)?.find((record) => isSame(record, endpoint));
        if (ours === undefined || (endpoint.labels['owner'] ?? '') !== '') return endpoint;
        const owned = { ...endpoint, labels: { ...endpoint.labels, ...ours.labels } };
        adopted.add(owned);
        return owned;
      });
      if (adopted.size === 0) return decoded;
      return { ...decoded, endpoints, repairs: new Set([...decoded.repairs, ...adopted]) };
    },
  };
}

function isSame(a: Endpoint, b: Endpoint): boolean {
  return (
    a.type === b.type &&
    a.setIdentifier === b.setIdentifier &&
    a.targets.length === b.targets.length &&
    a.targets.toSorted().join('\n') === b.targets.toSorted().join('\n')
  );
}
