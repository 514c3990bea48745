import { readdirSync, readFileSync } from 'node:fs';

/** A recorded endpoint, as the webhook protocol writes it. */
export interface RecordJson {
  readonly dnsName?: string;
  readonly recordType?: string;
  readonly setIdentifier?: string;
  readonly targets?: readonly string[] | null;
  readonly recordTTL?: number;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly providerSpecific?: readonly { readonly name: string; readonly value?: string }[] | null;
}

/** An endpoint in the form in which runs are compared: sorted, empty fields dropped, properties as `name=value`. */
export interface CanonicalRecord {
  dnsName?: string | undefined;
  recordType?: string | undefined;
  setIdentifier?: string;
  targets: string[];
  recordTTL?: number;
  labels?: Record<string, string>;
  providerSpecific?: string[];
}

export interface ChangesJson<T> {
  readonly create: readonly T[];
  readonly updateOld: readonly T[];
  readonly updateNew: readonly T[];
  readonly delete: readonly T[];
}

interface ExpectedStep {
  readonly ok: boolean;
  readonly desired: readonly CanonicalRecord[];
  readonly changes: ChangesJson<CanonicalRecord>;
  readonly records: readonly CanonicalRecord[];
}

/** One case of the corpus: what upstream's binary decided, step by step. */
export interface CorpusCase {
  readonly id: string;
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly records?: readonly RecordJson[];
  readonly filters?: unknown;
  readonly steps?: readonly {
    readonly args?: readonly string[];
    readonly records?: readonly RecordJson[];
  }[];
  readonly expected: readonly ExpectedStep[];
}

export function canonical(list: readonly RecordJson[]): readonly CanonicalRecord[] {
  return list.map(canonicalRecord).sort((a, b) => {
    const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

function canonicalRecord(record: RecordJson): CanonicalRecord {
  const result: CanonicalRecord = {
    ...(record.dnsName !== undefined && record.dnsName !== '' && { dnsName: record.dnsName }),
    recordType: record.recordType,
    ...(record.setIdentifier && { setIdentifier: record.setIdentifier }),
    targets: [...(record.targets ?? [])].sort(),
    ...(record.recordTTL && { recordTTL: record.recordTTL }),
  };
  const labels = Object.entries(record.labels ?? {})
    .filter(([key]) => key !== 'txt-encryption-nonce')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (labels.length > 0) result.labels = Object.fromEntries(labels);
  const properties = [...(record.providerSpecific ?? [])]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ name, value }) => `${name}=${value ?? ''}`);
  if (properties.length > 0) result.providerSpecific = properties;
  return result;
}

/** Every recorded case that the planner and the registries of this package can decide. */
export function corpusCases(): readonly CorpusCase[] {
  const folder = new URL('fixtures/corpus/', import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as CorpusCase[]);
}
