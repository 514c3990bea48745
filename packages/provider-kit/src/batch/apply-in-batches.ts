import {
  ProviderError,
  type ApplyReport,
  type ChangeGroup,
  type GroupOutcome,
} from '@org/dns-core';

/** So many further requests at most to find who is refused; without an end, a service that refuses everything is asked twice per group. */
const mostHalves = 256;

/** What one group costs against the limits of one request. */
export interface BatchCost {
  readonly changes: number;
  readonly bytes?: number;
  readonly values?: number;
}

export interface BatchLimits {
  readonly maxGroups?: number;
  readonly maxChanges?: number;
  readonly maxBytes?: number;
  readonly maxValues?: number;
  /** Default: the number of changes, and the number of their targets as values. */
  readonly costOf?: (group: ChangeGroup) => BatchCost;
  /** Told between two requests; a place to wait in. */
  readonly between?: (signal: AbortSignal) => Promise<void>;
}

/**
 * Writes some groups in one request.
 *
 * @returns nothing when all were written; a report when the service says so group by group.
 * @throws ProviderError when none was written, or none is known to have been.
 */
export type SendGroups = (
  groups: readonly ChangeGroup[],
  signal: AbortSignal,
) => Promise<ApplyReport | void>;

/**
 * Writes groups in as few requests as the limits allow; a group is never split (one over the limits goes alone). A batch that
 * is `rejected` or `unsupported` is halved until the culprits are alone. `unauthorized`, `not-found` and `transient` stop the
 * work: the batch is `failed`, or `unknown` where it may have been written, and so is reported whatever was not begun.
 */
export async function applyInBatches(
  groups: readonly ChangeGroup[],
  limits: BatchLimits,
  send: SendGroups,
  signal: AbortSignal,
): Promise<ApplyReport> {
  const outcomes: GroupOutcome[] = [];
  const report = (batch: Batch, outcome: GroupOutcome): void => {
    for (let count = batch.length; count > 0; count -= 1) outcomes.push(outcome);
  };
  const todo = toBatches(groups, limits).reverse();
  let stopped: ProviderError | undefined;
  const mostRequests = todo.length + mostHalves;
  let sent = 0;

  for (let batch = todo.pop(); batch !== undefined; batch = todo.pop()) {
    if (stopped === undefined && signal.aborted)
      stopped = new ProviderError('transient', 'stopped before it was written', {
        cause: signal.reason,
      });
    if (stopped === undefined && sent === mostRequests)
      stopped = new ProviderError(
        'transient',
        'too many changes were refused at once; the rest is tried again in the next pass',
      );
    if (stopped !== undefined) {
      report(batch, { outcome: 'failed', error: stopped });
      continue;
    }
    if (sent > 0) await limits.between?.(signal);
    sent += 1;
    const result = await attempt(batch, send, signal);
    if (result.ok) {
      for (const outcome of result.outcomes) outcomes.push(outcome);
    } else if (isTheirFault(result.error) && batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      todo.push(batch.slice(middle), batch.slice(0, middle));
    } else {
      const { error } = result;
      report(batch, { outcome: error.mayHaveWritten ? 'unknown' : 'failed', error });
      if (!isTheirFault(error)) stopped = notBegun(error);
    }
  }
  return { outcomes };
}

type Batch = readonly ChangeGroup[];

type Attempt =
  | { readonly ok: true; readonly outcomes: readonly GroupOutcome[] }
  | { readonly ok: false; readonly error: ProviderError };

async function attempt(batch: Batch, send: SendGroups, signal: AbortSignal): Promise<Attempt> {
  try {
    const report = await send(batch, signal);
    return { ok: true, outcomes: report?.outcomes ?? each(batch, { outcome: 'applied' }) };
  } catch (error) {
    return { ok: false, error: ProviderError.is(error) ? error : unforeseen(error) };
  }
}

function isTheirFault(error: ProviderError): boolean {
  return error.reason === 'rejected' || error.reason === 'unsupported';
}

/** The same news without the doubt: these groups were certainly not sent. */
function notBegun(error: ProviderError): ProviderError {
  if (!error.mayHaveWritten) return error;
  return new ProviderError(error.reason, error.message, {
    cause: error,
    retryAfterMs: error.retryAfterMs,
  });
}

function unforeseen(error: unknown): ProviderError {
  const message = error instanceof Error ? error.message : String(error);
  return new ProviderError('transient', message, { cause: error, mayHaveWritten: true });
}

function each(batch: Batch, outcome: GroupOutcome): GroupOutcome[] {
  return batch.map(() => outcome);
}

function toBatches(groups: readonly ChangeGroup[], limits: BatchLimits): Batch[] {
  const costOf = limits.costOf ?? plainCost;
  const batches: ChangeGroup[][] = [];
  let batch: ChangeGroup[] = [];
  let total = { changes: 0, bytes: 0, values: 0 };
  for (const group of groups) {
    const cost = costOf(group);
    const next = {
      changes: total.changes + cost.changes,
      bytes: total.bytes + (cost.bytes ?? 0),
      values: total.values + (cost.values ?? 0),
    };
    const fits =
      batch.length < (limits.maxGroups ?? Infinity) &&
      next.changes <= (limits.maxChanges ?? Infinity) &&
      next.bytes <= (limits.maxBytes ?? Infinity) &&
      next.values <= (limits.maxValues ?? Infinity);
    if (batch.length > 0 && !fits) {
      batches.push(batch);
      batch = [];
      total = { changes: cost.changes, bytes: cost.bytes ?? 0, values: cost.values ?? 0 };
    } else {
      total = next;
    }
    batch.push(group);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

function plainCost(group: ChangeGroup): BatchCost {
  return {
    changes: group.changes.length,
    values: group.changes.reduce(
      (sum, change) =>
        sum + (change.kind === 'delete' ? change.before : change.after).targets.length,
      0,
    ),
  };
}
