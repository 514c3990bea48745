import {
  ProviderError,
  type ApplyReport,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type GroupOutcome,
  type Zone,
} from '@org/dns-core';
import { toDelete, toReplace } from './convert.ts';
import type { PdnsChange } from './record-set.ts';

const maxTtlSeconds = 2_147_483_647;

/**
 * As upstream writes: all creates in one PATCH, then all updates, then all deletes; the first that fails ends the rest. A name
 * whose spelling is not in the zone letter by letter is left out without a word.
 */
export async function applyInPhases(
  groups: readonly ChangeGroup[],
  zone: Zone,
  patch: (changes: readonly PdnsChange[]) => Promise<void>,
): Promise<ApplyReport> {
  let failure:
    | { readonly error: ProviderError; readonly kinds: ReadonlySet<Change['kind']> }
    | undefined;
  for (const [index, kind] of phases.entries()) {
    try {
      const changes = changesOf(groups, zone, kind);
      if (changes.length > 0) await patch(changes);
    } catch (error) {
      if (!ProviderError.is(error)) throw error;
      failure = { error, kinds: new Set(phases.slice(index)) };
      break;
    }
  }
  return {
    outcomes: groups.map(({ changes }): GroupOutcome => {
      if (failure === undefined || !changes.some(({ kind }) => failure.kinds.has(kind)))
        return { outcome: 'applied' };
      const { error } = failure;
      return { outcome: error.mayHaveWritten ? 'unknown' : 'failed', error };
    }),
  };
}

const phases: readonly Change['kind'][] = ['create', 'update', 'delete'];

function changesOf(
  groups: readonly ChangeGroup[],
  zone: Zone,
  kind: Change['kind'],
): readonly PdnsChange[] {
  const endpoints = groups
    .flatMap(({ changes }) => changes)
    .filter((change) => change.kind === kind)
    .map((change) => (change.kind === 'delete' ? change.before : change.after))
    .filter(({ spelling }) => spelling === zone.name || spelling.endsWith(`.${zone.name}`))
    .toSorted(byNameAndType);
  if (kind === 'delete') return endpoints.map((one) => toDelete(one, zone.name, 'compat'));
  const tooLong = endpoints.find(({ ttlSeconds }) => ttlSeconds > maxTtlSeconds);
  if (tooLong !== undefined)
    throw new ProviderError(
      'rejected',
      `${tooLong.spelling}: the TTL ${tooLong.ttlSeconds} is over ${maxTtlSeconds}`,
    );
  return endpoints.map((one) => toReplace(one, zone.name, 'compat'));
}

function byNameAndType(one: Endpoint, other: Endpoint): number {
  if (one.spelling !== other.spelling) return one.spelling < other.spelling ? -1 : 1;
  if (one.type !== other.type) return one.type < other.type ? -1 : 1;
  return 0;
}
