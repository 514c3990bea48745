import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { ProviderError } from '@org/dns-core';
import { createConcurrencyLimit } from '@org/dns-provider-kit';
import type { HostedZone } from './hosted-zones.ts';
import type { RecordSetCursor } from './route53-api.ts';
import { keyOf, plainName } from './same-record-set.ts';

/** The most that one request gives (API reference, ListResourceRecordSets). */
const setsPerPage = 300;
/** A name seldom has more; the rest is asked for. */
const setsPerName = 20;
const namesAtOnce = 4;

/**
 * All record sets of a zone, page by page.
 *
 * @throws ProviderError `transient`, when a page comes twice: the zone changed while it was read, or the service repeats itself.
 */
export async function* readAllRecordSets(
  { api, zone }: HostedZone,
  signal: AbortSignal,
): AsyncGenerator<readonly ResourceRecordSet[]> {
  let seen = new Set<string>();
  let from: RecordSetCursor | undefined;
  do {
    const { sets, next } = await api.readPage(zone.id, from, setsPerPage, signal);
    const keys = new Set(sets.map(keyOf));
    if (from !== undefined && (sets.length === 0 || sets.some((set) => seen.has(keyOf(set)))))
      throw new ProviderError(
        'transient',
        `${zone.name}: a page of record sets came twice or was empty; the zone is read again later`,
      );
    seen = keys;
    yield sets;
    from = next;
  } while (from !== undefined);
}

/**
 * The record sets under some names (plain, without a final dot): as many requests as there are names, or as the zone has pages,
 * whichever is less.
 */
export async function readRecordSetsOf(
  hosted: HostedZone,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly ResourceRecordSet[]> {
  const wanted = new Set(names);
  if (Math.ceil((hosted.recordSets + 1) / setsPerPage) <= wanted.size) {
    const found: ResourceRecordSet[] = [];
    for await (const sets of readAllRecordSets(hosted, signal))
      found.push(...sets.filter(({ Name = '' }) => wanted.has(plainName(Name))));
    return found;
  }
  const limit = createConcurrencyLimit(namesAtOnce);
  const lists = await Promise.all(
    [...wanted].map((name) => limit.run(() => readName(hosted, name, signal), signal)),
  );
  return lists.flat();
}

/** The list begins at the name, or at the one that would follow it. */
async function readName(
  { api, zone }: HostedZone,
  name: string,
  signal: AbortSignal,
): Promise<readonly ResourceRecordSet[]> {
  const found: ResourceRecordSet[] = [];
  let from: RecordSetCursor | undefined = { name };
  while (from !== undefined) {
    const { sets, next } = await api.readPage(zone.id, from, setsPerName, signal);
    const ofName = sets.filter((set) => plainName(set.Name ?? '') === name);
    found.push(...ofName);
    const isWhole = ofName.length < sets.length || next === undefined;
    from = isWhole || plainName(next.name) !== name ? undefined : next;
  }
  return found;
}
