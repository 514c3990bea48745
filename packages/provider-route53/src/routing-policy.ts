import type {
  GeoProximityLocation,
  ResourceRecordSet,
  ResourceRecordSetFailover,
  ResourceRecordSetRegion,
} from '@aws-sdk/client-route-53';
import {
  ProviderError,
  propertyOf,
  type Behavior,
  type Endpoint,
  type Property,
} from '@org/dns-core';
import { parseCoordinates } from './coordinates.ts';
import { propertyNames } from './property-names.ts';

/** A record set's routing policy as properties: one policy, the first that is set, as upstream looks for it. */
export function fromPolicy(set: ResourceRecordSet, behavior: Behavior): readonly Property[] {
  const { GeoLocation: geo, GeoProximityLocation: proximity, CidrRoutingConfig: cidr } = set;
  if (set.Weight !== undefined) return listed([propertyNames.weight, String(set.Weight)]);
  if (set.Region !== undefined) return listed([propertyNames.region, set.Region]);
  if (set.Failover !== undefined) return listed([propertyNames.failover, set.Failover]);
  if (set.MultiValueAnswer === true)
    // Upstream reads it as empty, so that it never compares equal to the `true` that people write.
    return listed([propertyNames.multiValueAnswer, behavior === 'compat' ? '' : 'true']);
  if (geo !== undefined)
    return geo.ContinentCode === undefined
      ? listed(
          [propertyNames.countryCode, geo.CountryCode],
          [propertyNames.subdivisionCode, geo.SubdivisionCode],
        )
      : listed([propertyNames.continentCode, geo.ContinentCode]);
  if (proximity !== undefined) return fromProximity(proximity);
  if (cidr !== undefined && behavior === 'safe')
    return listed(
      [propertyNames.cidrCollectionId, cidr.CollectionId],
      [propertyNames.cidrLocationName, cidr.LocationName],
    );
  return [];
}

function fromProximity(proximity: GeoProximityLocation): readonly Property[] {
  const { AWSRegion, LocalZoneGroup, Coordinates, Bias } = proximity;
  return listed(
    [propertyNames.proximityRegion, AWSRegion],
    [propertyNames.proximityLocalZoneGroup, LocalZoneGroup],
    [
      propertyNames.proximityCoordinates,
      Coordinates && `${Coordinates.Latitude},${Coordinates.Longitude}`,
    ],
    [propertyNames.proximityBias, Bias === undefined ? undefined : String(Bias)],
  );
}

function listed(...pairs: readonly (readonly [string, string | undefined])[]): readonly Property[] {
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

/**
 * The fields of a record set that hold the routing policy of an endpoint.
 *
 * @throws ProviderError `rejected` in `safe`, when a value is none that the service takes. `compat` writes 0 for a weight or a bias
 * that is no number and leaves out coordinates that are none, as upstream does.
 */
export function toPolicy(endpoint: Endpoint, behavior: Behavior): Partial<ResourceRecordSet> {
  const of = (name: string): string | undefined => propertyOf(endpoint, name);
  const weight = of(propertyNames.weight);
  const region = of(propertyNames.region);
  const failover = of(propertyNames.failover);
  const collection = of(propertyNames.cidrCollectionId);
  const location = of(propertyNames.cidrLocationName);
  const proximity = toProximity(endpoint, behavior);
  return {
    ...(weight === undefined
      ? {}
      : { Weight: toInteger(endpoint, propertyNames.weight, weight, 0, 255, behavior) }),
    // The service knows its own regions and says so when one is not among them.
    ...(region === undefined ? {} : { Region: region as ResourceRecordSetRegion }),
    ...(failover === undefined ? {} : { Failover: failover as ResourceRecordSetFailover }),
    ...(of(propertyNames.multiValueAnswer) === undefined ? {} : { MultiValueAnswer: true }),
    ...toGeoLocation(of),
    ...(proximity === undefined ? {} : { GeoProximityLocation: proximity }),
    ...(behavior === 'compat' || (collection === undefined && location === undefined)
      ? {}
      : { CidrRoutingConfig: { CollectionId: collection, LocationName: location } }),
  };
}

function toGeoLocation(of: (name: string) => string | undefined): Partial<ResourceRecordSet> {
  const continent = of(propertyNames.continentCode);
  if (continent !== undefined) return { GeoLocation: { ContinentCode: continent } };
  const country = of(propertyNames.countryCode);
  const subdivision = of(propertyNames.subdivisionCode);
  if (country === undefined && subdivision === undefined) return {};
  return { GeoLocation: { CountryCode: country, SubdivisionCode: subdivision } };
}

function toProximity(endpoint: Endpoint, behavior: Behavior): GeoProximityLocation | undefined {
  const region = propertyOf(endpoint, propertyNames.proximityRegion);
  const group = propertyOf(endpoint, propertyNames.proximityLocalZoneGroup);
  const text = propertyOf(endpoint, propertyNames.proximityCoordinates);
  const bias = propertyOf(endpoint, propertyNames.proximityBias);
  const coordinates = text === undefined ? undefined : parseCoordinates(text);
  if (text !== undefined && coordinates === undefined && behavior === 'safe')
    throw refused(
      endpoint,
      propertyNames.proximityCoordinates,
      text,
      'latitude and longitude with a comma between them, such as 49.22,-74.01',
    );
  if (
    region === undefined &&
    group === undefined &&
    coordinates === undefined &&
    bias === undefined
  )
    return undefined;
  return {
    AWSRegion: region,
    LocalZoneGroup: group,
    Coordinates: coordinates,
    Bias:
      bias === undefined
        ? undefined
        : toInteger(endpoint, propertyNames.proximityBias, bias, -99, 99, behavior),
  };
}

const largestOfGo = { [propertyNames.weight]: 2n ** 63n, [propertyNames.proximityBias]: 2n ** 31n };

function toInteger(
  endpoint: Endpoint,
  property: keyof typeof largestOfGo,
  text: string,
  min: number,
  max: number,
  behavior: Behavior,
): number {
  const isInteger = /^[+-]?\d+$/.test(text);
  if (behavior === 'compat') {
    // Go's ParseInt: what does not fit counts as no number.
    const largest = largestOfGo[property];
    const value = isInteger ? BigInt(text.replace('+', '')) : 0n;
    return value >= -largest && value < largest ? Number(value) : 0;
  }
  const value = isInteger ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw refused(endpoint, property, text, `a whole number from ${min} to ${max}`);
}

function refused(
  endpoint: Endpoint,
  property: string,
  value: string,
  expected: string,
): ProviderError {
  return new ProviderError(
    'rejected',
    `${endpoint.spelling} ${endpoint.type}: ${property} is "${value}"; it must be ${expected}`,
  );
}

/** Which policy a record set has; two that differ cannot lie beside each other under one name and type. */
export function policyKind(set: ResourceRecordSet): string {
  if (set.Weight !== undefined) return 'weighted';
  if (set.Region !== undefined) return 'latency';
  if (set.Failover !== undefined) return 'failover';
  if (set.MultiValueAnswer === true) return 'multivalue';
  if (set.GeoLocation !== undefined) return 'geolocation';
  if (set.GeoProximityLocation !== undefined) return 'geoproximity';
  if (set.CidrRoutingConfig !== undefined) return 'cidr';
  return 'simple';
}
