import type { Change as ApiChange, ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Behavior, Change } from '@org/dns-core';
import type { BatchCost } from '@org/dns-provider-kit';
import { toRecordSet, type ConvertContext } from './convert.ts';
import { policyKind } from './routing-policy.ts';

/**
 * A change as the service knows them. An update is an UPSERT, or a DELETE with a CREATE where one cannot become the other in place.
 *
 * @throws ProviderError `rejected`; see `toRecordSet`.
 */
export function toApiChanges(change: Change, context: ConvertContext): readonly ApiChange[] {
  if (change.kind === 'create') return [action('CREATE', toRecordSet(change.after, context))];
  const before = toRecordSet(change.before, context);
  if (change.kind === 'delete') return [action('DELETE', before)];
  const after = toRecordSet(change.after, context);
  return needsReplacing(before, after, context.behavior)
    ? [action('DELETE', before), action('CREATE', after)]
    : [action('UPSERT', after)];
}

function action(Action: 'CREATE' | 'DELETE' | 'UPSERT', set: ResourceRecordSet): ApiChange {
  return { Action, ResourceRecordSet: set };
}

function needsReplacing(
  before: ResourceRecordSet,
  after: ResourceRecordSet,
  behavior: Behavior,
): boolean {
  if (before.Type !== after.Type || before.SetIdentifier !== after.SetIdentifier) return true;
  const isAliasSwitch = (before.AliasTarget === undefined) !== (after.AliasTarget === undefined);
  if (behavior === 'safe') return isAliasSwitch || policyKind(before) !== policyKind(after);
  // Upstream looks at these only: a switch that concerns multivalue or geoproximity is sent as an UPSERT, which may be refused.
  return (
    (isAliasSwitch && before.Type === 'A') ||
    (before.Weight === undefined) !== (after.Weight === undefined) ||
    (before.Region === undefined) !== (after.Region === undefined) ||
    (before.Failover === undefined) !== (after.Failover === undefined) ||
    geoFields.some(
      (field) =>
        (before.GeoLocation?.[field] === undefined) !== (after.GeoLocation?.[field] === undefined),
    )
  );
}

const geoFields = ['ContinentCode', 'CountryCode', 'SubdivisionCode'] as const;
const rank: Readonly<Record<string, number>> = { UPSERT: 0, DELETE: 1, CREATE: 2 };

/** Deletions before creations, so that a name can change its type in one batch; then by name and type. */
export function inBatchOrder(changes: readonly ApiChange[]): ApiChange[] {
  return changes.toSorted(
    (one, other) =>
      (rank[one.Action ?? ''] ?? 0) - (rank[other.Action ?? ''] ?? 0) ||
      compare(one.ResourceRecordSet?.Name, other.ResourceRecordSet?.Name) ||
      compare(one.ResourceRecordSet?.Type, other.ResourceRecordSet?.Type),
  );
}

function compare(one = '', other = ''): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What changes cost against the limits of one batch; an UPSERT counts twice (API reference, ChangeResourceRecordSets, "Limits"). */
export function costOf(changes: readonly ApiChange[]): BatchCost {
  let bytes = 0;
  let values = 0;
  for (const { Action, ResourceRecordSet: set } of changes) {
    const times = Action === 'UPSERT' ? 2 : 1;
    const targets = set?.AliasTarget
      ? [set.AliasTarget.DNSName ?? '']
      : (set?.ResourceRecords ?? []).map(({ Value = '' }) => Value);
    values += times * targets.length;
    bytes += times * targets.reduce((sum, target) => sum + Buffer.byteLength(target), 0);
  }
  return { changes: changes.length, bytes, values };
}
