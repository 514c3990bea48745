import type { DnsName, Endpoint } from '@org/dns-core';
import { fromRecord, isContent } from './convert.ts';
import type { WireRecord } from './wire/message.ts';
import type { TransferStep } from './wire/transfer.ts';

/** What a zone held at one serial, as a server told it. */
export interface ZoneContent {
  readonly serial: number;
  under(name: DnsName): readonly Endpoint[];
  /** All record sets as of now, in parts. */
  chunks(size: number): readonly (readonly Endpoint[])[];
}

export interface ZoneContentBuilder extends ZoneContent {
  /** `false`: the differences do not fit to what was known; the whole zone must be read. */
  take(steps: readonly TransferStep[]): boolean;
}

type Held = Endpoint | readonly Endpoint[];

/** The sets under one name are one endpoint or a short list. */
export function createZoneContent(): ZoneContentBuilder {
  const byName = new Map<DnsName, Held>();
  let serial = 0;

  const under = (name: DnsName): readonly Endpoint[] => {
    const held = byName.get(name);
    return held === undefined ? [] : isList(held) ? held : [held];
  };

  const put = (name: DnsName, sets: readonly Endpoint[]): void => {
    const [first] = sets;
    if (first === undefined) byName.delete(name);
    else byName.set(name, sets.length === 1 ? first : sets);
  };

  const add = (record: WireRecord): void => {
    if (!isContent(record)) return;
    const one = fromRecord(record);
    const sets = under(one.name);
    const known = sets.find(({ type }) => type === one.type);
    if (known === undefined) return put(one.name, [...sets, one]);
    const [target = ''] = one.targets;
    const isThere = known.targets.includes(target);
    const targets = isThere ? known.targets : [...known.targets, target];
    put(
      one.name,
      sets.map((set) => (set === known ? { ...known, targets, ttlSeconds: one.ttlSeconds } : set)),
    );
  };

  const remove = (record: WireRecord): boolean => {
    if (!isContent(record)) return true;
    const one = fromRecord(record);
    const sets = under(one.name);
    const known = sets.find(({ type }) => type === one.type);
    const [target = ''] = one.targets;
    if (known?.targets.includes(target) !== true) return false;
    const targets = known.targets.filter((other) => other !== target);
    const left = targets.length === 0 ? [] : [{ ...known, targets }];
    put(
      one.name,
      sets.flatMap((set) => (set === known ? left : [set])),
    );
    return true;
  };

  return {
    get serial() {
      return serial;
    },
    under,
    chunks(size) {
      const chunks: Endpoint[][] = [];
      let last: Endpoint[] | undefined;
      for (const held of byName.values()) {
        if (last === undefined || last.length >= size) chunks.push((last = []));
        if (isList(held)) last.push(...held);
        else last.push(held);
      }
      return chunks;
    },
    take(steps) {
      for (const step of steps) {
        switch (step.kind) {
          case 'whole':
            byName.clear();
            ({ serial } = step);
            break;
          case 'differences':
            ({ serial } = step);
            break;
          case 'add':
            add(step.record);
            break;
          case 'remove':
            if (!remove(step.record)) return false;
            break;
          case 'current':
            break;
        }
      }
      return true;
    },
  };
}

function isList(held: Held): held is readonly Endpoint[] {
  return Array.isArray(held);
}
