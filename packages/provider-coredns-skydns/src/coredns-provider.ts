import {
  createDomainMatcher,
  ProviderError,
  toDnsName,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { toHeld } from './adjust.ts';
import { capabilities } from './capabilities.ts';
import { toEndpointsAsUpstream } from './convert-as-upstream.ts';
import { toEndpoints } from './convert.ts';
import { readEntry, type Entry } from './entry.ts';
import { createEtcdApi } from './etcd-api.ts';
import { findNames } from './find-names.ts';
import { createKeySpace } from './key-space.ts';
import type { CoreDnsOptions } from './options.ts';
import { writeGroups } from './write-groups.ts';

const chunkSize = 1_000;
const root: Zone = { id: 'etcd', name: toDnsName('') };

/** CoreDNS (and SkyDNS before it) by the keys in etcd that it answers from. There are no zones: all names are in one. */
export function createCoreDnsProvider(options: CoreDnsOptions): Provider {
  const { acceptsName = createDomainMatcher([]), random = Math.random } = options;
  const isCompat = options.behavior === 'compat';
  const owner = options.strictlyOwned ? options.owner : undefined;
  const api = createEtcdApi(options);
  const keys = createKeySpace(options.prefix);
  const newLabel = (): string =>
    Math.floor(random() * 2 ** 31)
      .toString(16)
      .padStart(8, '0');

  const isSeen = ({ name, message }: Entry): boolean =>
    (owner === undefined || message.owner === owner) && acceptsName(toDnsName(name), name);

  async function readEntries(signal: AbortSignal): Promise<Entry[]> {
    const entries: Entry[] = [];
    for await (const page of api.readAll(keys.all, signal))
      for (const pair of page) {
        const reading = readEntry(keys, pair);
        if (reading.ok) entries.push(reading.entry);
        else if (isCompat && reading.because === 'value')
          throw new ProviderError(
            'rejected',
            `failed to unmarshal "${pair.key}": it is no SkyDNS message; correct or remove it`,
          );
      }
    return entries.filter(isSeen);
  }

  const common = {
    spec: 1,
    name: 'coredns',
    capabilities,
    listZones: async () => [root],
    async *readZone(_zone, signal) {
      const entries = await readEntries(signal);
      const endpoints = isCompat
        ? toEndpointsAsUpstream(entries, owner !== undefined)
        : toEndpoints(entries);
      for (let start = 0; start < endpoints.length; start += chunkSize)
        yield endpoints.slice(start, start + chunkSize);
    },
    applyChanges: (_zone, groups, signal) =>
      writeGroups(groups, { api, keys, owner, isCompat, newLabel }, signal),
    close: async () => api.close(),
  } as const satisfies Provider;

  if (isCompat) return common;

  return {
    ...common,

    async readNames(_zone, names, signal) {
      const found = await findNames(api, keys, names, signal);
      return [...found.values()].flatMap(({ entries }): Endpoint[] =>
        toEndpoints(entries.filter(isSeen)),
      );
    },

    zoneVersion: (_zone, signal) => api.version(keys.all, signal),

    adjust: async (desired) => desired.map(toHeld),
  };
}
