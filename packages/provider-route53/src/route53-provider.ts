import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Endpoint, Provider, Zone } from '@org/dns-core';
import { createSystemClock, sleep } from '@org/dns-provider-kit';
import { adjustCompat } from './adjust-compat.ts';
import { adjustSafe } from './adjust-safe.ts';
import { createAliasTargets, wantedAddresses, zonesShared } from './alias-targets.ts';
import { capabilities } from './capabilities.ts';
import { toApiChanges } from './change-batch.ts';
import { fromRecordSet } from './convert.ts';
import { createHostedZones } from './hosted-zones.ts';
import type { Route53Options } from './options.ts';
import { readAllRecordSets, readRecordSetsOf } from './read-record-sets.ts';
import { createRoute53Api } from './route53-api.ts';
import { plainName } from './same-record-set.ts';
import { waitForSync } from './wait-for-sync.ts';
import { writeGroups } from './write-groups.ts';
import { createZonePlacement } from './zone-placement.ts';

/** What one batch may hold at most (API reference, ChangeResourceRecordSets, "Limits"). */
const serviceLimits = { changes: 1000, bytes: 32_000, values: 1000 };

/** Amazon Route 53. */
export function createRoute53Provider(options: Route53Options): Provider {
  const { behavior } = options;
  const clock = options.clock ?? createSystemClock();
  const profiles = options.profiles.length === 0 ? [undefined] : options.profiles;
  const apis = profiles.map((profile) => createRoute53Api(profile, options, clock));
  const hostedZones = createHostedZones(apis, options, clock);
  const targets = createAliasTargets(hostedZones, clock);
  const placement = createZonePlacement(
    ({ id }) => hostedZones.lookUp(id)?.isPrivate === true,
    behavior,
  );
  const isSafe = behavior === 'safe';
  const most = (wanted: number, allowed: number): number =>
    isSafe ? Math.min(wanted, allowed) : wanted;

  const toEndpoints = (sets: readonly ResourceRecordSet[], zone: Zone): readonly Endpoint[] =>
    sets
      .map((set) => fromRecordSet(set, { zoneId: zone.id, behavior }))
      .filter((endpoint) => endpoint !== undefined);

  return {
    spec: 1,
    name: 'aws',
    capabilities,

    listZones: async (signal) => (await hostedZones.list(signal)).map(({ zone }) => zone),

    async *readZone(zone, signal) {
      const hosted = await hostedZones.find(zone, signal);
      for await (const sets of readAllRecordSets(hosted, signal)) yield toEndpoints(sets, zone);
    },

    async readNames(zone, names, signal) {
      const hosted = await hostedZones.find(zone, signal);
      const sets = await readRecordSetsOf(hosted, names.map(plainName), signal);
      const asked = new Set(names);
      return toEndpoints(sets, zone).filter(({ name }) => asked.has(name));
    },

    async applyChanges(zone, groups, signal) {
      const hosted = await hostedZones.find(zone, signal);
      const { evaluateTargetHealth } = options;
      const context = { zoneId: zone.id, behavior, evaluateTargetHealth };
      return writeGroups(
        groups,
        {
          zoneName: zone.name,
          limits: {
            maxChanges: most(options.batchChanges, serviceLimits.changes),
            maxBytes: most(options.batchBytes, serviceLimits.bytes),
            maxValues: most(options.batchValues, serviceLimits.values),
            ...(options.batchIntervalMs === 0
              ? {}
              : { between: (stop) => sleep(options.batchIntervalMs, clock, stop) }),
          },
          dropsOversized: !isSafe,
          toChanges: ({ changes }) => changes.flatMap((change) => toApiChanges(change, context)),
          send: async (changes, stop) => {
            const changeId = await hosted.api.change(zone.id, changes, stop);
            await waitForSync(hosted.api, changeId, options.waitForSyncMs, clock, stop);
          },
          readNames: (names, stop) => readRecordSetsOf(hosted, names, stop),
        },
        signal,
      );
    },

    zonesFor: (endpoint, zones) => placement.zonesFor(endpoint, zones),

    async adjust(desired, signal) {
      if (!isSafe) return adjustCompat(desired, options);
      placement.notePins(desired);
      const known = await hostedZones.known(signal);
      const zones = [...known.values()].map(({ zone }) => zone);
      const shared = (endpoint: Endpoint, target: string): readonly Zone[] =>
        zonesShared(placement.zonesFor(endpoint, zones), target);
      const wanted = wantedAddresses(desired);
      const adjusted = await Promise.all(
        desired.map((endpoint) =>
          adjustSafe(endpoint, {
            ...options,
            isOwnZone: (id) => known.has(id),
            sharesZone: (one, target) => shared(one, target).length > 0,
            addressTypesOf: (one, target) =>
              targets.addressTypesOf(target, shared(one, target), wanted, signal),
          }),
        ),
      );
      return adjusted.flat();
    },

    async close() {
      await Promise.all(apis.map((api) => api.close()));
    },
  };
}
