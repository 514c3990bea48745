import {
  ProviderError,
  subject,
  type ApplyReport,
  type ChangeGroup,
  type GroupOutcome,
  type Zone,
} from '@org/dns-core';
import { applyInBatches, type BatchCost } from '@org/dns-provider-kit';
import { RcodeError, type Rfc2136Api, type ZoneUpdate } from './rfc2136-api.ts';
import { toProviderError } from './provider-errors.ts';
import type { ServerChoice } from './server-choice.ts';
import { settleGroup } from './settle-group.ts';
import { isExactly, toUpdate } from './to-update.ts';
import { rcodes } from './wire/codes.ts';
import { recordLength } from './wire/message.ts';
import type { ZoneMirror } from './zone-mirror.ts';

/** A message has 65535 bytes; this leaves room for its head and its signature. */
const maxBytes = 64_000;
/** So often is a batch sent whose prerequisites do not hold, each time without what is found to be settled. */
const mostRounds = 3;

export interface ApplySafelyOptions {
  readonly api: Rfc2136Api;
  readonly choice: ServerChoice;
  /** Absent: zones cannot be read, so that records can be added only. */
  readonly mirror: ZoneMirror | undefined;
  readonly batchChangeSize: number;
  readonly minTtlSeconds: number;
}

/** Writes groups in as few updates as fit, each of them whole or not at all, and only where the zone still is as it was read. */
export async function applySafely(
  zone: Zone,
  groups: readonly ChangeGroup[],
  options: ApplySafelyOptions,
  signal: AbortSignal,
): Promise<ApplyReport> {
  const { api, choice, mirror, minTtlSeconds } = options;
  let mayUpdate: boolean | undefined;

  async function update(content: ZoneUpdate): Promise<number> {
    try {
      return await choice.run(zone.id, 'write', (server) =>
        api.update(server, `${zone.name}.`, content, signal),
      );
    } catch (error) {
      if (error instanceof RcodeError && error.rcode === rcodes.REFUSED) await askForPermission();
      throw toProviderError(error, zone.name, 'write');
    }
  }

  /** Tells one refused name from a zone that may not be updated at all, by an update that changes nothing. */
  async function askForPermission(): Promise<void> {
    if (mayUpdate === true) return;
    try {
      await choice.run(zone.id, 'write', (server) =>
        api.update(server, `${zone.name}.`, { prerequisites: [], updates: [] }, signal),
      );
      mayUpdate = true;
    } catch (error) {
      const reason = toProviderError(error, zone.name, 'write');
      if (!ProviderError.is(reason)) throw reason;
      throw reason.reason === 'rejected'
        ? new ProviderError('unauthorized', reason.message, { cause: error })
        : reason;
    }
  }

  async function send(batch: readonly ChangeGroup[]): Promise<ApplyReport> {
    const outcomes = new Map<ChangeGroup, GroupOutcome>();
    let todo = batch.map((group) => ({ group, left: group }));
    for (let round = 1; round <= mostRounds && todo.length > 0; round += 1) {
      const code = await update(
        toUpdate(
          todo.map(({ left }) => left),
          minTtlSeconds,
        ),
      );
      if (code === rcodes.NOERROR) {
        for (const { group } of todo) outcomes.set(group, { outcome: 'applied' });
        return report(batch, outcomes);
      }
      if (mirror === undefined) throw unreadable(zone, batch);
      const content = await mirror.refresh(zone, signal).catch((error: unknown) => {
        throw toProviderError(error, zone.name, 'read');
      });
      todo = todo.flatMap(({ group, left }) => {
        const settled = settleGroup(
          left,
          (change) => content.under(subject(change).name),
          minTtlSeconds,
        );
        if (settled.kind === 'todo') return [{ group, left: settled.group }];
        outcomes.set(
          group,
          settled.kind === 'done'
            ? { outcome: 'applied' }
            : { outcome: 'failed', error: settled.error },
        );
        return [];
      });
    }
    for (const { group } of todo)
      outcomes.set(group, { outcome: 'failed', error: restless(group) });
    return report(batch, outcomes);
  }

  /** Without transfers: whether records are there is asked by prerequisites, of which no wildcard and no delegation is a part. */
  async function add(batch: readonly ChangeGroup[]): Promise<void> {
    const wanted = batch.flatMap(({ changes }) =>
      changes.flatMap((change) => (change.kind === 'create' ? isExactly(change.after) : [])),
    );
    const isThere = await update({ prerequisites: wanted, updates: [] });
    if (isThere === rcodes.NOERROR) return;
    const code = await update(toUpdate(batch, minTtlSeconds));
    if (code !== rcodes.NOERROR) throw unreadable(zone, batch);
  }

  const isAddition = (group: ChangeGroup): boolean =>
    mirror === undefined && group.changes.every(({ kind }) => kind === 'create');
  const costs = new Map<ChangeGroup, BatchCost>();
  const problems = new Map<ChangeGroup, ProviderError>();
  for (const group of groups) {
    try {
      checkGroup(group, zone);
      costs.set(group, costOf(group, minTtlSeconds));
    } catch (error) {
      if (!ProviderError.is(error)) throw error;
      problems.set(group, error);
    }
  }
  const outcomes = new Map<ChangeGroup, GroupOutcome>();
  for (const [error, ofError] of Map.groupBy(problems, ([, problem]) => problem))
    for (const [group] of ofError) outcomes.set(group, { outcome: 'failed', error });
  const limits = {
    maxChanges: options.batchChangeSize,
    maxBytes,
    costOf: (group: ChangeGroup) => costs.get(group) ?? { changes: 1 },
  };
  const ready = groups.filter((group) => !problems.has(group));
  const parts = [
    { groups: ready.filter(isAddition), write: add },
    { groups: ready.filter((group) => !isAddition(group)), write: send },
  ];
  for (const part of parts) {
    const result = await applyInBatches(part.groups, limits, part.write, signal);
    for (const [at, group] of part.groups.entries()) {
      const outcome = result.outcomes[at];
      if (outcome !== undefined) outcomes.set(group, outcome);
    }
  }
  return report(groups, outcomes);
}

