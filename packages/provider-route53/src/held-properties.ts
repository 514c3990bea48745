import { propertyOf, type Endpoint, type Property } from '@org/dns-core';
import { parseCoordinates } from './coordinates.ts';
import { policyProperties, propertyNames } from './property-names.ts';

const known: ReadonlySet<string> = new Set(Object.values(propertyNames));

/**
 * The properties of a wanted endpoint in the words in which its record set will be read back. What no record set can hold falls
 * away: other providers' settings, the pin to a zone, a policy without a set identifier. What the service would refuse stays, so
 * that its owner is told when it is written.
 */
export function heldProperties(endpoint: Endpoint): readonly Property[] {
  const { setIdentifier, properties } = endpoint;
  const isKept = ({ name, value }: Property): boolean =>
    known.has(name) &&
    name !== propertyNames.hostedZoneId &&
    (value !== '' || name === propertyNames.multiValueAnswer) &&
    (setIdentifier !== '' || !policyProperties.has(name)) &&
    !(name === propertyNames.multiValueAnswer && value === 'false') &&
    !(countryProperties.has(name) && hasContinent);
  const hasContinent = (propertyOf(endpoint, propertyNames.continentCode) ?? '') !== '';
  const held = properties.filter(isKept).map(normalized);
  const needsBias =
    held.some(({ name }) => proximityPlaces.has(name)) &&
    !held.some(({ name }) => name === propertyNames.proximityBias);
  return needsBias ? [...held, { name: propertyNames.proximityBias, value: '0' }] : held;
}

/** Upstream writes the continent alone where both are given. */
const countryProperties: ReadonlySet<string> = new Set([
  propertyNames.countryCode,
  propertyNames.subdivisionCode,
]);

const proximityPlaces: ReadonlySet<string> = new Set([
  propertyNames.proximityRegion,
  propertyNames.proximityLocalZoneGroup,
  propertyNames.proximityCoordinates,
]);

const numbers: ReadonlySet<string> = new Set([propertyNames.weight, propertyNames.proximityBias]);

const capitals: ReadonlySet<string> = new Set([
  propertyNames.failover,
  propertyNames.continentCode,
  propertyNames.countryCode,
  propertyNames.subdivisionCode,
]);

function normalized({ name, value }: Property): Property {
  // Upstream takes any value, also none, for a yes.
  if (name === propertyNames.multiValueAnswer) return { name, value: 'true' };
  if (numbers.has(name) && /^[+-]?\d{1,9}$/.test(value))
    return { name, value: String(Number(value)) };
  if (capitals.has(name)) return { name, value: value.toUpperCase() };
  if (name === propertyNames.proximityCoordinates) {
    const text = value.replace(/\s/g, '');
    return parseCoordinates(text) === undefined ? { name, value } : { name, value: text };
  }
  return { name, value };
}
