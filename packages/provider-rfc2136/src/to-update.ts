import { subject, type Change, type ChangeGroup, type Endpoint } from '@org/dns-core';
import { toData, toRecords, toTypeNumber } from './convert.ts';
import type { ZoneUpdate } from './rfc2136-api.ts';
import type { WireRecord } from './wire/message.ts';
import { classNumbers, typeNumbers } from './wire/record-types.ts';

const noData = new Uint8Array();

/**
 * Groups as one update: all that goes before all that comes, so that a name can change its type. The prerequisites say that each
 * record set still is as it was when it was read, so that nothing is overwritten that others wrote in between.
 */
export function toUpdate(groups: readonly ChangeGroup[], minTtlSeconds: number): ZoneUpdate {
  const prerequisites = groups.flatMap(({ changes }) =>
    changes.flatMap((change) => asItWas(change, changes)),
  );
  const changes = groups.flatMap((group) => group.changes);
  return {
    prerequisites: withoutRepeats(prerequisites),
    updates: [
      ...changes.flatMap((change) => (change.kind === 'create' ? [] : [removal(change.before)])),
      ...changes.flatMap((change) =>
        change.kind === 'delete' ? [] : toRecords(change.after, minTtlSeconds),
      ),
    ],
  };
}

/** What must hold for one change (RFC 2136, 2.4). */
function asItWas(change: Change, ofName: readonly Change[]): readonly WireRecord[] {
  if (change.kind !== 'create') return isExactly(change.before);
  const { after } = change;
  if (after.type !== 'CNAME')
    return [isAbsent(after, after.type), isAbsent(after, 'CNAME', ofName)].flat();
  // A server drops a CNAME beside other data without a word (RFC 2136, 3.4.2.2).
  const makesRoom = ofName.some(
    (other) => other.kind === 'delete' && other.before.name === after.name,
  );
  return makesRoom ? isAbsent(after, 'CNAME') : [isUnused(after)];
}

/** The set has these records and no others. */
export function isExactly(endpoint: Endpoint): readonly WireRecord[] {
  return endpoint.targets.map((target) => ({
    ...placeOf(endpoint, toTypeNumber(endpoint), classNumbers.IN),
    data: toData(endpoint, target),
  }));
}

/** There is no set of this type, unless the group itself takes it away. */
function isAbsent(
  endpoint: Endpoint,
  type: string,
  ofName: readonly Change[] = [],
): readonly WireRecord[] {
  const goes = ofName.some((change) => {
    const { name, type: itsType } = subject(change);
    return change.kind === 'delete' && name === endpoint.name && itsType === type;
  });
  return goes ? [] : [placeOf(endpoint, toTypeNumber({ ...endpoint, type }), classNumbers.NONE)];
}

/** The name has no records at all. */
function isUnused(endpoint: Endpoint): WireRecord {
  return placeOf(endpoint, typeNumbers.ANY, classNumbers.NONE);
}

/** Deletes a whole record set (RFC 2136, 2.5.2). */
function removal(endpoint: Endpoint): WireRecord {
  return placeOf(endpoint, toTypeNumber(endpoint), classNumbers.ANY);
}

function placeOf(endpoint: Endpoint, type: number, recordClass: number): WireRecord {
  return { name: `${endpoint.name}.`, type, class: recordClass, ttlSeconds: 0, data: noData };
}

function withoutRepeats(records: readonly WireRecord[]): readonly WireRecord[] {
  const seen = new Map<string, WireRecord>();
  for (const record of records) {
    const { name, type, class: recordClass, data } = record;
    seen.set(`${name} ${type} ${recordClass} ${Buffer.from(data).toString('base64')}`, record);
  }
  return [...seen.values()];
}
