import { createEndpoint, type Endpoint, type ObjectRef, type Property } from '@org/dns-core';
import type { DnsEndpointEntry, EntryProperty } from './resources.ts';

export interface EntryContext {
  readonly resource: string;
  readonly object: ObjectRef;
  /** Prefixes of Cloudflare's property names; the first is the one that the provider knows. */
  readonly prefixes: readonly [string, ...string[]];
}

/** An entry of `spec.endpoints` as an endpoint: as it is written, with the label `resource` of its object. */
export function endpointFromEntry(entry: DnsEndpointEntry, context: EntryContext): Endpoint {
  return createEndpoint({
    name: entry.dnsName ?? '',
    keepFinalDot: true,
    type: entry.recordType ?? '',
    targets: entry.targets ?? [],
    setIdentifier: entry.setIdentifier ?? undefined,
    ttlSeconds: entry.recordTTL ?? undefined,
    labels: { ...entry.labels, resource: context.resource },
    properties: entry.providerSpecific?.map((property) => toProperty(property, context.prefixes)),
    objects: [context.object],
  });
}

function toProperty(
  property: EntryProperty,
  [canonical, ...others]: readonly [string, ...string[]],
): Property {
  const { name, value } = { name: property?.name ?? '', value: property?.value ?? '' };
  const former = others.find((prefix) => name.startsWith(`${prefix}cloudflare-`));
  return { name: former === undefined ? name : canonical + name.slice(former.length), value };
}
