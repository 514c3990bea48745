import {
  ProviderError,
  type ApplyReport,
  type ChangeGroup,
  type GroupOutcome,
} from '@org/dns-core';
import { ChangedMeanwhile, type SetWriter, type Undo } from './set-writer.ts';

/** Groups of one zone that are written at a time; each is a chain of requests. */
const groupsAtOnce = 8;
/** So many failures of the service in a row, and it is left in peace. */
const mostFailuresInARow = 3;

/**
 * Writes groups change by change, in the order within each. A group that is refused half way, or overtaken by somebody else,
 * is taken back, so that no ownership record stays beside a record that is not ours. Others go on; missing permissions, a zone
 * that is gone and a service that is down end the work, and what was not begun is `failed`.
 */
export async function applyGroups(
  groups: readonly ChangeGroup[],
  writer: SetWriter,
  signal: AbortSignal,
): Promise<ApplyReport> {
  const outcomes: GroupOutcome[] = [];
  let failuresInARow = 0;
  let stopped: ProviderError | undefined;
  const queue = groups.entries();

  const work = async (): Promise<void> => {
    for (const [index, group] of queue) {
      if (stopped === undefined && signal.aborted)
        stopped = new ProviderError('transient', 'stopped before it was written', {
          cause: signal.reason,
        });
      const outcome: GroupOutcome =
        stopped === undefined
          ? await writeGroup(group, writer, signal)
          : { outcome: 'failed', error: stopped };
      outcomes[index] = outcome;
      if (outcome.outcome === 'applied') {
        failuresInARow = 0;
      } else if (stopped === undefined) {
        const { error } = outcome;
        failuresInARow += isOfTheService(error) ? 1 : 0;
        if (endsAll(error) || failuresInARow === mostFailuresInARow) stopped = notBegun(error);
      }
    }
  };
  await Promise.all(Array.from({ length: groupsAtOnce }, work));
  return { outcomes };
}

async function writeGroup(
  group: ChangeGroup,
  writer: SetWriter,
  signal: AbortSignal,
): Promise<GroupOutcome> {
  const undos: Undo[] = [];
  try {
    for (const change of group.changes) undos.push(await writer.write(change, signal));
    return { outcome: 'applied' };
  } catch (thrown) {
    const error = ProviderError.is(thrown) ? thrown : unforeseen(thrown);
    if (error.mayHaveWritten) return { outcome: 'unknown', error };
    if (undos.length === 0) return { outcome: 'failed', error };
    if (isRefusal(error) || error instanceof ChangedMeanwhile) {
      const isBack = await takeBack(undos, signal);
      if (isBack) return { outcome: 'failed', error };
    }
    return { outcome: 'unknown', error: halfWritten(error) };
  }
}

/** Whether all could be taken back. What fails here is repaired by the next pass. */
async function takeBack(undos: readonly Undo[], signal: AbortSignal): Promise<boolean> {
  let isBack = true;
  for (const undo of undos.toReversed()) {
    try {
      await undo(signal);
    } catch {
      isBack = false;
    }
  }
  return isBack;
}

function isRefusal({ reason }: ProviderError): boolean {
  return reason === 'rejected' || reason === 'unsupported';
}

function isOfTheService(error: ProviderError): boolean {
  return error.reason === 'transient' && !(error instanceof ChangedMeanwhile);
}

function endsAll(error: ProviderError): boolean {
  return (
    error.reason === 'unauthorized' ||
    error.reason === 'not-found' ||
    (error.reason === 'transient' && error.retryAfterMs !== undefined)
  );
}

/** The same news without the doubt: these groups were certainly not sent. */
function notBegun(error: ProviderError): ProviderError {
  return new ProviderError(error.reason, error.message, {
    cause: error,
    retryAfterMs: error.retryAfterMs,
  });
}

function halfWritten(error: ProviderError): ProviderError {
  return new ProviderError(error.reason, error.message, {
    cause: error,
    retryAfterMs: error.retryAfterMs,
    mayHaveWritten: true,
  });
}

function unforeseen(error: unknown): ProviderError {
  const message = error instanceof Error ? error.message : String(error);
  return new ProviderError('transient', message, { cause: error, mayHaveWritten: true });
}
