import { propertyOf, withProperty, type Endpoint, type Property } from '@org/dns-core';
import { canonicalZone } from './alias-zones.ts';
import { defaultTtlSeconds } from './convert.ts';
import { propertyNames } from './property-names.ts';

export interface AliasPreferences {
  /** A CNAME to an AWS service stays one unless it asks to be an alias. */
  readonly preferCname: boolean;
  /** For aliases that do not say. */
  readonly evaluateTargetHealth: boolean;
}

/** The wanted endpoints as upstream turns them round before it plans; the AAAA halves of aliases come at the end. */
export function adjustCompat(
  desired: readonly Endpoint[],
  preferences: AliasPreferences,
): readonly Endpoint[] {
  const added: Endpoint[] = [];
  const adjusted = desired.map((endpoint) => {
    switch (endpoint.type) {
      case 'A':
      case 'AAAA':
        return adjustAddress(withBias(endpoint), preferences);
      case 'CNAME': {
        const [first, ...more] = adjustCname(withBias(endpoint), preferences);
        added.push(...more);
        return first;
      }
      default:
        return endpoint;
    }
  });
  return [...adjusted, ...added].map(withPlainAlias);
}

function adjustAddress(endpoint: Endpoint, preferences: AliasPreferences): Endpoint {
  if (propertyOf(endpoint, propertyNames.alias) === 'true') return asAlias(endpoint, preferences);
  return without(without(endpoint, propertyNames.alias), propertyNames.evaluateTargetHealth);
}

function adjustCname(
  endpoint: Endpoint,
  preferences: AliasPreferences,
): readonly [Endpoint, ...Endpoint[]] {
  const given = propertyOf(endpoint, propertyNames.alias) ?? '';
  const [target = ''] = endpoint.targets;
  const isAutomatic = !preferences.preferCname && canonicalZone(target) !== undefined;
  const alias = ['true', 'false', 'A', 'AAAA'].includes(given) ? given : String(isAutomatic);
  const marked = alias === given ? endpoint : withValue(endpoint, propertyNames.alias, alias);
  switch (alias) {
    case 'true': {
      const address = asAlias({ ...marked, type: 'A' }, preferences);
      return [address, { ...address, type: 'AAAA' }];
    }
    case 'A':
    case 'AAAA':
      return [asAlias({ ...marked, type: alias }, preferences)];
    default:
      return [without(marked, propertyNames.evaluateTargetHealth)];
  }
}

function asAlias(endpoint: Endpoint, preferences: AliasPreferences): Endpoint {
  const given = propertyOf(endpoint, propertyNames.evaluateTargetHealth);
  const evaluate =
    given === undefined ? String(preferences.evaluateTargetHealth) : String(given === 'true');
  const marked =
    evaluate === given
      ? endpoint
      : withValue(endpoint, propertyNames.evaluateTargetHealth, evaluate);
  return marked.ttlSeconds > 0 ? { ...marked, ttlSeconds: defaultTtlSeconds } : marked;
}

/** `A` on an A record and `AAAA` on an AAAA record say `true`; done for every provider by upstream. */
function withPlainAlias(endpoint: Endpoint): Endpoint {
  const { type } = endpoint;
  return (type === 'A' || type === 'AAAA') && propertyOf(endpoint, propertyNames.alias) === type
    ? withValue(endpoint, propertyNames.alias, 'true')
    : endpoint;
}

function withBias(endpoint: Endpoint): Endpoint {
  const places = [
    propertyNames.proximityRegion,
    propertyNames.proximityLocalZoneGroup,
    propertyNames.proximityCoordinates,
  ];
  const isProximity =
    endpoint.setIdentifier !== '' &&
    places.some((name) => propertyOf(endpoint, name) !== undefined);
  return isProximity && propertyOf(endpoint, propertyNames.proximityBias) === undefined
    ? withValue(endpoint, propertyNames.proximityBias, '0')
    : endpoint;
}

function withValue(endpoint: Endpoint, name: string, value: string): Endpoint {
  return { ...endpoint, properties: withProperty(endpoint.properties, name, value) };
}

function without(endpoint: Endpoint, name: string): Endpoint {
  const keep = ({ name: other }: Property): boolean => other !== name;
  return endpoint.properties.every(keep)
    ? endpoint
    : { ...endpoint, properties: endpoint.properties.filter(keep) };
}
