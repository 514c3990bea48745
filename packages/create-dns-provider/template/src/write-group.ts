import { ProviderError, type Change, type ChangeGroup, type Zone } from '@org/dns-core';
import { holds, toRecordSet } from './convert.ts';
import type { MyDnsApi } from './my-dns-api.ts';

/**
 * Writes the changes of a group one after the other, in the order given: the marker comes first on create, last on delete.
 *
 * @throws ProviderError at the first that fails; `mayHaveWritten` where one before it was written.
 */
export async function writeGroup(
  api: MyDnsApi,
  zone: Zone,
  group: ChangeGroup,
  signal: AbortSignal,
): Promise<void> {
  let written = 0;
  for (const change of group.changes) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- each change stands on the one before
      await writeChange(api, zone, change, signal);
    } catch (error) {
      if (written === 0 || !ProviderError.is(error)) throw error;
      throw new ProviderError(error.reason, error.message, {
        cause: error,
        retryAfterMs: error.retryAfterMs,
        mayHaveWritten: true,
      });
    }
    written += 1;
  }
}

async function writeChange(
  api: MyDnsApi,
  zone: Zone,
  change: Change,
  signal: AbortSignal,
): Promise<void> {
  if (change.kind === 'delete') {
    await api.deleteSet(zone.id, toRecordSet(change.before), signal);
    return;
  }
  const wanted = change.after;
  const set = toRecordSet(wanted);
  if (change.kind === 'update') {
    if ((await api.replaceSet(zone.id, set, signal)) !== 'missing') return;
    throw new ProviderError('rejected', `${described()} is not there any more`);
  }
  if ((await api.createSet(zone.id, set, signal)) !== 'exists') return;
  const sets = await api.readName(zone.id, set.name, signal);
  // Our own earlier attempt, or somebody else's record, which is not ours to replace.
  if (sets.some((held) => held.type === set.type && holds(held, wanted))) return;
  throw new ProviderError('rejected', `${described()} is there already with other content`);

  function described(): string {
    return `zone "${zone.name}": ${wanted.type} ${wanted.name}`;
  }
}
