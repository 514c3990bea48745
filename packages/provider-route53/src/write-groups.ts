import type { Change as ApiChange } from '@aws-sdk/client-route-53';
import {
  ProviderError,
  type ApplyReport,
  type ChangeGroup,
  type GroupOutcome,
} from '@org/dns-core';
import { applyInBatches, type BatchLimits } from '@org/dns-provider-kit';
import { costOf, inBatchOrder } from './change-batch.ts';
import { plainName } from './same-record-set.ts';
import { settleChanges } from './settle-changes.ts';

export interface WriteGroupsOptions {
  /** The zone, for errors. */
  readonly zoneName: string;
  readonly limits: Omit<BatchLimits, 'costOf'>;
  /** A group that no batch can hold is left out without a word, as upstream does. */
  readonly dropsOversized: boolean;
  /** @throws ProviderError `rejected`, when the group cannot be written. */
  readonly toChanges: (group: ChangeGroup) => readonly ApiChange[];
  readonly send: (changes: readonly ApiChange[], signal: AbortSignal) => Promise<void>;
  /** The record sets that lie under some names now. */
  readonly readNames: (
    names: readonly string[],
    signal: AbortSignal,
  ) => Promise<Parameters<typeof settleChanges>[1]>;
}

/** So many groups that the service names are tried one by one; more are halved. */
const mostAlone = 8;
const stale =
  /Tried to (?:create|delete) resource record set .*(?:already exists|not found|do not match)/s;

/**
 * Writes groups in batches. A refused batch is taken apart: groups that the service names are tried alone, the others go
 * together. What was refused because it is done already, or was changed by others, is settled by a look at the zone.
 */
export async function writeGroups(
  groups: readonly ChangeGroup[],
  options: WriteGroupsOptions,
  signal: AbortSignal,
): Promise<ApplyReport> {
  const outcomes = new Map<ChangeGroup, GroupOutcome>();
  const open = new Map<ChangeGroup, readonly ApiChange[]>();
  const settled = new Set<ChangeGroup>();
  for (const group of groups) {
    try {
      const changes = options.toChanges(group);
      if (options.dropsOversized && isOversized(changes, options.limits))
        outcomes.set(group, { outcome: 'applied' });
      else open.set(group, changes);
    } catch (error) {
      if (!ProviderError.is(error)) throw error;
      outcomes.set(group, { outcome: 'failed', error });
    }
  }
  const limits = {
    ...options.limits,
    costOf: (group: ChangeGroup) => costOf(open.get(group) ?? []),
  };

  async function write(some: readonly ChangeGroup[], within: BatchLimits): Promise<void> {
    const report = await applyInBatches(some, within, attempt, signal);
    for (const [at, group] of some.entries()) {
      const outcome = report.outcomes[at];
      if (outcome !== undefined) outcomes.set(group, outcome);
    }
  }

  async function attempt(some: readonly ChangeGroup[]): Promise<ApplyReport | void> {
    const changes = inBatchOrder(some.flatMap((group) => open.get(group) ?? []));
    if (changes.length === 0) return;
    try {
      await options.send(changes, signal);
    } catch (error) {
      if (!ProviderError.is(error) || error.reason !== 'rejected') throw error;
      if (!(await settle(some, error)) && !(await spare(some, error))) throw error;
      return { outcomes: some.map((group) => outcomes.get(group) ?? notReported()) };
    }
  }

  /** Looks at what the zone holds; gives false when that was done before, or would tell nothing. */
  async function settle(some: readonly ChangeGroup[], error: ProviderError): Promise<boolean> {
    if (!stale.test(error.message)) return false;
    const candidates = some.filter((group) => !settled.has(group));
    if (candidates.length === 0) return false;
    const names = candidates.flatMap((group) => namesOf(open.get(group) ?? []));
    const current = await options.readNames([...new Set(names)], signal);
    for (const group of candidates) {
      settled.add(group);
      const result = settleChanges(open.get(group) ?? [], current);
      if (result.ok) open.set(group, result.changes);
      else
        outcomes.set(group, {
          outcome: 'failed',
          error: new ProviderError(
            'rejected',
            `${options.zoneName}: ${result.conflict.Name} ${result.conflict.Type} was changed by somebody else since it was read`,
            { cause: error },
          ),
        });
    }
    await write(
      some.filter((group) => !outcomes.has(group)),
      limits,
    );
    return true;
  }

  /** Sends those that the service names alone; gives false when it names none, or all. */
  async function spare(some: readonly ChangeGroup[], error: ProviderError): Promise<boolean> {
    const words = new Set(error.message.split(/[\s'",;()[\]=]+/).map(plainName));
    const isNamed = (group: ChangeGroup): boolean =>
      namesOf(open.get(group) ?? []).some((name) => words.has(name));
    const named = some.filter(isNamed);
    if (named.length === 0 || named.length === some.length) return false;
    await write(
      some.filter((group) => !isNamed(group)),
      limits,
    );
    await write(named, named.length > mostAlone ? limits : { ...limits, maxGroups: 1 });
    return true;
  }

  await write([...open.keys()], limits);
  return { outcomes: groups.map((group) => outcomes.get(group) ?? notReported()) };
}

function isOversized(changes: readonly ApiChange[], limits: BatchLimits): boolean {
  const cost = costOf(changes);
  return (
    cost.changes > (limits.maxChanges ?? Infinity) ||
    (cost.bytes ?? 0) > (limits.maxBytes ?? Infinity) ||
    (cost.values ?? 0) > (limits.maxValues ?? Infinity)
  );
}

function namesOf(changes: readonly ApiChange[]): string[] {
  return changes.map(({ ResourceRecordSet: set }) => plainName(set?.Name ?? ''));
}

function notReported(): GroupOutcome {
  return {
    outcome: 'unknown',
    error: new ProviderError('transient', 'nothing is known of this change; it is read again', {
      mayHaveWritten: true,
    }),
  };
}
