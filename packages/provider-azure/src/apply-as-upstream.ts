import {
  ProviderError,
  subject,
  type ApplyReport,
  type Change,
  type ChangeGroup,
  type DomainMatcher,
  type GroupOutcome,
  type Zone,
} from '@org/dns-core';
import { createConcurrencyLimit } from '@org/dns-provider-kit';
import type { AzureApi } from './azure-api.ts';
import { toKey, toRecordSet, type ConvertOptions } from './convert.ts';
import { azureType, typesOf } from './record-types.ts';
import { placeOf } from './zone-list.ts';

export interface UpstreamOptions extends ConvertOptions {
  readonly api: AzureApi;
  readonly accepts: DomainMatcher;
}

const requestsAtOnce = 8;

/**
 * As upstream writes: all deletions, then all the rest, each on its own and over whatever is there. What fails is left behind
 * and the others go on. Types that upstream does not write, and names that the domain filter does not accept, are left out
 * without a word; their ownership records are written.
 */
export async function applyAsUpstream(
  zone: Zone,
  groups: readonly ChangeGroup[],
  options: UpstreamOptions,
  signal: AbortSignal,
): Promise<ApplyReport> {
  const { api, accepts } = options;
  const place = placeOf(zone);
  const atOnce = createConcurrencyLimit(requestsAtOnce);
  const failures = new Map<Change, ProviderError>();

  const write = async (change: Change): Promise<void> => {
    const endpoint = subject(change);
    const key = toKey(endpoint, zone.name);
    if (change.kind === 'delete') {
      await api.deleteRecordSet(place, key, { kind: 'none' }, signal);
    } else {
      const set = toRecordSet(endpoint, change.role, options);
      await api.putRecordSet(place, key, set, { kind: 'none' }, signal);
    }
  };
  const writeAll = (changes: readonly Change[]): Promise<unknown> =>
    Promise.all(
      changes.map((change) =>
        atOnce
          .run(() => write(change), signal)
          .catch((error: unknown) => failures.set(change, asProviderError(error))),
      ),
    );

  const types = typesOf(options.kind, options.behavior);
  const changes = groups
    .flatMap((group) => group.changes)
    .filter((change) => azureType(subject(change).type, types) !== undefined)
    .filter((change) => accepts(subject(change).name, subject(change).spelling));
  await writeAll(changes.filter(({ kind }) => kind === 'delete'));
  await writeAll(changes.filter(({ kind }) => kind !== 'delete'));
  return { outcomes: groups.map((group) => outcomeOf(group, failures)) };
}

function outcomeOf(
  { changes }: ChangeGroup,
  failures: ReadonlyMap<Change, ProviderError>,
): GroupOutcome {
  const errors = changes.map((change) => failures.get(change)).filter((one) => one !== undefined);
  const [error] = errors;
  if (error === undefined) return { outcome: 'applied' };
  const isInDoubt = errors.length < changes.length || errors.some((one) => one.mayHaveWritten);
  return { outcome: isInDoubt ? 'unknown' : 'failed', error };
}

function asProviderError(error: unknown): ProviderError {
  if (ProviderError.is(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ProviderError('transient', message, { cause: error, mayHaveWritten: true });
}
