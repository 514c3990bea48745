import {
  ProviderError,
  type ApplyReport,
  type ChangeGroup,
  type Clock,
  type GroupOutcome,
  type Zone,
} from '@org/dns-core';
import { applyInBatches, sleep } from '@org/dns-provider-kit';
import type { CloudflareApi } from './cloudflare-api.ts';
import { namesOf, namesToRead, operationsOf, type Operation } from './group-operations.ts';
import type { RecordReader } from './held-records.ts';
import { addExtras, extrasChangeOf, removeExtras, type ExtrasChange } from './name-extras.ts';
import type { CloudflareSettings } from './options.ts';

/** So many refused batches at most: a zone over its quota refuses everything, and the search would use up the rate limit. */
const mostRefusals = 200;

export interface InPlaceTools {
  readonly api: CloudflareApi;
  readonly reader: RecordReader;
  readonly options: CloudflareSettings;
  readonly clock: Clock;
  /** Operations in one batch at most. */
  readonly batchSize: number;
}

/**
 * Writes one zone: what names lose beside their records, the records in batches, what names gain. A batch that is refused is
 * compared anew with what is there (its records may have been written, or be gone) and else halved until the culprits are alone.
 */
export async function applyInPlace(
  zone: Zone,
  groups: readonly ChangeGroup[],
  tools: InPlaceTools,
  signal: AbortSignal,
): Promise<ApplyReport> {
  const { api, reader, options, clock, batchSize } = tools;
  const held = new Map(
    await reader.takeNames(zone, [...new Set(groups.flatMap(namesToRead))], signal),
  );
  reader.forget(zone, groups.flatMap(namesOf));
  const outcomes = new Map<ChangeGroup, GroupOutcome>();
  const extras = new Map<ChangeGroup, ExtrasChange>();
  if (options.customHostnames !== undefined || options.defaultRegion !== undefined)
    for (const group of groups) {
      const change = extrasChangeOf(group, held);
      if (change === undefined) continue;
      extras.set(group, change);
      const error = await failureOf(() => removeExtras(zone, change, options, api, signal));
      if (error !== undefined) outcomes.set(group, { outcome: 'failed', error });
    }

  const fresh = new Set<ChangeGroup>();
  let singly = false;
  let refusals = 0;
  const send = async (batch: readonly ChangeGroup[]): Promise<ApplyReport | void> => {
    const work = batch.map((group) => ({ group, operations: operationsOf(group, held) }));
    const operations = work.flatMap((one) => one.operations);
    if (operations.length === 0) return;
    if (singly) return writeSingly(zone, work, api, signal);
    try {
      return await writeInBatches(zone, operations, batchSize, api, signal);
    } catch (error) {
      if (!ProviderError.is(error)) throw error;
      if (mayBeTheBatchCall(error)) {
        const report = await writeSingly(zone, work, api, signal);
        singly = true;
        return report;
      }
      const stale = batch.filter((group) => !fresh.has(group));
      if (error.reason !== 'rejected') throw error;
      refusals += 1;
      if (refusals > mostRefusals) throw tooManyRefused(zone, error);
      if (stale.length === 0) throw error;
      const names = [...new Set(stale.flatMap(namesOf))];
      for (const [name, records] of await reader.readNames(zone, names, signal))
        held.set(name, records);
      reader.forget(zone, names);
      for (const group of stale) fresh.add(group);
      return send(batch);
    }
  };
  const todo = groups.filter((group) => !outcomes.has(group));
  const { outcomes: written } = await applyInBatches(
    todo,
    {
      maxChanges: batchSize,
      costOf: (group) => ({ changes: operationsOf(group, held).length }),
      between: (until) => sleep(options.batchIntervalMs, clock, until),
    },
    send,
    signal,
  );
  for (const [index, group] of todo.entries()) {
    const outcome = written[index];
    if (outcome !== undefined) outcomes.set(group, outcome);
  }

  for (const [group, change] of extras) {
    if (outcomes.get(group)?.outcome !== 'applied') continue;
    const error = await failureOf(() => addExtras(zone, change, options, api, signal));
    if (error !== undefined) outcomes.set(group, { outcome: 'unknown', error });
  }
  return { outcomes: groups.map((group) => outcomes.get(group) ?? notWritten(group)) };
}

