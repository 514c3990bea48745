import { createEndpoint, toDnsName, type Endpoint, type RecordType } from '@org/dns-core';
import type { Entry } from './entry.ts';
import { groupProperties } from './group-property.ts';
import { hostTarget, hostType } from './host-data.ts';

/** One record set in the making. */
interface Draft {
  readonly first: Entry;
  readonly type: RecordType;
  readonly targets: Set<string>;
  readonly ttlSeconds: number;
}

/**
 * The record sets that entries stand for, in the order in which their first entries come. An ownership marker is a set of its
 * own, because a marker and somebody's text can lie under one name. A text beside a host has no TTL of its own.
 *
 * Left out is what CoreDNS never answers from: keys that are not spelled in lower-case ASCII, and hosts that are none (upstream
 * writes the whole data of SRV and MX there).
 */
export function toEndpoints(entries: Iterable<Entry>): Endpoint[] {
  const drafts = new Map<string, Draft>();
  const add = (entry: Entry, type: RecordType, target: string, ttlSeconds: number): void => {
    const marker = type === 'TXT' && isMarker(target) ? target : '';
    const key = `${entry.name} ${type} ${marker}`;
    const draft = drafts.get(key);
    if (draft === undefined)
      drafts.set(key, { first: entry, type, targets: new Set([target]), ttlSeconds });
    else draft.targets.add(target);
  };
  for (const entry of entries) {
    const { name, message } = entry;
    if (name === '' || toDnsName(name) !== name) continue;
    if (message.host !== '' && !/\s/.test(message.host)) {
      const type = hostType(name, message);
      add(entry, type, hostTarget(type, message), message.ttl);
    }
    if (message.text !== '') add(entry, 'TXT', message.text, message.host === '' ? message.ttl : 0);
  }
  return Array.from(drafts.values(), ({ first, type, targets, ttlSeconds }) =>
    createEndpoint({
      name: first.name,
      type,
      targets: [...targets],
      ttlSeconds,
      ...(first.message.owner === '' ? {} : { labels: { owner: first.message.owner } }),
      properties: groupProperties(first.message.group),
    }),
  );
}

function isMarker(text: string): boolean {
  return text.includes('heritage=external-dns');
}
