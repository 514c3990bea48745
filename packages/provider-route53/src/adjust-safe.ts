import { parseIp, propertyOf, type Endpoint, type Property } from '@org/dns-core';
import type { AliasPreferences } from './adjust-compat.ts';
import { aliasZone, canonicalZone, isIpv4Only } from './alias-zones.ts';
import { defaultTtlSeconds } from './convert.ts';
import { heldProperties } from './held-properties.ts';
import { propertyNames } from './property-names.ts';
import { toTxtValue } from './txt-value.ts';
import { withoutPrefix } from './zone-filter.ts';

export interface SafeAdjustContext extends AliasPreferences {
  /** The id is that of a hosted zone of ours. */
  readonly isOwnZone: (zoneId: string) => boolean;
  /** Some hosted zone of ours holds both the record and its target, so that one can be an alias of the other. */
  readonly sharesZone: (endpoint: Endpoint, target: string) => boolean;
  /** The address types that a target in a hosted zone of ours has; both where it has none yet. */
  readonly addressTypesOf: (
    endpoint: Endpoint,
    target: string,
  ) => Promise<readonly ('A' | 'AAAA')[]>;
}

const keepsFinalDot: ReadonlySet<string> = new Set(['TXT', 'SRV', 'NAPTR']);

/**
 * One wanted endpoint in the words in which its record sets will be read back: an alias as A and AAAA records, properties in one
 * form, TXT data in quotes, host names without a final dot.
 */
export async function adjustSafe(
  given: Endpoint,
  context: SafeAdjustContext,
): Promise<readonly Endpoint[]> {
  const endpoint = withOwnProperties(withPlainTargets(given), context);
  switch (endpoint.type) {
    case 'A':
    case 'AAAA':
      return [adjustAddress(endpoint, context)];
    case 'CNAME':
      return adjustCname(endpoint, context);
    default:
      return [withoutAlias(endpoint)];
  }
}

function withPlainTargets(endpoint: Endpoint): Endpoint {
  const { type, targets } = endpoint;
  const plain = (target: string): string =>
    type === 'TXT'
      ? toTxtValue(target)
      : target.endsWith('.') && !keepsFinalDot.has(type)
        ? target.slice(0, -1)
        : target;
  const held = targets.map(plain);
  return held.every((target, index) => target === targets[index])
    ? endpoint
    : { ...endpoint, targets: held };
}

function withOwnProperties(endpoint: Endpoint, context: SafeAdjustContext): Endpoint {
  if (endpoint.properties.length === 0) return endpoint;
  const [target = ''] = endpoint.targets;
  // A record of the same zone is what an alias without a known service stands for anyway.
  const isImplied = (zoneId: string): boolean =>
    aliasZone(hostOf(target)) === zoneId || context.isOwnZone(zoneId);
  const properties = heldProperties(endpoint).filter(
    ({ name, value }) =>
      name !== propertyNames.targetHostedZone || !isImplied(withoutPrefix(value)),
  );
  return { ...endpoint, properties };
}

function adjustAddress(endpoint: Endpoint, context: SafeAdjustContext): Endpoint {
  const alias = propertyOf(endpoint, propertyNames.alias);
  const isAlias =
    (alias === 'true' || alias === endpoint.type) &&
    endpoint.targets.some((target) => parseIp(target) === undefined);
  return isAlias ? asAlias(endpoint, endpoint.type, context) : withoutAlias(endpoint);
}

async function adjustCname(
  endpoint: Endpoint,
  context: SafeAdjustContext,
): Promise<readonly Endpoint[]> {
  const [target = ''] = endpoint.targets;
  const types = await aliasTypes(endpoint, hostOf(target), context);
  if (types.length === 0) return [asCname(endpoint)];
  return types.map((type) => asAlias(endpoint, type, context));
}

/** The address records that stand for a CNAME; none: it stays one. */
async function aliasTypes(
  endpoint: Endpoint,
  target: string,
  context: SafeAdjustContext,
): Promise<readonly ('A' | 'AAAA')[]> {
  const asked = propertyOf(endpoint, propertyNames.alias);
  const wants = asked === 'true' || asked === 'A' || asked === 'AAAA';
  if (!wants)
    return asked !== 'false' && !context.preferCname && canonicalZone(target) !== undefined
      ? ['A', 'AAAA']
      : [];
  const isElsewhere =
    aliasZone(target) !== undefined ||
    propertyOf(endpoint, propertyNames.targetHostedZone) !== undefined;
  // The service refuses an alias to a name that is neither AWS's nor in the same zone; a CNAME leads there as well.
  if (!isElsewhere && !context.sharesZone(endpoint, target)) return [];
  if (asked !== 'true') return [asked];
  if (isElsewhere) return isIpv4Only(target) ? ['A'] : ['A', 'AAAA'];
  return context.addressTypesOf(endpoint, target);
}

function asAlias(endpoint: Endpoint, type: string, context: SafeAdjustContext): Endpoint {
  const evaluate = propertyOf(endpoint, propertyNames.evaluateTargetHealth);
  const value =
    evaluate === undefined ? String(context.evaluateTargetHealth) : String(evaluate === 'true');
  return {
    ...endpoint,
    type,
    // An alias has one target; the first, as upstream writes it.
    targets: endpoint.targets.slice(0, 1).map(hostOf),
    ttlSeconds: endpoint.ttlSeconds > 0 ? defaultTtlSeconds : 0,
    properties: [
      ...withoutAlias(endpoint, [propertyNames.targetHostedZone]).properties,
      { name: propertyNames.evaluateTargetHealth, value },
      { name: propertyNames.alias, value: 'true' },
    ],
  };
}

function asCname(endpoint: Endpoint): Endpoint {
  const { properties } = withoutAlias(endpoint);
  return {
    ...endpoint,
    properties: [...properties, { name: propertyNames.alias, value: 'false' }],
  };
}

const aliasProperties: readonly string[] = [
  propertyNames.alias,
  propertyNames.evaluateTargetHealth,
  propertyNames.targetHostedZone,
];

function withoutAlias(endpoint: Endpoint, except: readonly string[] = []): Endpoint {
  const keep = ({ name }: Property): boolean =>
    !aliasProperties.includes(name) || except.includes(name);
  return endpoint.properties.every(keep)
    ? endpoint
    : { ...endpoint, properties: endpoint.properties.filter(keep) };
}

/** As the tables and the service compare host names. */
function hostOf(target: string): string {
  const lower = target.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}
