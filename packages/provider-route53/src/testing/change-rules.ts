import { isIP } from 'node:net';
import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { keyOf, sameRecordSet } from '../same-record-set.ts';
import { policyKind } from '../routing-policy.ts';

export interface FakeZone {
  readonly id: string;
  /** With its final dot. */
  readonly name: string;
  readonly isPrivate: boolean;
  readonly tags: Record<string, string>;
  readonly linkedService?: string;
  sets: Map<string, ResourceRecordSet>;
}

/** What the service answers with a status and a code. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly messages: readonly string[];

  constructor(code: string, messages: readonly string[], status = 400) {
    super(messages.join('; '));
    this.code = code;
    this.messages = messages;
    this.status = status;
  }
}

export interface ChangeRules {
  readonly zones: ReadonlyMap<string, FakeZone>;
  readonly healthChecks: ReadonlySet<string>;
}

const types = /^(?:SOA|A|TXT|NS|CNAME|MX|NAPTR|PTR|SRV|SPF|AAAA|CAA|DS|TLSA|SSHFP|SVCB|HTTPS)$/;

/**
 * Carries out a change batch, all or nothing, with the limits and refusals of the API reference (ChangeResourceRecordSets) and the
 * service's own sentences.
 *
 * @throws Refusal when anything in it is wrong; the zone is as it was.
 */
export function applyBatch(zone: FakeZone, changes: readonly Change[], rules: ChangeRules): void {
  checkLimits(changes);
  for (const change of changes) checkShape(change);
  const errors: string[] = [];
  const sets = new Map(zone.sets);
  const byName = Map.groupBy(sets.values(), ({ Name }) => Name);
  const touched = new Set<string>();
  for (const { Action = '', ResourceRecordSet: set } of changes) {
    if (set === undefined) continue;
    const key = keyOf(set);
    const twice =
      touched.has(`${Action} ${key}`) ||
      (Action !== 'DELETE' && (touched.has(`CREATE ${key}`) || touched.has(`UPSERT ${key}`)));
    touched.add(`${Action} ${key}`);
    if (twice)
      errors.push(
        `The request contains an invalid set of changes for a resource record set '${set.Type} ${set.Name}'`,
      );
    else errors.push(...changeSet(Action, set, { sets, byName }, zone, rules));
  }
  errors.push(...aliasErrors(changes, sets, zone, rules));
  if (errors.length > 0) throw new Refusal('InvalidChangeBatch', errors);
  zone.sets = sets;
}

function checkLimits(changes: readonly Change[]): void {
  const refuse = (what: string): Refusal =>
    new Refusal('InvalidChangeBatch', [`Number of ${what} limit exceeded.`]);
  if (changes.length === 0) throw new Refusal('InvalidInput', ['The change batch is empty.']);
  if (changes.length > 1000) throw refuse('changes');
  let records = 0;
  let characters = 0;
  for (const { Action, ResourceRecordSet: set } of changes) {
    const times = Action === 'UPSERT' ? 2 : 1;
    for (const { Value = '' } of set?.ResourceRecords ?? []) {
      records += times;
      characters += times * Value.length;
    }
  }
  if (records > 1000) throw refuse('records');
  if (characters > 32_000) throw refuse('characters');
}

const policies = [
  'Weight',
  'Region',
  'Failover',
  'GeoLocation',
  'MultiValueAnswer',
  'GeoProximityLocation',
  'CidrRoutingConfig',
] as const;

function checkShape({ Action, ResourceRecordSet: set = {} as ResourceRecordSet }: Change): void {
  const where = `in Change with [Action=${Action}, Name=${set.Name}, Type=${set.Type}, SetIdentifier=${set.SetIdentifier ?? 'null'}]`;
  const refuse = (message: string): Refusal =>
    new Refusal('InvalidInput', [`Invalid request: ${message} ${where}`]);
  if (!types.test(set.Type ?? ''))
    throw refuse(`Value '${set.Type}' at 'type' is none of the enum`);
  const hasRecords = (set.ResourceRecords?.length ?? 0) > 0 && set.TTL !== undefined;
  const isAlias = set.AliasTarget !== undefined;
  if (isAlias === hasRecords || (isAlias && set.TTL !== undefined))
    throw refuse('Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords]],');
  const given = policies.filter((name) => set[name] !== undefined);
  const list = policies.join(', ');
  if (given.length > 1) throw refuse(`Expected exactly one of [${list}], but found more than one`);
  if (given.length === 0 && set.SetIdentifier !== undefined)
    throw refuse(`Expected exactly one of [${list}], but found none`);
  if (given.length > 0 && set.SetIdentifier === undefined)
    throw refuse("Missing field 'SetIdentifier'");
  if (isAlias && set.MultiValueAnswer === true)
    throw refuse('A multivalue answer cannot be an alias');
  if ((set.Weight ?? 0) < 0 || (set.Weight ?? 0) > 255) throw refuse("Value at 'weight' is wrong");
  if (set.Failover !== undefined && !['PRIMARY', 'SECONDARY'].includes(set.Failover))
    throw refuse(`Value '${set.Failover}' at 'failover' is none of [PRIMARY, SECONDARY]`);
  const proximity = set.GeoProximityLocation;
  const places = [proximity?.AWSRegion, proximity?.LocalZoneGroup, proximity?.Coordinates];
  if (proximity !== undefined && places.filter((place) => place !== undefined).length !== 1)
    throw refuse('Expected exactly one of [AWSRegion, LocalZoneGroup, Coordinates]');
  if (Math.abs(proximity?.Bias ?? 0) > 99) throw refuse("Value at 'bias' is wrong");
}

