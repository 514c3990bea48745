import {
  ProviderError,
  type ApplyReport,
  type ChangeGroup,
  type Clock,
  type Endpoint,
  type GroupOutcome,
  type Zone,
} from '@org/dns-core';
import { sleep } from '@org/dns-provider-kit';
import { errorCodes, hasCode } from './api-error.ts';
import type { CloudflareApi } from './cloudflare-api.ts';
import { upstreamTarget } from './convert-as-upstream.ts';
import type { CloudflareSettings } from './options.ts';
import type { CloudflareRecord, RecordBody } from './record.ts';
import { toUpstreamChanges, type UpstreamChange } from './upstream-changes.ts';
import { changeCustomHostnames, changeRegionalHostnames } from './upstream-hostnames.ts';

/** A `--batch-change-size` below it has no effect. */
const leastBatchSize = 200;
/** Types whose updates go into a batch; others are put one by one. */
const updatedInBatch = new Set(['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'NS', 'SRV']);

export interface UpstreamTools {
  readonly api: CloudflareApi;
  readonly options: CloudflareSettings;
  readonly clock: Clock;
  /** An endpoint's comment within the limit of its plan. */
  readonly commentOf: (endpoint: Endpoint) => string;
}

type Operation =
  | { readonly kind: 'delete'; readonly change: UpstreamChange; readonly id: string }
  | {
      readonly kind: 'put';
      readonly change: UpstreamChange;
      readonly id: string;
      readonly body: RecordBody;
    }
  | { readonly kind: 'post'; readonly change: UpstreamChange; readonly body: RecordBody };

/**
 * As upstream writes one zone: custom hostnames, records in batches, what no batch takes, regional hostnames. A batch that fails
 * is done over one by one, whatever the reason; a record that is not found any more is no failure.
 */
export async function applyAsUpstream(
  zone: Zone,
  groups: readonly ChangeGroup[],
  { api, options, clock, commentOf }: UpstreamTools,
  signal: AbortSignal,
): Promise<ApplyReport> {
  const changes = toUpstreamChanges(groups, options, commentOf);
  const failures = new Map<ChangeGroup, ProviderError>();
  const fail = ({ group }: UpstreamChange, error: unknown): void => {
    if (!ProviderError.is(error)) throw error;
    if (!failures.has(group)) failures.set(group, error);
  };
  const needsIds = changes.some(({ action }) => action !== 'create');
  const records = needsIds ? await api.listRecords(zone.id, undefined, signal) : [];
  if (options.customHostnames !== undefined)
    await changeCustomHostnames(zone, changes, options.customHostnames, api, fail, signal);

  const operations = toOperations(changes, records);
  const goesInBatch = ({ kind, change }: Operation): boolean =>
    kind !== 'put' || updatedInBatch.has(change.type);
  const inBatch = operations.filter(goesInBatch);
  const size = Math.max(options.batchSize ?? leastBatchSize, leastBatchSize);
  for (let start = 0; start < inBatch.length; start += size) {
    if (start > 0) await sleep(options.batchIntervalMs, clock, signal);
    await submit(zone, inBatch.slice(start, start + size), api, fail, signal);
  }
  const alone = operations.filter((operation) => !goesInBatch(operation));
  await oneByOne(zone, alone, api, fail, signal);
  if (options.defaultRegion !== undefined)
    await changeRegionalHostnames(zone, changes, api, fail, signal);

  return {
    outcomes: groups.map((group): GroupOutcome => {
      const error = failures.get(group);
      if (error === undefined) return { outcome: 'applied' };
      return { outcome: error.mayHaveWritten ? 'unknown' : 'failed', error };
    }),
  };
}

/** Deletes, then puts, then posts, as batches are filled. */
function toOperations(
  changes: readonly UpstreamChange[],
  records: readonly CloudflareRecord[],
): readonly Operation[] {
  const ids = new Map(records.map((record) => [recordKey(record), record.id]));
  const operations = changes.flatMap((change): Operation[] => {
    const { action, body } = change;
    if (action === 'create') return body === undefined ? [] : [{ kind: 'post', change, body }];
    const id = ids.get(changeKey(change));
    if (id === undefined) return [];
    if (action === 'delete') return [{ kind: 'delete', change, id }];
    return body === undefined ? [] : [{ kind: 'put', change, id, body: withoutPriority(body) }];
  });
  const order = ['delete', 'put', 'post'];
  return operations.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function recordKey(record: CloudflareRecord): string {
  const content = record.type === 'MX' ? record.content : upstreamTarget(record);
  return JSON.stringify([record.name, record.type, content]);
}

function changeKey({ name, type, content }: UpstreamChange): string {
  return JSON.stringify([name, type, content]);
}

/** A batch's puts carry a priority only where the type has one. */
function withoutPriority(body: RecordBody): RecordBody {
  if (body.type === 'MX') return body;
  const { priority: _priority, ...rest } = body;
  return rest;
}

async function submit(
  zone: Zone,
  operations: readonly Operation[],
  api: CloudflareApi,
  fail: (change: UpstreamChange, error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    await api.batch(
      zone.id,
      {
        deletes: operations.filter((one) => one.kind === 'delete').map(({ id }) => ({ id })),
        puts: operations
          .filter((one) => one.kind === 'put')
          .map(({ id, body }) => ({ id, ...body })),
        posts: operations.filter((one) => one.kind === 'post').map(({ body }) => body),
      },
      signal,
    );
  } catch (error) {
    if (!ProviderError.is(error)) throw error;
    await oneByOne(zone, operations, api, fail, signal);
  }
}

async function oneByOne(
  zone: Zone,
  operations: readonly Operation[],
  api: CloudflareApi,
  fail: (change: UpstreamChange, error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const operation of operations) {
    try {
      await write(zone, operation, api, signal);
    } catch (error) {
      if (operation.kind === 'put' && hasCode(error, errorCodes.noSuchRecord)) continue;
      fail(operation.change, error);
    }
  }
}

function write(
  { id: zoneId }: Zone,
  operation: Operation,
  api: CloudflareApi,
  signal: AbortSignal,
): Promise<void> {
  switch (operation.kind) {
    case 'delete':
      return api.deleteRecord(zoneId, operation.id, signal);
    case 'put': {
      const { body } = operation;
      const whole = body.data === undefined ? { priority: 0, ...body } : body;
      return api.replaceRecord(zoneId, operation.id, whole, signal);
    }
    case 'post':
      return api.createRecord(zoneId, operation.body, signal);
  }
}
