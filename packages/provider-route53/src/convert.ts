import type { ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import {
  createEndpoint,
  propertyOf,
  type Behavior,
  type Endpoint,
  type Property,
} from '@org/dns-core';
import { aliasZone, canonicalZone } from './alias-zones.ts';
import { fromApiName } from './names.ts';
import { propertyNames } from './property-names.ts';
import { fromPolicy, toPolicy } from './routing-policy.ts';

/** What the service's own TTL of an alias counts as, and the TTL that is written where none is asked for. */
export const defaultTtlSeconds = 300;

/** The types that upstream reads; others are invisible to it. */
const typesOfCompat: ReadonlySet<string> = new Set([
  'A',
  'AAAA',
  'CNAME',
  'DNAME',
  'MX',
  'NAPTR',
  'NS',
  'SRV',
  'TXT',
]);

/** Types whose data keeps its final dot, because the sources keep it too. */
const verbatimTypes: ReadonlySet<string> = new Set(['TXT', 'NAPTR', 'SRV']);

export interface ConvertContext {
  /** The hosted zone that the record set lies in, or will. */
  readonly zoneId: string;
  readonly behavior: Behavior;
  /** For aliases that do not say. */
  readonly evaluateTargetHealth: boolean;
}

/**
 * A record set as an endpoint. `undefined` for one that cannot be one: a traffic policy's, in `compat` also a type that upstream
 * does not read. A TTL of 300 stands for the TTL that an alias does not have.
 */
export function fromRecordSet(
  set: ResourceRecordSet,
  context: Omit<ConvertContext, 'evaluateTargetHealth'>,
): Endpoint | undefined {
  const { behavior } = context;
  const { Name, Type, AliasTarget: alias, ResourceRecords: records } = set;
  if (Name === undefined || Type === undefined) return undefined;
  if (behavior === 'compat' && !typesOfCompat.has(Type)) return undefined;
  const targets = (alias === undefined ? (records ?? []).map(({ Value }) => Value ?? '') : []).map(
    (value) => (verbatimTypes.has(Type) ? value : withoutFinalDot(value)),
  );
  if (alias !== undefined)
    targets.push(withoutFinalDot(fromApiName(alias.DNSName ?? '', behavior)));
  if (targets.length === 0) return undefined;
  const properties: Property[] = [];
  const add = (name: string, value: string): number => properties.push({ name, value });
  if (alias !== undefined) {
    add(propertyNames.evaluateTargetHealth, String(alias.EvaluateTargetHealth === true));
    add(propertyNames.alias, 'true');
    const target = targets[0] ?? '';
    const zone = alias.HostedZoneId;
    if (
      behavior === 'safe' &&
      zone !== undefined &&
      zone !== context.zoneId &&
      zone !== aliasZone(target)
    )
      add(propertyNames.targetHostedZone, zone);
  } else if (Type === 'CNAME') {
    add(propertyNames.alias, 'false');
  }
  if (set.SetIdentifier !== undefined) properties.push(...fromPolicy(set, behavior));
  if (set.HealthCheckId !== undefined) add(propertyNames.healthCheckId, set.HealthCheckId);
  return createEndpoint({
    name: fromApiName(Name, behavior),
    type: Type,
    targets,
    setIdentifier: set.SetIdentifier,
    ttlSeconds: set.TTL ?? defaultTtlSeconds,
    ...(properties.length === 0 ? {} : { properties }),
  });
}

/**
 * An endpoint as a record set.
 *
 * @throws ProviderError `rejected`, when a property holds what the service would refuse (`safe`).
 */
export function toRecordSet(endpoint: Endpoint, context: ConvertContext): ResourceRecordSet {
  const { behavior } = context;
  const { targets, ttlSeconds, setIdentifier } = endpoint;
  const [target] = targets;
  const healthCheck = propertyOf(endpoint, propertyNames.healthCheckId);
  const data: Partial<ResourceRecordSet> =
    isAlias(endpoint) && target !== undefined
      ? { AliasTarget: toAliasTarget(endpoint, target, context) }
      : {
          TTL: ttlSeconds > 0 ? ttlSeconds : defaultTtlSeconds,
          ResourceRecords: targets.map((Value) => ({ Value })),
        };
  return {
    Name: behavior === 'compat' ? endpoint.spelling : endpoint.name,
    // An unknown type is the service's to refuse; it names those that it takes.
    Type: endpoint.type as RRType,
    ...data,
    ...(setIdentifier === ''
      ? {}
      : { SetIdentifier: setIdentifier, ...toPolicy(endpoint, behavior) }),
    ...(healthCheck === undefined ? {} : { HealthCheckId: healthCheck }),
  };
}

/** An address record that stands for another name; `alias` says so in all other types without effect. */
function isAlias(endpoint: Endpoint): boolean {
  return (
    (endpoint.type === 'A' || endpoint.type === 'AAAA') &&
    propertyOf(endpoint, propertyNames.alias) === 'true'
  );
}

function toAliasTarget(
  endpoint: Endpoint,
  target: string,
  context: ConvertContext,
): ResourceRecordSet['AliasTarget'] {
  const evaluate = propertyOf(endpoint, propertyNames.evaluateTargetHealth);
  const known = context.behavior === 'compat' ? canonicalZone(target) : aliasZone(target);
  return {
    HostedZoneId: propertyOf(endpoint, propertyNames.targetHostedZone) ?? known ?? context.zoneId,
    DNSName: target,
    EvaluateTargetHealth:
      evaluate === undefined ? context.evaluateTargetHealth : evaluate === 'true',
  };
}

function withoutFinalDot(text: string): string {
  return text.endsWith('.') ? text.slice(0, -1) : text;
}
