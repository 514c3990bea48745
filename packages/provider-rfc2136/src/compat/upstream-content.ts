import { createEndpoint, type Endpoint } from '@org/dns-core';
import { formatRecordData, textStrings } from '../wire/record-data-text.ts';
import type { WireRecord } from '../wire/message.ts';
import { classNumbers, typeName, typeNumbers } from '../wire/record-types.ts';
import { escapeText } from '../wire/text-tokens.ts';

const hostTypes: ReadonlySet<number> = new Set([
  typeNumbers.CNAME,
  typeNumbers.DNAME,
  typeNumbers.NS,
  typeNumbers.PTR,
]);
const addressTypes: ReadonlySet<number> = new Set([typeNumbers.A, typeNumbers.AAAA]);

/** Gathers the records of a transfer as upstream reads them. */
export interface UpstreamContent {
  add(record: WireRecord): void;
  readonly size: number;
  endpoints(): readonly Endpoint[];
}

/**
 * Types that upstream does not know are left out, each string of a TXT record is a target without quotes, and of several hosts
 * only the first loses its final dot (which is why such sets never settle).
 */
export function createUpstreamContent(): UpstreamContent {
  const sets = new Map<string, { readonly first: WireRecord; readonly targets: string[] }>();
  return {
    add(record) {
      const targets = targetsOf(record);
      if (targets.length === 0) return;
      const key = `${record.name} ${record.type}`;
      const known = sets.get(key);
      if (known === undefined)
        sets.set(key, {
          first: record,
          targets: hostTypes.has(record.type) ? targets.map(bare) : targets,
        });
      else known.targets.push(...targets);
    },
    get size() {
      return sets.size;
    },
    endpoints: () =>
      Array.from(sets.values(), ({ first, targets }) =>
        createEndpoint({
          name: first.name,
          type: typeName(first.type),
          targets,
          ttlSeconds: first.ttlSeconds,
        }),
      ),
  };
}

function targetsOf(record: WireRecord): string[] {
  if (record.class !== classNumbers.IN) return [];
  if (record.type === typeNumbers.TXT) return textStrings(record.data).map(escapeText);
  return hostTypes.has(record.type) || addressTypes.has(record.type)
    ? [formatRecordData(record.type, record.data)]
    : [];
}

function bare(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host;
}
