import type { Change } from '../model/change.ts';
import { noLabels, noObjects, noProperties } from '../model/create-endpoint.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint, Property } from '../model/endpoint.ts';

/**
 * What a zone held when it was last read, written through by our own changes. One map from a name to its one record set or a
 * short list of them; lists that many records have in common are held once.
 */
export interface ZoneCopy {
  /** When the whole zone was read, in milliseconds since 1970. */
  readonly readAtMs: number;
  /** The version token that the content is known to belong to; `undefined` when there is none, or after a write of ours. */
  readonly version: string | undefined;
  /** How many record sets it holds. */
  readonly size: number;
  add(record: Endpoint): void;
  under(name: DnsName): readonly Endpoint[];
  names(): Iterable<DnsName>;
  records(): Endpoint[];
  /** What a fresh look at one name gave. */
  replace(name: DnsName, records: readonly Endpoint[]): void;
  /** A change of ours that was confirmed. */
  write(change: Change): void;
  /** What lies under this name is not known any more. */
  forget(name: DnsName): void;
  /** The content under this name is known. */
  knows(name: DnsName): boolean;
  readonly allKnown: boolean;
}

export interface ZoneCopyOptions {
  readonly readAtMs: number;
  readonly version: string | undefined;
  /** Keep a record set that was read twice with the same content twice, as upstream does. */
  readonly keepDuplicates: boolean;
}

/** Beyond so many different property lists sharing them is not worth its own memory. */
const mostShared = 10_000;

const nothing: readonly Endpoint[] = [];

export function createZoneCopy(options: ZoneCopyOptions): ZoneCopy {
  const byName = new Map<DnsName, Endpoint | readonly Endpoint[]>();
  const forgotten = new Set<DnsName>();
  const shared = new Map<string, readonly Property[]>();
  const types = new Map<string, string>();
  let version = options.version;
  let size = 0;

  const compact = (record: Endpoint): Endpoint => {
    let type = types.get(record.type);
    if (type === undefined) types.set(record.type, (type = record.type));
    const properties = shareProperties(shared, record.properties);
    const isCompact =
      properties === record.properties &&
      record.labels === noLabels &&
      record.objects === noObjects;
    if (isCompact) return record;
    return {
      name: record.name,
      spelling: record.spelling === record.name ? record.name : record.spelling,
      type,
      targets: record.targets,
      setIdentifier: record.setIdentifier,
      ttlSeconds: record.ttlSeconds,
      labels: isEmpty(record.labels) ? noLabels : record.labels,
      properties,
      objects: noObjects,
    };
  };

  const under = (name: DnsName): readonly Endpoint[] => {
    const held = byName.get(name);
    return held === undefined ? nothing : isList(held) ? held : [held];
  };

  const put = (name: DnsName, records: readonly Endpoint[]): void => {
    const [first] = records;
    if (first === undefined) byName.delete(name);
    else byName.set(name, records.length === 1 ? first : records);
  };

  const add = (record: Endpoint): void => {
    const { name } = record;
    const held = byName.get(name);
    if (held === undefined) {
      byName.set(name, compact(record));
    } else {
      const before = isList(held) ? held : [held];
      if (!options.keepDuplicates && before.some((other) => sameContent(other, record))) return;
      byName.set(name, [...before, compact(record)]);
    }
    size += 1;
  };

  /** Takes away the record set that has the place of `like`, if there is one. */
  const take = (like: Endpoint): void => {
    const before = under(like.name);
    const rest = before.filter((record) => !sameSet(record, like));
    if (rest.length === before.length) return;
    size -= before.length - rest.length;
    put(like.name, rest);
  };

  return {
    readAtMs: options.readAtMs,
    get version() {
      return version;
    },
    get size() {
      return size;
    },
    get allKnown() {
      return forgotten.size === 0;
    },
    add,
    under,
    names: () => byName.keys(),
    records: () => {
      const all: Endpoint[] = [];
      for (const held of byName.values()) {
        if (isList(held)) all.push(...held);
        else all.push(held);
      }
      return all;
    },
    replace: (name, records) => {
      forgotten.delete(name);
      size -= under(name).length;
      byName.delete(name);
      for (const record of records) add(record);
    },
    write: (change) => {
      version = undefined;
      if (change.kind !== 'create') take(change.before);
      if (change.kind === 'delete') return;
      take(change.after);
      add(change.after);
    },
    forget: (name) => {
      version = undefined;
      forgotten.add(name);
    },
    knows: (name) => !forgotten.has(name),
  };
}

function isList(held: Endpoint | readonly Endpoint[]): held is readonly Endpoint[] {
  return Array.isArray(held);
}

function isEmpty(labels: Endpoint['labels']): boolean {
  for (const key in labels) if (Object.hasOwn(labels, key)) return false;
  return true;
}

function shareProperties(
  shared: Map<string, readonly Property[]>,
  properties: readonly Property[],
): readonly Property[] {
  if (properties === noProperties) return properties;
  const key = JSON.stringify(properties);
  const known = shared.get(key);
  if (known !== undefined) return known;
  if (shared.size < mostShared) shared.set(key, properties);
  return properties;
}

function sameSet(a: Endpoint, b: Endpoint): boolean {
  return a.type === b.type && a.setIdentifier === b.setIdentifier;
}

function sameContent(a: Endpoint, b: Endpoint): boolean {
  return (
    sameSet(a, b) &&
    a.ttlSeconds === b.ttlSeconds &&
    a.targets.length === b.targets.length &&
    a.targets.every((target, index) => target === b.targets[index])
  );
}
