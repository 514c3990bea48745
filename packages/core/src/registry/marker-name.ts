import { hasOverlongLabel } from '../model/source-endpoint.ts';
import type { RecordType } from '../model/endpoint.ts';

/** The types that upstream knows by their markers' names, in the order in which it tries them. */
const upstreamMarkedTypes: readonly RecordType[] = [
  'A',
  'AAAA',
  'CNAME',
  'NS',
  'MX',
  'PTR',
  'SRV',
  'NAPTR',
  'TXT',
  'DNAME',
];
/** Behind them those that upstream writes markers for and does not recognise again. */
export const allMarkedTypes: readonly RecordType[] = [
  ...upstreamMarkedTypes,
  'CAA',
  'DS',
  'HTTPS',
  'SSHFP',
  'SVCB',
  'TLSA',
  'URI',
];
const template = '%{record_type}';

/** What the name of an ownership record says: the record's name, and its type or `''` for the form before v0.12. */
interface MarkerReading {
  readonly name: string;
  readonly type: RecordType;
}

export interface MarkerNaming {
  /** Where the ownership record lies; `undefined` when a label would be longer than 63 bytes. */
  nameFor(name: string, type: RecordType): string | undefined;
  /** Where releases before v0.12 put it; `undefined` where they could not have. */
  oldNameFor(name: string): string | undefined;
  /**
   * What the ownership record at `markerName` may speak of; upstream believes the first. Empty: no marker of this naming
   * lies there.
   */
  readings(markerName: string): readonly MarkerReading[];
}

export interface MarkerNamingOptions {
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
  readonly wildcardReplacement?: string | undefined;
  /** The types that are looked for in a marker's name. Default: those that upstream knows. */
  readonly types?: readonly RecordType[] | undefined;
}

/** Upstream's mapping between record names and the names of their ownership records (`registry/mapper`). */
export function createMarkerNaming(options: MarkerNamingOptions): MarkerNaming {
  const prefix = (options.prefix ?? '').toLowerCase();
  const suffix = (options.suffix ?? '').toLowerCase();
  const wildcard = (options.wildcardReplacement ?? '').toLowerCase();
  const types = options.types ?? upstreamMarkedTypes;
  const hasTemplate = prefix.includes(template) || suffix.includes(template);

  const join = (name: string, typePart: string, typed: string): string | undefined => {
    const dot = name.indexOf('.');
    const first = dot < 0 ? name : name.slice(0, dot);
    const rest = dot < 0 ? '' : name.slice(dot);
    const label = typePart + (wildcard !== '' && first === '*' ? wildcard : first);
    const result = render(prefix, typed) + label + render(suffix, typed) + rest;
    return hasOverlongLabel(result) ? undefined : result;
  };

  // One record's marker is asked for several times on its way.
  let last: (MarkerReading & { readonly marker: string | undefined }) | undefined;
  return {
    nameFor(name, type) {
      if (last?.name !== name || last.type !== type) {
        const typed = type.toLowerCase();
        last = { name, type, marker: join(name, hasTemplate ? '' : `${typed}-`, typed) };
      }
      return last.marker;
    },
    oldNameFor: (name) => join(name, '', ''),
    readings(markerName) {
      const lower = markerName.toLowerCase();
      if (suffix === '') return affixReadings(lower, prefix, 'prefix', types);
      if (prefix !== '') return [];
      const dots = suffix.split('.').length - 1;
      const labels = lower.split('.');
      if (labels.length <= dots) return [];
      const rest = labels.slice(dots + 1);
      return affixReadings(labels.slice(0, dots + 1).join('.'), suffix, 'suffix', types).map(
        ({ name, type }) => ({ name: [name, ...rest].join('.'), type }),
      );
    },
  };
}

function render(affix: string, typed: string): string {
  return affix.includes(template) ? affix.replaceAll(template, typed) : affix;
}

function affixReadings(
  name: string,
  affix: string,
  side: 'prefix' | 'suffix',
  types: readonly RecordType[],
): readonly MarkerReading[] {
  const readings: MarkerReading[] = [];
  if (affix.includes(template)) {
    for (const type of types) {
      const rest = strip(name, render(affix, type.toLowerCase()), side);
      if (rest !== undefined) readings.push({ name: rest, type });
    }
  }
  const rest = strip(name, render(affix, ''), side);
  if (rest === undefined) return readings;
  const [head = ''] = rest.split('-', 1);
  const type = types.find((known) => known.toLowerCase() === head);
  if (type !== undefined) {
    readings.push({ name: rest === head ? rest : rest.slice(head.length + 1), type });
  }
  readings.push({ name: rest, type: '' });
  return readings;
}

function strip(name: string, affix: string, side: 'prefix' | 'suffix'): string | undefined {
  if (side === 'prefix') return name.startsWith(affix) ? name.slice(affix.length) : undefined;
  return name.endsWith(affix) ? name.slice(0, name.length - affix.length) : undefined;
}
