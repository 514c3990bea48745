import type { ICompare, IRequestOp } from 'etcd3';
import type { KeyValue } from './entry.ts';
import { createEtcdConnection } from './etcd-connection.ts';
import type { KeyRange } from './key-space.ts';
import type { CoreDnsOptions } from './options.ts';

/** One write; a `value` of `undefined` deletes the key. */
export interface KeyWrite {
  readonly key: string;
  readonly value: string | undefined;
}

/** What must hold for a transaction to be carried out. */
export type KeyCondition =
  /** The key was last written at that revision; `'0'`: it is not there. */
  | { readonly key: string; readonly modRevision: string }
  /** No key of the range was written after that revision. */
  | { readonly range: KeyRange; readonly unchangedSince: string };

/** Some keys, in ascending order, and the store's revision that they were read at. */
interface Snapshot {
  readonly pairs: readonly KeyValue[];
  /** There are more keys than were asked for. */
  readonly more: boolean;
  readonly revision: string;
}

/** Typed calls of etcd's v3 API (etcd.io/docs/v3.5/learning/api); the only file that knows requests and replies. */
export interface EtcdApi {
  /** All keys of a range, page by page, as they were at one moment. */
  readAll(range: KeyRange, signal: AbortSignal): AsyncGenerator<readonly KeyValue[]>;
  /** The first keys of several ranges and single keys, at one moment and in one call: {@link mostOperations} at most. */
  readSome(
    ranges: readonly (KeyRange | string)[],
    limit: number,
    signal: AbortSignal,
  ): Promise<readonly Snapshot[]>;
  /** How many keys a range has and when the newest was written: two figures that no change leaves alone. */
  version(range: KeyRange, signal: AbortSignal): Promise<string>;
  /** All or nothing. `false`: a condition does not hold. {@link mostOperations} conditions and writes at most. */
  write(
    conditions: readonly KeyCondition[],
    writes: readonly KeyWrite[],
    signal: AbortSignal,
  ): Promise<boolean>;
  close(): void;
}

/** etcd's `--max-txn-ops`, unless it was changed. */
export const mostOperations = 128;
const pageKeys = 5_000;

export function createEtcdApi(options: CoreDnsOptions): EtcdApi {
  const connection = createEtcdConnection(options);

  async function* readAll(
    range: KeyRange,
    signal: AbortSignal,
  ): AsyncGenerator<readonly KeyValue[]> {
    let key = Buffer.from(range.from);
    let revision: string | undefined;
    for (;;) {
      const reply = await connection.call(
        'range',
        {
          key,
          range_end: Buffer.from(range.to),
          limit: pageKeys,
          ...(revision === undefined ? {} : { revision }),
        },
        'read',
        signal,
      );
      const page = reply as RangeReply;
      yield page.kvs.map(toPair);
      const last = page.kvs.at(-1);
      if (!page.more || last === undefined) return;
      revision ??= page.header.revision;
      key = Buffer.concat([last.key, Buffer.of(0)]);
    }
  }

  return {
    readAll,

    async readSome(ranges, limit, signal) {
      const success: IRequestOp[] = ranges.map((range) => ({
        request_range:
          typeof range === 'string'
            ? { key: Buffer.from(range) }
            : { key: Buffer.from(range.from), range_end: Buffer.from(range.to), limit },
      }));
      const reply = (await connection.call('txn', { success }, 'read', signal)) as TxnReply;
      return ranges.map((_, index) => {
        const { kvs = [], more = false } = reply.responses[index]?.response_range ?? {};
        return { pairs: kvs.map(toPair), more, revision: reply.header.revision };
      });
    },

    async version(range, signal) {
      const reply = await connection.call(
        'range',
        {
          key: Buffer.from(range.from),
          range_end: Buffer.from(range.to),
          limit: 1,
          keys_only: true,
          sort_order: 'Descend',
          sort_target: 'Mod',
        },
        'read',
        signal,
      );
      const { kvs, count } = reply as RangeReply;
      return `${kvs[0]?.mod_revision ?? '0'}/${count}`;
    },

    async write(conditions, writes, signal) {
      const payload = { compare: conditions.map(toCompare), success: writes.map(toOperation) };
      const reply = (await connection.call('txn', payload, 'write', signal)) as TxnReply;
      return reply.succeeded;
    },

    close: () => connection.close(),
  };
}

interface WirePair {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly mod_revision: string;
}

interface RangeReply {
  readonly header: { readonly revision: string };
  readonly kvs: readonly WirePair[];
  readonly more: boolean;
  readonly count: string;
}

interface TxnReply {
  readonly header: { readonly revision: string };
  readonly succeeded: boolean;
  readonly responses: readonly { readonly response_range?: Partial<RangeReply> }[];
}

function toPair({ key, value, mod_revision: modRevision }: WirePair): KeyValue {
  return { key: key.toString(), value: value.toString(), modRevision };
}

function toOperation({ key, value }: KeyWrite): IRequestOp {
  return value === undefined
    ? { request_delete_range: { key: Buffer.from(key) } }
    : { request_put: { key: Buffer.from(key), value: Buffer.from(value) } };
}

function toCompare(condition: KeyCondition): ICompare | Readonly<Record<string, unknown>> {
  if ('key' in condition)
    return {
      key: Buffer.from(condition.key),
      target: 'Mod',
      result: 'Equal',
      mod_revision: condition.modRevision,
    };
  const { range, unchangedSince } = condition;
  return {
    key: Buffer.from(range.from),
    range_end: Buffer.from(range.to),
    target: 'Mod',
    result: 'Less',
    mod_revision: String(BigInt(unchangedSince) + 1n),
  };
}
