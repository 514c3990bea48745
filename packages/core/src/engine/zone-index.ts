import type { DnsName } from '../model/dns-name.ts';
import type { Zone } from '../model/zone.ts';

/** Which zones a name lies in. A look-up costs the labels of the name, not the number of zones. */
export interface ZoneIndex {
  readonly zones: readonly Zone[];
  /** The zone with the longest name that `name` lies in; several where zones share that name, by id; none outside all zones. */
  longest(name: DnsName): readonly Zone[];
  /** Every zone that `name` lies in, the longest name first. */
  enclosing(name: DnsName): readonly Zone[];
  /** Some other zone lies below this one. */
  hasChildren(zone: Zone): boolean;
}

const none: readonly Zone[] = [];

export function createZoneIndex(zones: readonly Zone[]): ZoneIndex {
  const byName = new Map<DnsName, Zone[]>();
  for (const zone of [...zones].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))) {
    const twins = byName.get(zone.name);
    if (twins === undefined) byName.set(zone.name, [zone]);
    else twins.push(zone);
  }
  const withChildren = new Set<DnsName>();
  for (const name of byName.keys()) {
    for (let above = parentName(name); above !== undefined; above = parentName(above)) {
      if (byName.has(above)) withChildren.add(above);
    }
  }

  return {
    zones,
    longest: (name) => {
      for (let at: DnsName | undefined = name; at !== undefined; at = parentName(at)) {
        const found = byName.get(at);
        if (found !== undefined) return found;
      }
      return none;
    },
    enclosing: (name) => {
      const found: Zone[] = [];
      for (let at: DnsName | undefined = name; at !== undefined; at = parentName(at)) {
        found.push(...(byName.get(at) ?? none));
      }
      return found;
    },
    hasChildren: (zone) => withChildren.has(zone.name),
  };
}

/** The name without its first label; `''` above a single label, `undefined` above the root. An escaped dot ends no label. */
function parentName(name: DnsName): DnsName | undefined {
  if (name === '') return undefined;
  let dot = name.indexOf('.');
  while (dot > 0 && name[dot - 1] === '\\') dot = name.indexOf('.', dot + 1);
  return (dot < 0 ? '' : name.slice(dot + 1)) as DnsName;
}
