import { rcodes } from '../wire/codes.ts';
import type { WireRecord } from '../wire/message.ts';
import { formatRecordData, parseRecordData } from '../wire/record-data-text.ts';
import { classNumbers, typeName, typeNumber, typeNumbers } from '../wire/record-types.ts';

/** One change of a zone: what an IXFR tells. */
interface Difference {
  readonly from: number;
  readonly to: number;
  readonly removed: readonly WireRecord[];
  readonly added: readonly WireRecord[];
}

/** A zone that takes updates as RFC 2136, 3 says. */
export interface FakeZone {
  readonly name: string;
  readonly serial: number;
  readonly journal: readonly Difference[];
  soa(): WireRecord;
  records(): readonly WireRecord[];
  /** The rcode; the zone changes with `NOERROR` only. */
  update(prerequisites: readonly WireRecord[], updates: readonly WireRecord[]): number;
  /** Edits as somebody else makes them: `add NAME TTL TYPE DATA`, `delete NAME TYPE`. */
  edit(...lines: readonly string[]): void;
  /** What it holds without its head, as `NAME TTL TYPE DATA`, sorted. */
  lines(): readonly string[];
}

/** @param lines such as `www.example.org. 60 A 192.0.2.1`. */
export function createFakeZone(name: string, lines: readonly string[]): FakeZone {
  let serial = 1;
  const journal: Difference[] = [];
  let held: readonly WireRecord[] = [parse(`${name} 3600 NS ns.example.net.`), ...lines.map(parse)];

  const soa = (): WireRecord =>
    parse(`${name} 3600 SOA ns.example.net. hostmaster.example.net. ${serial} 3600 600 86400 60`);

  const become = (next: readonly WireRecord[]): void => {
    const before = new Map(held.map((record) => [lineOf(record), record]));
    const after = new Map(next.map((record) => [lineOf(record), record]));
    const removed = held.filter((record) => !after.has(lineOf(record)));
    const added = next.filter((record) => !before.has(lineOf(record)));
    if (removed.length === 0 && added.length === 0) return;
    journal.push({ from: serial, to: serial + 1, removed, added });
    serial += 1;
    held = [...after.values()];
  };

  const change = (updates: readonly WireRecord[]): void => {
    let next = held;
    for (const record of updates) next = applied(next, record, name);
    become(next);
  };

  return {
    name,
    get serial() {
      return serial;
    },
    journal,
    soa,
    records: () => held,
    update(prerequisites, updates) {
      const all = [...prerequisites, ...updates];
      if (!all.every((record) => isInZone(record.name, name))) return rcodes.NOTZONE;
      const code = checkPrerequisites(held, prerequisites);
      if (code === rcodes.NOERROR) change(updates);
      return code;
    },
    edit: (...edits) => change(edits.map(parseEdit)),
    lines: () =>
      held
        .filter((record) => !(record.type === typeNumbers.NS && sameName(record.name, name)))
        .map(lineOf)
        .toSorted(),
  };
}

function applied(
  held: readonly WireRecord[],
  record: WireRecord,
  apex: string,
): readonly WireRecord[] {
  const isSet = (one: WireRecord): boolean =>
    sameName(one.name, record.name) &&
    (record.type === typeNumbers.ANY || one.type === record.type);
  if (record.class === classNumbers.ANY) return held.filter((one) => !isSet(one));
  if (record.class === classNumbers.NONE)
    return held.filter((one) => !(isSet(one) && sameData(one, record)));
  const beside = held.filter((one) => sameName(one.name, record.name) && one.type !== record.type);
  const isAlias = record.type === typeNumbers.CNAME;
  if (isAlias && (beside.length > 0 || sameName(record.name, apex))) return held;
  if (beside.some((one) => one.type === typeNumbers.CNAME)) return held;
  const others = held.filter((one) => !(isSet(one) && (isAlias || sameData(one, record))));
  const retimed = others.map((one) =>
    isSet(one) ? { ...one, ttlSeconds: record.ttlSeconds } : one,
  );
  return [...retimed, record];
}

function checkPrerequisites(
  held: readonly WireRecord[],
  prerequisites: readonly WireRecord[],
): number {
  const values = new Map<string, WireRecord[]>();
  for (const one of prerequisites) {
    const ofName = held.filter((record) => sameName(record.name, one.name));
    const exists = ofName.some(({ type }) => one.type === typeNumbers.ANY || type === one.type);
    const isAny = one.type === typeNumbers.ANY;
    if (one.class === classNumbers.ANY && !exists) return isAny ? rcodes.NXDOMAIN : rcodes.NXRRSET;
    if (one.class === classNumbers.NONE && exists) return isAny ? rcodes.YXDOMAIN : rcodes.YXRRSET;
    if (one.class !== classNumbers.IN) continue;
    const key = `${one.name.toLowerCase()} ${one.type}`;
    values.set(key, [...(values.get(key) ?? []), one]);
  }
  for (const [first, ...more] of values.values()) {
    if (first === undefined) continue;
    const wanted = [first, ...more];
    const set = held.filter((one) => sameName(one.name, first.name) && one.type === first.type);
    const isSame =
      set.length === wanted.length &&
      set.every((one) => wanted.some((other) => sameData(one, other)));
    if (!isSame) return rcodes.NXRRSET;
  }
  return rcodes.NOERROR;
}

function parseEdit(line: string): WireRecord {
  const [verb, ...rest] = line.split(' ');
  if (verb === 'add') return parse(rest.join(' '));
  const [name = '', type = 'ANY'] = rest;
  const number = typeNumber(type) ?? typeNumbers.ANY;
  return { name, type: number, class: classNumbers.ANY, ttlSeconds: 0, data: new Uint8Array() };
}

function parse(line: string): WireRecord {
  const [name = '', ttl, type = '', ...data] = line.split(' ');
  const number = typeNumber(type) ?? 0;
  return {
    name,
    type: number,
    class: classNumbers.IN,
    ttlSeconds: Number(ttl),
    data: parseRecordData(number, data.join(' ')),
  };
}

function lineOf({ name, ttlSeconds, type, data }: WireRecord): string {
  return `${name} ${ttlSeconds} ${typeName(type)} ${formatRecordData(type, data)}`;
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function sameData(one: WireRecord, other: WireRecord): boolean {
  return Buffer.from(one.data).equals(other.data);
}

function isInZone(name: string, zone: string): boolean {
  return zone === '.' || sameName(name, zone) || name.toLowerCase().endsWith(`.${zone}`);
}
