import { ProviderError } from '../contract/provider-error.ts';
import type { GroupOutcome, Provider } from '../contract/provider.ts';
import type { ChangeGroup } from '../model/change.ts';
import type { Zone } from '../model/zone.ts';

/** So many calls at most for one batch, whatever is refused; what is left over is tried again in a later pass. */
const mostCalls = 256;
/** So many failures in a row without a success between them mean that it is not one bad group. */
const mostFailures = 20;
/** The same for calls of which nobody knows what they did, which take a time-out each. */
const mostTimeouts = 4;

export interface ApplyBisectingOptions {
  /** Looks for a culprit behind errors that may pass, too: for groups that have failed together several times. */
  readonly searchTransient?: boolean;
}

/**
 * Applies groups to one zone; where the provider refuses several at once, by halves, until those that it refuses stand alone.
 * Gives one outcome per group, in order, and never rejects: what a provider throws becomes the outcome of its groups.
 */
export async function applyBisecting(
  provider: Provider,
  zone: Zone,
  groups: readonly ChangeGroup[],
  signal: AbortSignal,
  options: ApplyBisectingOptions = {},
): Promise<readonly GroupOutcome[]> {
  const outcomes = Array.from<GroupOutcome | undefined>({ length: groups.length });
  const halves: (readonly [start: number, end: number])[] = [[0, groups.length]];
  let calls = 0;
  let failures = 0;
  let stop: ProviderError | undefined;

  for (let half = halves.pop(); half !== undefined; half = halves.pop()) {
    const [start, end] = half;
    if (start === end) continue;
    if (stop !== undefined) {
      outcomes.fill({ outcome: 'failed', error: stop }, start, end);
      continue;
    }
    if (calls === mostCalls) {
      stop = new ProviderError(
        'transient',
        `${zone.name}: too many changes were refused at once; the others are tried again in the next pass`,
      );
      halves.push(half);
      continue;
    }
    calls += 1;
    try {
      const report = await provider.applyChanges(zone, groups.slice(start, end), signal);
      failures = 0;
      for (let at = start; at < end; at += 1) {
        outcomes[at] = report.outcomes[at - start] ?? notReported(zone, groups[at]);
      }
    } catch (thrown) {
      const error = toProviderError(thrown);
      failures += 1;
      const mayBeOne =
        isRefusal(error) ||
        (options.searchTransient === true &&
          error.reason === 'transient' &&
          error.retryAfterMs === undefined &&
          failures < (error.mayHaveWritten ? mostTimeouts : mostFailures));
      if (mayBeOne && end - start > 1) {
        const middle = start + Math.ceil((end - start) / 2);
        halves.push([middle, end], [start, middle]);
        continue;
      }
      const outcome = error.mayHaveWritten ? 'unknown' : 'failed';
      outcomes.fill({ outcome, error }, start, end);
      if (!mayBeOne) stop = withoutWrite(error);
    }
  }
  return outcomes.map((outcome, at) => outcome ?? notReported(zone, groups[at]));
}

/** The provider understood the change and will not take it, now or later. */
export function isRefusal(error: ProviderError): boolean {
  return error.reason === 'rejected' || error.reason === 'unsupported';
}

/** Anything that is not a `ProviderError` counts as transient, and as a write that may have happened. */
export function toProviderError(thrown: unknown): ProviderError {
  if (ProviderError.is(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ProviderError('transient', message, { cause: thrown, mayHaveWritten: true });
}

/** For the groups that were not sent any more after this error. */
function withoutWrite(error: ProviderError): ProviderError {
  if (!error.mayHaveWritten) return error;
  return new ProviderError(error.reason, error.message, {
    cause: error,
    retryAfterMs: error.retryAfterMs,
  });
}

function notReported(zone: Zone, group: ChangeGroup | undefined): GroupOutcome {
  return {
    outcome: 'unknown',
    error: new ProviderError(
      'transient',
      `${zone.name}: the provider did not say what became of ${group?.name ?? 'a change'}; it is read again`,
      { mayHaveWritten: true },
    ),
  };
}
