import type { ResourceRecordSet } from '@aws-sdk/client-route-53';

const hostTypes: ReadonlySet<string> = new Set(['CNAME', 'MX', 'NS', 'PTR', 'SRV']);

/** Which record set of a zone it is: name, type and set identifier. */
export function keyOf(set: ResourceRecordSet): string {
  return `${plainName(set.Name ?? '')} ${set.Type} ${set.SetIdentifier ?? ''}`;
}

/** A name in the form in which the service compares them: octal codes resolved, lower case, no final dot. */
export function plainName(name: string): string {
  const plain = name
    .replace(/\\([0-3][0-7]{2})/g, (_code, digits: string) =>
      String.fromCharCode(parseInt(digits, 8)),
    )
    .toLowerCase();
  return plain.endsWith('.') ? plain.slice(0, -1) : plain;
}

/** The service would take one for the other, as it does before it deletes: host names by their meaning, all else by the letter. */
export function sameRecordSet(one: ResourceRecordSet, other: ResourceRecordSet): boolean {
  return keyOf(one) === keyOf(other) && contentOf(one) === contentOf(other);
}

function contentOf(set: ResourceRecordSet): string {
  const { AliasTarget: alias, ResourceRecords: records = [] } = set;
  const values = records.map(({ Value = '' }) =>
    hostTypes.has(set.Type ?? '') ? plainName(Value) : Value,
  );
  return JSON.stringify([
    set.TTL,
    values.toSorted(),
    alias && [alias.HostedZoneId, plainName(alias.DNSName ?? ''), alias.EvaluateTargetHealth],
    set.Weight,
    set.Region,
    set.Failover,
    set.MultiValueAnswer === true,
    pick(set.GeoLocation, ['ContinentCode', 'CountryCode', 'SubdivisionCode']),
    pick(set.GeoProximityLocation, ['AWSRegion', 'LocalZoneGroup', 'Bias']),
    pick(set.GeoProximityLocation?.Coordinates, ['Latitude', 'Longitude']),
    pick(set.CidrRoutingConfig, ['CollectionId', 'LocationName']),
    set.HealthCheckId,
  ]);
}

function pick<T extends object>(from: T | undefined, keys: readonly (keyof T)[]): unknown {
  return from === undefined ? undefined : keys.map((key) => from[key] ?? null);
}
