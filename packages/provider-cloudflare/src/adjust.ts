import { toDnsName, type Endpoint } from '@org/dns-core';
import { canonicalTarget } from './content.ts';
import { proxiable } from './convert.ts';
import type { CloudflareSettings } from './options.ts';
import { listOf, parseTruth, settingsOf, toProperties, type Settings } from './properties.ts';
import type { PlanLimits } from './zone-plans.ts';

const maxTtlSeconds = 86_400;

/**
 * Endpoints as `readZone` will give them back: data in canonical form, settings that are not empty under one prefix, comments and
 * TTLs within what the zone's plan allows. Custom hostnames and the region belong to a name: its A, AAAA and CNAME records have
 * the same ones, the union of the hostnames and the first region that is asked for.
 */
export function adjust(
  desired: readonly Endpoint[],
  options: CloudflareSettings,
  limitsFor: (endpoint: Endpoint) => PlanLimits,
): readonly Endpoint[] {
  const settings = new Map(desired.map((endpoint) => [endpoint, settingsOf(endpoint)]));
  const ofName = Map.groupBy(
    desired.filter(({ type }) => proxiable.has(type)),
    ({ name }) => name,
  );
  const shared = new Map(
    [...ofName].map(([name, endpoints]) => [
      name,
      nameSettings(
        endpoints
          .toSorted((a, b) => (a.type < b.type ? -1 : 1))
          .map((endpoint) => settings.get(endpoint) ?? {}),
        options,
      ),
    ]),
  );
  return desired.map((endpoint) => {
    const own = settings.get(endpoint) ?? {};
    const canProxy = proxiable.has(endpoint.type);
    const proxied = canProxy && (parseTruth(own.proxied) ?? options.proxied);
    const limits = limitsFor(endpoint);
    return {
      ...endpoint,
      targets: canonicalTargets(endpoint),
      ttlSeconds: proxied ? 0 : ttlWithin(endpoint.ttlSeconds, limits),
      properties: toProperties(
        {
          proxied: proxied ? 'true' : '',
          comment: commentWithin(own.comment ?? options.comment, limits),
          tags: listOf(own.tags).join(','),
          ...(canProxy ? shared.get(endpoint.name) : {}),
        },
        options.propertyPrefix,
      ),
    };
  });
}

function nameSettings(all: readonly Settings[], options: CloudflareSettings): Settings {
  const { customHostnames, defaultRegion } = options;
  const hostnames = listOf(all.map(({ customHostname }) => customHostname ?? '').join(',')).map(
    toDnsName,
  );
  return {
    ...(customHostnames === undefined
      ? {}
      : { customHostname: listOf(hostnames.join(',')).join(',') }),
    ...(defaultRegion === undefined
      ? {}
      : { region: all.find(({ region }) => region !== undefined)?.region ?? defaultRegion }),
  };
}

function canonicalTargets({ type, targets }: Endpoint): readonly string[] {
  return [...new Set(targets.map((target) => canonicalTarget(type, target)))];
}

/** 0 is no wish, 1 is automatic. */
function ttlWithin(ttlSeconds: number, { minTtlSeconds }: PlanLimits): number {
  if (ttlSeconds <= 1) return ttlSeconds;
  return Math.min(Math.max(ttlSeconds, minTtlSeconds), maxTtlSeconds);
}

/** Comments have no line breaks, and the service counts their characters. */
function commentWithin(comment: string, { commentCharacters }: PlanLimits): string {
  const characters = Array.from(comment.replace(/[\r\n]+/g, ' '));
  return characters.slice(0, commentCharacters).join('');
}