function tooManyRefused(zone: Zone, cause: ProviderError): ProviderError {
  return new ProviderError(
    'transient',
    `${zone.name}: too many records were refused at once; the others are tried again later. The last: ${cause.message}`,
    { cause },
  );
}

interface GroupWork {
  readonly group: ChangeGroup;
  readonly operations: readonly Operation[];
}

/** One batch, or for a single group over the limit several, in the order of its changes. */
async function writeInBatches(
  zone: Zone,
  operations: readonly Operation[],
  batchSize: number,
  api: CloudflareApi,
  signal: AbortSignal,
): Promise<void> {
  for (let start = 0; start < operations.length; start += batchSize) {
    const some = operations.slice(start, start + batchSize);
    try {
      await api.batch(
        zone.id,
        {
          deletes: some.filter((one) => one.kind === 'delete').map(({ id }) => ({ id })),
          patches: some
            .filter((one) => one.kind === 'patch')
            .map(({ id, body }) => ({ id, ...body })),
          posts: some.filter((one) => one.kind === 'post').map(({ body }) => body),
        },
        signal,
      );
    } catch (error) {
      if (start === 0 || !ProviderError.is(error)) throw error;
      throw new ProviderError('transient', error.message, { cause: error, mayHaveWritten: true });
    }
  }
}

/** The credentials or the service may know the single calls and not this one. */
function mayBeTheBatchCall({ reason }: ProviderError): boolean {
  return reason === 'unauthorized' || reason === 'unsupported' || reason === 'not-found';
}

/** Group by group and record by record. Throws where the very first is refused for a reason that all share. */
async function writeSingly(
  zone: Zone,
  work: readonly GroupWork[],
  api: CloudflareApi,
  signal: AbortSignal,
): Promise<ApplyReport> {
  const outcomes: GroupOutcome[] = [];
  let hasWritten = false;
  let stop: ProviderError | undefined;
  for (const { operations } of work) {
    if (stop !== undefined) {
      outcomes.push({ outcome: 'failed', error: stop });
      continue;
    }
    let done = 0;
    const error = await failureOf(async () => {
      for (const operation of operations) {
        await writeOne(zone, operation, api, signal);
        done += 1;
        hasWritten = true;
      }
    });
    if (error === undefined) {
      outcomes.push({ outcome: 'applied' });
      continue;
    }
    const isShared = error.reason !== 'rejected';
    if (isShared && !hasWritten) throw error;
    if (isShared) stop = new ProviderError(error.reason, error.message, { cause: error });
    const isKnown = done === 0 && !error.mayHaveWritten;
    outcomes.push({ outcome: isKnown ? 'failed' : 'unknown', error });
  }
  return { outcomes };
}

function writeOne(
  { id: zoneId }: Zone,
  operation: Operation,
  api: CloudflareApi,
  signal: AbortSignal,
): Promise<void> {
  switch (operation.kind) {
    case 'delete':
      return api.deleteRecord(zoneId, operation.id, signal);
    case 'patch':
      return api.editRecord(zoneId, operation.id, operation.body, signal);
    case 'post':
      return api.createRecord(zoneId, operation.body, signal);
  }
}

async function failureOf(work: () => Promise<void>): Promise<ProviderError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (ProviderError.is(error)) return error;
    throw error;
  }
}

function notWritten({ name }: ChangeGroup): GroupOutcome {
  const error = new ProviderError('transient', `${name}: it was not written; it is tried again`);
  return { outcome: 'failed', error };
}