/** What the zone will hold; under a name there may also be sets that are gone meanwhile. */
interface Draft {
  readonly sets: Map<string, ResourceRecordSet>;
  readonly byName: Map<string | undefined, ResourceRecordSet[]>;
}

function changeSet(
  action: string,
  set: ResourceRecordSet,
  { sets, byName }: Draft,
  zone: FakeZone,
  rules: ChangeRules,
): readonly string[] {
  const { Name = '', Type = '' } = set;
  const key = keyOf(set);
  const old = sets.get(key);
  const identifier =
    set.SetIdentifier === undefined ? '' : `, set-identifier='${set.SetIdentifier}'`;
  const what = `[name='${Name}', type='${Type}'${identifier}]`;
  if (Name !== zone.name && !Name.endsWith(`.${zone.name}`))
    return [`RRSet with DNS name ${Name} is not permitted in zone ${zone.name}`];
  if (action === 'DELETE') {
    if (old === undefined)
      return [`Tried to delete resource record set ${what} but it was not found`];
    if (!sameRecordSet(old, set))
      return [
        `Tried to delete resource record set ${what} but the values provided do not match the current values`,
      ];
    if (Name === zone.name && (Type === 'NS' || Type === 'SOA'))
      return [`A HostedZone must contain at least one ${Type} record for the zone itself.`];
    sets.delete(key);
    return [];
  }
  if (action === 'CREATE' && old !== undefined)
    return [`Tried to create resource record set ${what} but it already exists`];
  if (set.HealthCheckId !== undefined && !rules.healthChecks.has(set.HealthCheckId))
    throw new Refusal(
      'NoSuchHealthCheck',
      [`No health check exists with the specified ID: ${set.HealthCheckId}`],
      404,
    );
  if (Type === 'CNAME' && Name === zone.name)
    return [
      `RRSet of type CNAME with DNS name ${Name} is not permitted at apex in zone ${zone.name}`,
    ];
  const errors = [...valueErrors(set), ...conflicts(set, key, { sets, byName }, zone)];
  if (errors.length > 0) return errors;
  sets.set(key, set);
  byName.set(set.Name, [...(byName.get(set.Name) ?? []), set]);
  return errors;
}

function conflicts(
  set: ResourceRecordSet,
  key: string,
  { sets, byName }: Draft,
  zone: FakeZone,
): string[] {
  const { Name, Type, SetIdentifier = 'null' } = set;
  for (const other of byName.get(Name) ?? []) {
    const otherKey = keyOf(other);
    if (otherKey === key || sets.get(otherKey) !== other) continue;
    if ((other.Type === 'CNAME') !== (Type === 'CNAME'))
      return [
        `RRSet of type ${Type} with DNS name ${Name} is not permitted because a conflicting RRSet of type ${other.Type} with the same DNS name already exists in zone ${zone.name}`,
      ];
    if (other.Type === Type && policyKind(other) !== policyKind(set))
      return [
        `RRSet with DNS name ${Name}, type ${Type}, SetIdentifier ${SetIdentifier} cannot be created because a non-${policyKind(set)} RRSet exists with the same name and type`,
      ];
  }
  return [];
}

function valueErrors({ Type, Name, ResourceRecords: records = [] }: ResourceRecordSet): string[] {
  const values = records.map(({ Value = '' }) => Value);
  const bad = (problem: string, value: string): string =>
    `Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${value}''`;
  const errors: string[] = [];
  if (Type === 'CNAME' && values.length > 1)
    errors.push(`Multiple Resource Records specified for type CNAME with DNS name ${Name}`);
  for (const [at, value] of values.entries()) {
    if (values.indexOf(value) !== at) errors.push(`Duplicate Resource Record: '${value}'`);
    if (Type === 'A' && isIP(value) !== 4)
      errors.push(bad('ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)', value));
    if (Type === 'AAAA' && isIP(value) !== 6)
      errors.push(bad('AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)', value));
    if (Type === 'TXT' && !/^(?:"(?:[^"\\]|\\.)*"\s*)+$/.test(value))
      errors.push(
        bad('InvalidCharacterString (Value should be enclosed in quotation marks)', value),
      );
    const strings = Type === 'TXT' ? (value.match(/"(?:[^"\\]|\\.)*"/g) ?? []) : [];
    if (strings.some((text) => text.replace(/\\(?:[0-7]{3}|.)/g, '?').length > 257))
      errors.push(bad('CharacterStringTooLong (Value is too long)', value));
    if (Type === 'TXT' && /[^ -~]/.test(value))
      errors.push(bad('UnprintableCharacter (Value contains unescaped characters)', value));
  }
  return errors;
}

function aliasErrors(
  changes: readonly Change[],
  sets: ReadonlyMap<string, ResourceRecordSet>,
  zone: FakeZone,
  { zones }: ChangeRules,
): string[] {
  return changes.flatMap(({ Action, ResourceRecordSet: set }): string[] => {
    const alias = set?.AliasTarget;
    if (Action === 'DELETE' || alias === undefined) return [];
    const target = zones.get(alias.HostedZoneId ?? '');
    // A zone of another AWS service.
    if (target === undefined) return [];
    const tried = `Tried to create an alias that targets ${alias.DNSName}, type ${set?.Type} in zone ${target.id}`;
    const name = alias.DNSName ?? '';
    if (name !== target.name && !name.endsWith(`.${target.name}`))
      return [`${tried}, but the alias target name does not lie within the target zone`];
    const inZone = [...(target === zone ? sets : target.sets).values()];
    return inZone.some((other) => other.Name === name && other.Type === set?.Type)
      ? []
      : [`${tried}, but that target was not found`];
  });
}
