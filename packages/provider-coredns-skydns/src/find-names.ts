import { createConcurrencyLimit } from '@org/dns-provider-kit';
import { readEntry, type Entry, type KeyValue } from './entry.ts';
import { mostOperations, type EtcdApi } from './etcd-api.ts';
import type { KeySpace } from './key-space.ts';

/** What lies under one name. */
export interface Found {
  readonly entries: readonly Entry[];
  /** The store's revision at which that was so. */
  readonly revision: string;
}

/** A name has few keys of its own; only a name with a tree below it has more than so many. */
const firstKeys = 100;
/** The name's very key, and those below it. */
const rangesPerName = 2;
const callsAtOnce = 4;

/** The entries of some names, with as few calls as the server allows. A name's whole tree is read where it has one. */
export async function findNames(
  api: EtcdApi,
  keys: KeySpace,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Found>> {
  const limit = createConcurrencyLimit(callsAtOnce);
  const perCall = mostOperations / rangesPerName;
  const parts = Array.from({ length: Math.ceil(names.length / perCall) }, (_, index) =>
    names.slice(index * perCall, (index + 1) * perCall),
  );
  const found = new Map<string, Found>();

  const findSome = async (some: readonly string[]): Promise<void> => {
    const ranges = some.flatMap((name) => [keys.keyOf(name), keys.below(name)]);
    const snapshots = await api.readSome(ranges, firstKeys, signal);
    for (const [index, name] of some.entries()) {
      const [own, below] = [snapshots[index * rangesPerName], snapshots[index * rangesPerName + 1]];
      const pairs: KeyValue[] = [...(own?.pairs ?? [])];
      if (below?.more === true)
        for await (const page of api.readAll(keys.below(name), signal)) pairs.push(...page);
      else pairs.push(...(below?.pairs ?? []));
      const entries = pairs.flatMap((pair) => {
        const reading = readEntry(keys, pair);
        return reading.ok && reading.entry.name === name ? [reading.entry] : [];
      });
      found.set(name, { entries, revision: own?.revision ?? '0' });
    }
  };

  await Promise.all(parts.map((some) => limit.run(() => findSome(some), signal)));
  return found;
}
