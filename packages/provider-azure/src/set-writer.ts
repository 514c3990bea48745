import { ProviderError, type Change, type Zone } from '@org/dns-core';
import type { AzureApi, Conditional } from './azure-api.ts';
import { saysTheSame, toKey, toRecordSet, type ConvertOptions } from './convert.ts';
import type { KnownEtags } from './known-etags.ts';
import type { AzureRecordSet, Precondition, SetKey } from './record-set.ts';
import { placeOf } from './zone-list.ts';

/** Writes one change with the precondition that nobody else has touched the record set since it was read. */
export interface SetWriter {
  /**
   * Carries out a change; one that is in place already is a success. Gives what takes it back.
   *
   * @throws ChangedMeanwhile when somebody else was faster; nothing was written.
   */
  write(change: Change, signal: AbortSignal): Promise<Undo>;
}

/** Takes a change back, unless somebody touched the record set since. */
export type Undo = (signal: AbortSignal) => Promise<unknown>;

const nothing: Undo = async () => undefined;

/** A record set is not what it was when it was read: it has to be read and planned for again. */
export class ChangedMeanwhile extends ProviderError {
  constructor(key: SetKey, zone: Zone) {
    super(
      'transient',
      `${zone.name}: ${key.type} ${key.name} was changed by somebody else since it was read; it is left alone and read again`,
    );
  }
}

export interface SetWriterOptions extends ConvertOptions {
  readonly api: AzureApi;
  readonly etags: KnownEtags;
}

export function createSetWriter(zone: Zone, options: SetWriterOptions): SetWriter {
  const { api, etags } = options;
  const place = placeOf(zone);

  async function put(
    key: SetKey,
    set: AzureRecordSet,
    precondition: Precondition,
    signal: AbortSignal,
  ): Promise<Conditional<AzureRecordSet>> {
    const result = await api.putRecordSet(place, key, set, precondition, signal);
    if (result.outcome === 'done') etags.set(zone, key, result.value.etag);
    return result;
  }

  async function remove(key: SetKey, etag: string, signal: AbortSignal): Promise<boolean> {
    const precondition = { kind: 'unchanged', etag } as const;
    const { outcome } = await api.deleteRecordSet(place, key, precondition, signal);
    if (outcome === 'done') etags.set(zone, key, undefined);
    return outcome === 'done';
  }

  async function look(key: SetKey, signal: AbortSignal): Promise<AzureRecordSet | undefined> {
    const set = await api.getRecordSet(place, key, signal);
    etags.set(zone, key, set?.etag);
    return set;
  }

  async function create(key: SetKey, set: AzureRecordSet, signal: AbortSignal): Promise<Undo> {
    const result = await put(key, set, { kind: 'absent' }, signal);
    if (result.outcome === 'done') {
      const { etag } = result.value;
      return etag === undefined ? nothing : (undoSignal) => remove(key, etag, undoSignal);
    }
    const present = await look(key, signal);
    if (present === undefined || !saysTheSame(present, set)) throw new ChangedMeanwhile(key, zone);
    return nothing;
  }

  /**
   * With the etag that was read; where it is not known or does not hold, with that of a second look, if the set still says
   * what it said when the change was planned.
   */
  async function change(
    key: SetKey,
    before: AzureRecordSet,
    done: (present: AzureRecordSet | undefined) => boolean,
    attempt: (etag: string) => Promise<boolean>,
    signal: AbortSignal,
  ): Promise<void> {
    const known = etags.get(zone, key);
    if (known !== undefined && (await attempt(known))) return;
    const present = await look(key, signal);
    if (done(present)) return;
    const isAsPlanned = present !== undefined && saysTheSame(present, before);
    if (isAsPlanned && present.etag !== undefined && (await attempt(present.etag))) return;
    throw new ChangedMeanwhile(key, zone);
  }

  return {
    async write(planned, signal) {
      const { role } = planned;
      if (planned.kind === 'create') {
        const { after } = planned;
        return create(toKey(after, zone.name), toRecordSet(after, role, options), signal);
      }
      const key = toKey(planned.before, zone.name);
      const before = toRecordSet(planned.before, role, options);
      if (planned.kind === 'update') {
        const after = toRecordSet(planned.after, role, options);
        await change(
          key,
          before,
          (present) => present !== undefined && saysTheSame(present, after),
          async (etag) =>
            (await put(key, after, { kind: 'unchanged', etag }, signal)).outcome === 'done',
          signal,
        );
        return nothing;
      }
      await change(
        key,
        before,
        (present) => present === undefined,
        (etag) => remove(key, etag, signal),
        signal,
      );
      return (undoSignal) => put(key, before, { kind: 'absent' }, undoSignal);
    },
  };
}
