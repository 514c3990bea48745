import type { DnsName } from '../model/dns-name.ts';
import type { Zone } from '../model/zone.ts';
import { createUnitState } from './create-unit-state.ts';
import type { EngineOptions } from './engine.ts';
import type { FullPass } from './full-pass.ts';
import { createLane, type Lane, type LaneOptions } from './lane.ts';
import type { Placement } from './placement.ts';
import type { Unit } from './unit.ts';

/** The lanes of all zones: one per zone, another for its names whose markers lie elsewhere; in `compat` one for everything. */
export interface ZoneLanes {
  /** Takes over a new list of zones: what is gone is closed, and names move to where they belong now. */
  replaceZones(placement: Placement): void;
  /** Lists changed names where they belong; a full pass looks at them. */
  note(names: Iterable<DnsName>): void;
  /** Sends changed names to where they belong. */
  mark(names: Iterable<DnsName>): void;
  joinAll(full: FullPass): void;
  readonly all: Iterable<Lane>;
  /** Names that lie in no zone. */
  readonly unplaced: ReadonlySet<DnsName>;
  idle(): Promise<void>;
  close(): void;
}

export interface ZoneLanesOptions {
  readonly engine: EngineOptions;
  readonly lane: Pick<
    LaneOptions,
    'clock' | 'timers' | 'slots' | 'random' | 'backOff' | 'observe' | 'signal'
  >;
  readonly run: (
    unit: Unit,
    request: Parameters<LaneOptions['run']>[0],
  ) => ReturnType<LaneOptions['run']>;
  readonly onPass: (unit: Unit, ...pass: Parameters<LaneOptions['onPass']>) => void;
}

export function createZoneLanes(options: ZoneLanesOptions): ZoneLanes {
  const isCompat = options.engine.behavior === 'compat';
  const lanes = new Map<string, Lane>();
  const closing = new Set<Lane>();
  let unplaced = new Set<DnsName>();
  let placement: Placement | undefined;
  let zonesById = new Map<string, Zone>();

  const open = (id: string, zones: () => readonly Zone[], crossing: boolean): Lane => {
    const known = lanes.get(id);
    if (known !== undefined) return known;
    const unit: Unit = {
      id,
      get zones() {
        return zones();
      },
      crossing,
      state: createUnitState(options.engine),
    };
    const lane = createLane({
      ...options.lane,
      unit,
      alwaysWhole: isCompat,
      run: (request) => options.run(unit, request),
      onPass: (request, result) => options.onPass(unit, request, result),
      onCrossing: (names, full) => {
        if (isCompat) return;
        const other = lanes.get(crossingId(id));
        if (names.length === 0 && other === undefined) return;
        const apart = open(crossingId(id), zones, true);
        for (const name of names) apart.names.add(name);
        if (apart.names.size === 0) return;
        if (full === undefined) apart.mark(names);
        else apart.join(full);
      },
    });
    lanes.set(id, lane);
    return lane;
  };

  const laneOf = (zone: Zone, crossing: boolean): Lane => {
    let last = zone;
    // A pass that is under way when its zone vanishes still knows it.
    const zones = (): readonly Zone[] => [(last = zonesById.get(zone.id) ?? last)];
    return open(crossing ? crossingId(zone.id) : zone.id, zones, crossing);
  };

  const lanesOf = (name: DnsName, where: Placement): readonly Lane[] =>
    isCompat
      ? [open('', () => placement?.index.zones ?? [], false)]
      : where.zonesOfName(name).map((zone) => laneOf(zone, where.isCrossing(zone, name)));

  const drop = (id: string, lane: Lane): void => {
    lane.close();
    lanes.delete(id);
    closing.add(lane);
    void lane.idle().then(() => closing.delete(lane));
  };

  const distribute = (names: Iterable<DnsName>, where: Placement): void => {
    for (const name of names) {
      const to = lanesOf(name, where);
      if (to.length === 0) unplaced.add(name);
      for (const lane of to) lane.note(name);
    }
  };

  const replaceZones = (next: Placement): void => {
    const before = placement;
    placement = next;
    zonesById = new Map(next.index.zones.map((zone) => [zone.id, zone]));
    if (isCompat) {
      open('', () => placement?.index.zones ?? [], false);
      return;
    }
    if (before !== undefined && hasSameZones(before, next)) return;
    const names = new Set(unplaced);
    unplaced = new Set();
    for (const [id, lane] of lanes) {
      for (const name of lane.names) names.add(name);
      lane.names.clear();
      const [zone] = lane.unit.zones;
      if (zone === undefined || !zonesById.has(zone.id)) drop(id, lane);
    }
    for (const zone of next.index.zones) laneOf(zone, false);
    distribute(names, next);
  };

  return {
    replaceZones,
    note: (names) => {
      if (placement !== undefined) distribute(names, placement);
    },
    mark: (names) => {
      const where = placement;
      if (where === undefined) {
        for (const name of names) unplaced.add(name);
        return;
      }
      const marked = new Map<Lane, DnsName[]>();
      for (const name of names) {
        const to = lanesOf(name, where);
        if (to.length === 0) unplaced.add(name);
        for (const lane of to) {
          const list = marked.get(lane);
          if (list === undefined) marked.set(lane, [name]);
          else list.push(name);
        }
      }
      for (const [lane, list] of marked) lane.mark(list);
    },
    joinAll: (full) => {
      for (const lane of lanes.values()) if (!lane.unit.crossing) lane.join(full);
    },
    get all() {
      return lanes.values();
    },
    get unplaced() {
      return unplaced;
    },
    idle: async () => {
      await Promise.all([...lanes.values(), ...closing].map((lane) => lane.idle()));
    },
    close: () => {
      for (const lane of lanes.values()) lane.close();
    },
  };
}

function crossingId(id: string): string {
  return `${id} (markers elsewhere)`;
}

function hasSameZones(a: Placement, b: Placement): boolean {
  const [before, after] = [a.index.zones, b.index.zones];
  const names = new Map(before.map((zone) => [zone.id, zone.name]));
  return before.length === after.length && after.every((zone) => names.get(zone.id) === zone.name);
}
