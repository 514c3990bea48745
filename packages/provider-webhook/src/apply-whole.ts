import {
  ProviderError,
  type ApplyReport,
  type ChangeGroup,
  type GroupOutcome,
} from '@org/dns-core';

/** Everything in one call with one outcome for all, as upstream does. */
export async function applyWhole(
  groups: readonly ChangeGroup[],
  send: (groups: readonly ChangeGroup[]) => Promise<void>,
): Promise<ApplyReport> {
  if (groups.length === 0) return { outcomes: [] };
  const outcome = await send(groups).then(
    (): GroupOutcome => ({ outcome: 'applied' }),
    (error: unknown): GroupOutcome => {
      if (!ProviderError.is(error)) throw error;
      return { outcome: error.mayHaveWritten ? 'unknown' : 'failed', error };
    },
  );
  return { outcomes: groups.map(() => outcome) };
}
