/** etcd's store with its history, by the rules of etcd.io/docs/v3.5/learning/api: revisions, ranges, transactions. */
export interface FakeStore {
  put(key: string, value: string | object): void;
  remove(key: string): void;
  /** Every key with its value. */
  content(): Readonly<Record<string, string>>;
  /** Older revisions cannot be read any more. */
  compact(): void;
  range(request: object): object;
  txn(request: object): object;
}

interface Version {
  readonly revision: number;
  readonly createRevision: number;
  /** `undefined`: deleted. */
  readonly value: string | undefined;
}

interface Range {
  readonly key: Buffer;
  readonly range_end: Buffer;
  readonly limit: string;
  readonly revision: string;
  readonly keys_only: boolean;
  readonly sort_order: string;
  readonly sort_target: string;
}

interface Compare {
  readonly key: Buffer;
  readonly range_end: Buffer;
  readonly target: string;
  readonly result: string;
  readonly mod_revision: string;
}

interface Operation {
  readonly request_range?: Range | null;
  readonly request_put?: { readonly key: Buffer; readonly value: Buffer } | null;
  readonly request_delete_range?: { readonly key: Buffer } | null;
}

export function createFakeStore(maxTxnOps: number): FakeStore {
  const histories = new Map<string, Version[]>();
  let revision = 1;
  let compacted = 0;

  const at = (key: string, when: number): Version | undefined =>
    histories.get(key)?.findLast((version) => version.revision <= when);

  const set = (key: string, value: string | undefined, when: number): void => {
    const before = at(key, when);
    if (value === undefined && before?.value === undefined) return;
    const createRevision = before?.value === undefined ? when : before.createRevision;
    histories.set(key, [...(histories.get(key) ?? []), { revision: when, createRevision, value }]);
  };

  const select = (from: Buffer, to: Buffer, when: number) =>
    [...histories.keys()]
      .filter((key) => isWithin(Buffer.from(key), from, to))
      .map((key) => ({ key, version: at(key, when) }))
      .filter(({ version }) => version?.value !== undefined)
      .toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));

  const range = (request: Range): object => {
    const asked = Number(request.revision);
    if (asked > 0 && asked < compacted)
      throw refusal(11, 'etcdserver: mvcc: required revision has been compacted');
    const found = select(request.key, request.range_end, asked > 0 ? asked : revision);
    if (request.sort_target === 'Mod' && request.sort_order === 'Descend')
      found.sort((a, b) => (b.version?.revision ?? 0) - (a.version?.revision ?? 0));
    const limit = Number(request.limit);
    const page = limit > 0 ? found.slice(0, limit) : found;
    return {
      header: { revision },
      kvs: page.map(({ key, version }) => ({
        key: Buffer.from(key),
        value: Buffer.from(request.keys_only ? '' : (version?.value ?? '')),
        create_revision: version?.createRevision,
        mod_revision: version?.revision,
      })),
      more: page.length < found.length,
      count: found.length,
    };
  };

  const holds = ({ key, range_end: end, target, result, mod_revision }: Compare): boolean => {
    if (target !== 'Mod') throw refusal(12, `the fake compares revisions only, not ${target}`);
    const wanted = Number(mod_revision);
    const found = select(key, end, revision).map(({ version }) => version?.revision ?? 0);
    return (found.length === 0 ? [0] : found).every((actual) =>
      result === 'Less' ? actual < wanted : actual === wanted,
    );
  };

  const txn = (compare: readonly Compare[], success: readonly Operation[]): object => {
    if (Math.max(compare.length, success.length) > maxTxnOps)
      throw refusal(3, 'etcdserver: too many operations in txn request');
    const writes = success.flatMap((one) => {
      const key = one.request_put?.key ?? one.request_delete_range?.key;
      return key === undefined ? [] : [{ key: key.toString(), value: one.request_put?.value }];
    });
    if (new Set(writes.map(({ key }) => key)).size < writes.length)
      throw refusal(3, 'etcdserver: duplicate key given in txn request');
    if (!compare.every(holds)) return { header: { revision }, succeeded: false, responses: [] };
    if (writes.length > 0) revision += 1;
    for (const { key, value } of writes) set(key, value?.toString(), revision);
    const responses = success.map((one) =>
      one.request_range ? { response_range: range(one.request_range) } : { response_put: {} },
    );
    return { header: { revision }, succeeded: true, responses };
  };

  return {
    put(key, value) {
      revision += 1;
      set(key, typeof value === 'string' ? value : JSON.stringify(value), revision);
    },
    remove(key) {
      revision += 1;
      set(key, undefined, revision);
    },
    content: () =>
      Object.fromEntries(
        select(Buffer.of(0), Buffer.of(0), revision).map(({ key, version }) => [
          key,
          version?.value ?? '',
        ]),
      ),
    compact() {
      compacted = revision;
    },
    range: (request) => range(request as Range),
    txn(request) {
      const { compare, success } = request as {
        readonly compare: readonly Compare[];
        readonly success: readonly Operation[];
      };
      return txn(compare, success);
    },
  };
}

/** An empty end: the very key. An end of one zero byte: no end. */
function isWithin(key: Buffer, from: Buffer, to: Buffer): boolean {
  if (to.length === 0) return key.equals(from);
  const isBeforeEnd = to.equals(Buffer.of(0)) || Buffer.compare(key, to) < 0;
  return Buffer.compare(key, from) >= 0 && isBeforeEnd;
}

function refusal(code: number, details: string): Error {
  return Object.assign(new Error(details), { code, details });
}