function report(
  groups: readonly ChangeGroup[],
  outcomes: ReadonlyMap<ChangeGroup, GroupOutcome>,
): ApplyReport {
  return {
    outcomes: groups.map(
      (group) => outcomes.get(group) ?? { outcome: 'failed', error: restless(group) },
    ),
  };
}

/** What a server would leave out without a word. */
function checkGroup(group: ChangeGroup, zone: Zone): void {
  for (const change of group.changes) {
    if (change.kind === 'delete') continue;
    const { name, spelling, type, ttlSeconds } = change.after;
    if (type === 'CNAME' && name === zone.name)
      throw new ProviderError(
        'rejected',
        `${spelling}: the apex of a zone cannot be a CNAME; give it addresses`,
      );
    if (type === 'SOA')
      throw new ProviderError('unsupported', `${spelling}: the SOA record belongs to the server`);
    if (ttlSeconds > 2_147_483_647)
      throw new ProviderError('rejected', `${spelling}: the TTL ${ttlSeconds} is over 2147483647`);
  }
}

function costOf(group: ChangeGroup, minTtlSeconds: number): BatchCost {
  const { prerequisites, updates } = toUpdate([group], minTtlSeconds);
  const bytes = [...prerequisites, ...updates].reduce((sum, one) => sum + recordLength(one), 0);
  if (bytes > maxBytes)
    throw new ProviderError(
      'rejected',
      `${group.name}: the change needs ${bytes} bytes, ${maxBytes} fit into one update; give the name fewer records`,
    );
  return { changes: group.changes.length, bytes };
}

function unreadable(zone: Zone, batch: readonly ChangeGroup[]): ProviderError {
  const names = batch.map(({ name }) => name).join(', ');
  return new ProviderError(
    'rejected',
    `${zone.name}: ${names} holds other records already; allow zone transfers and set --rfc2136-axfr, so that they can be read and changed`,
  );
}

function restless(group: ChangeGroup): ProviderError {
  return new ProviderError(
    'transient',
    `${group.name}: the zone changes faster than it is read; it is tried again`,
  );
}
