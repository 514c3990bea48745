import { ProviderError, toDnsName, type Clock, type Zone } from '@org/dns-core';
import { fromApiName } from './names.ts';
import type { Route53Options } from './options.ts';
import type { HostedZoneFacts, Route53Api } from './route53-api.ts';
import { matchesTags, matchesZoneId } from './zone-filter.ts';

export interface HostedZone {
  readonly zone: Zone;
  readonly isPrivate: boolean;
  readonly recordSets: number;
  /** The account that it lies in. */
  readonly api: Route53Api;
}

/** The hosted zones of all profiles that the filters let through. */
export interface HostedZones {
  /** Listed now, or kept for as long as the options say. */
  list(signal: AbortSignal): Promise<readonly HostedZone[]>;
  /** As last listed; listed now where they never were. */
  known(signal: AbortSignal): Promise<ReadonlyMap<string, HostedZone>>;
  /** As last listed; `undefined` where it is not among them. */
  lookUp(zoneId: string): HostedZone | undefined;
  /** @throws ProviderError `not-found`. */
  find(zone: Zone, signal: AbortSignal): Promise<HostedZone>;
}

/** The most that one request may ask for (API reference, ListTagsForResources). */
const tagsPerRequest = 10;

export function createHostedZones(
  apis: readonly Route53Api[],
  options: Route53Options,
  clock: Clock,
): HostedZones {
  const { acceptsZone = () => true, behavior } = options;
  let latest: ReadonlyMap<string, HostedZone> | undefined;
  let listedAtMs = 0;

  const accepts = ({ id, name, isPrivate, isLinked }: HostedZoneFacts): boolean =>
    matchesZoneId(options.zoneIds, id, behavior) &&
    (options.zoneType === '' || (options.zoneType === 'private') === isPrivate) &&
    acceptsZone(toDnsName(fromApiName(name, behavior))) &&
    (behavior === 'compat' || !isLinked);

  async function listOne(
    api: Route53Api,
    signal: AbortSignal,
  ): Promise<readonly HostedZoneFacts[]> {
    const found: HostedZoneFacts[] = [];
    for await (const page of api.listZones(signal)) found.push(...page.filter(accepts));
    if (options.zoneTags.length === 0) return found;
    const kept: HostedZoneFacts[] = [];
    for (let at = 0; at < found.length; at += tagsPerRequest) {
      const some = found.slice(at, at + tagsPerRequest);
      const tags = await api.readTags(
        some.map(({ id }) => id),
        signal,
      );
      kept.push(
        ...some.filter(({ id }) => {
          const ofZone = tags.get(id);
          // Upstream keeps a zone about whose tags the service says nothing.
          return ofZone === undefined
            ? behavior === 'compat'
            : matchesTags(options.zoneTags, ofZone);
        }),
      );
    }
    return kept;
  }

  async function list(signal: AbortSignal): Promise<readonly HostedZone[]> {
    const isKept = options.zonesCacheMs > 0 && clock.now() - listedAtMs <= options.zonesCacheMs;
    if (latest !== undefined && isKept) return [...latest.values()];
    const startedMs = clock.now();
    const lists = await Promise.all(
      apis.map(async (api) => ({ api, zones: await listOne(api, signal) })),
    );
    latest = new Map(
      lists.flatMap(({ api, zones }) =>
        zones.map(({ id, name, isPrivate, recordSets }): [string, HostedZone] => [
          id,
          {
            zone: { id, name: toDnsName(fromApiName(name, behavior)) },
            isPrivate,
            recordSets,
            api,
          },
        ]),
      ),
    );
    listedAtMs = startedMs;
    return [...latest.values()];
  }

  async function known(signal: AbortSignal): Promise<ReadonlyMap<string, HostedZone>> {
    if (latest === undefined) await list(signal);
    return latest ?? new Map<string, HostedZone>();
  }

  return {
    list,
    known,
    lookUp: (zoneId) => latest?.get(zoneId),
    async find(zone, signal) {
      const found = (await known(signal)).get(zone.id);
      if (found !== undefined) return found;
      throw new ProviderError(
        'not-found',
        `${zone.name} (${zone.id}): not among the hosted zones that the credentials and the filters give`,
      );
    },
  };
}
