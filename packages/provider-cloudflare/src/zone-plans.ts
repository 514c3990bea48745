import { toDnsName, type DnsName, type Zone } from '@org/dns-core';
import { createZoneFinder, type ZoneFinder } from '@org/dns-provider-kit';
import type { CloudflareZone } from './cloudflare-api.ts';

/** What a zone's plan allows (developers.cloudflare.com/dns/manage-dns-records, seen 2026-10). */
export interface PlanLimits {
  readonly commentCharacters: number;
  readonly batchOperations: number;
  readonly minTtlSeconds: number;
}

const free: PlanLimits = { commentCharacters: 100, batchOperations: 200, minTtlSeconds: 60 };
const paid: PlanLimits = { commentCharacters: 500, batchOperations: 3500, minTtlSeconds: 60 };
const enterprise: PlanLimits = { ...paid, minTtlSeconds: 30 };

/** A plan that the service does not name is taken for the smallest. */
export function limitsOf(plan: string): PlanLimits {
  if (plan === '' || plan === 'free') return free;
  return plan === 'enterprise' ? enterprise : paid;
}

/** The zones that were last listed, with their plans. */
export interface ZonePlans {
  readonly zones: readonly Zone[];
  readonly find: ZoneFinder<Zone>;
  limitsOf(zone: Zone | undefined): PlanLimits;
}

export function createZonePlans(zones: readonly CloudflareZone[]): ZonePlans {
  const byId = new Map(zones.map(({ id, plan }) => [id, limitsOf(plan)]));
  const list = zones.map(({ id, name }): Zone => ({ id, name: toDnsName(name) }));
  return {
    zones: list,
    find: createZoneFinder(list),
    limitsOf: (zone) => byId.get(zone?.id ?? '') ?? free,
  };
}

/** The zone with the shortest name that a name is in: what upstream takes a name's plan from is the zone of the registrable domain. */
export function outermostZone(plans: ZonePlans, name: DnsName): Zone | undefined {
  let found = plans.find(name);
  for (let zone = found; zone !== undefined;) {
    found = zone;
    const dot = zone.name.indexOf('.');
    zone = dot < 0 ? undefined : plans.find(zone.name.slice(dot + 1) as DnsName);
  }
  return found;
}
