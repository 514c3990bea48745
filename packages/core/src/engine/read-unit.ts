import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Zone } from '../model/zone.ts';
import { isInStep, type Unit } from './unit.ts';
import type { PassContext, PassRequest } from './pass.ts';

export interface UnitContent {
  readonly records: readonly Endpoint[];
  /** The names in a whole zone whose markers lie in another zone; they are planned apart. */
  readonly crossing: ReadonlySet<DnsName>;
}

const noNames: ReadonlySet<DnsName> = new Set();

/**
 * What a pass plans on: whole zones, or some names with the names of their markers, in whichever zones these lie.
 * `undefined`: nothing has changed since the last pass, which left everything in step.
 */
export async function readUnit(
  unit: Unit,
  request: PassRequest,
  context: PassContext,
): Promise<UnitContent | undefined> {
  if (!request.whole) return readSome(unit, request.names, context);
  const { reader, signal } = context;
  const contents = await Promise.all(
    unit.zones.map(async (zone) => {
      const kept = await reader.unchangedCopy(zone, context.wholeReadMs, signal);
      return { zone, kept, copy: kept ?? (await reader.readZone(zone, signal)) };
    }),
  );
  const isUnchanged = request.mayRest && unit.state.planned && isInStep(unit.state);
  if (isUnchanged && contents.every(({ kept }) => kept !== undefined)) return undefined;
  const crossing = new Set<DnsName>();
  if (context.options.behavior === 'safe') {
    const placement = context.placement();
    for (const { zone, copy } of contents) {
      for (const name of copy.names()) if (placement.isCrossing(zone, name)) crossing.add(name);
    }
  }
  const [first, ...more] = contents.map(({ copy }) => copy.records());
  return { records: more.length === 0 ? (first ?? []) : [first ?? [], ...more].flat(), crossing };
}

async function readSome(
  unit: Unit,
  names: ReadonlySet<DnsName>,
  context: PassContext,
): Promise<UnitContent> {
  const { options, reader, signal } = context;
  const placement = context.placement();
  const types = options.managedTypes;
  const perZone = new Map<string, { zone: Zone; names: Set<DnsName> }>();
  const need = (zone: Zone, name: DnsName): void => {
    const known = perZone.get(zone.id);
    if (known === undefined) perZone.set(zone.id, { zone, names: new Set([name]) });
    else known.names.add(name);
  };
  for (const zone of unit.zones) {
    for (const name of names) {
      need(zone, name);
      for (const marker of options.registry.markerNames(name, types)) {
        const holder = placement.markerZone(zone, marker);
        if (holder !== undefined) need(holder, marker);
      }
    }
  }
  const parts = await Promise.all(
    [...perZone.values()].map((part) => reader.readNames(part.zone, [...part.names], signal)),
  );
  return { records: parts.flat(), crossing: noNames };
}
