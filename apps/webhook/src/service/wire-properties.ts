import type { Change, ChangeGroup, Endpoint, Property, Provider } from '@org/dns-core';

/**
 * A provider whose properties have the names that travel: controllers keep only those that begin with `webhook/` (the
 * annotation `external-dns.kubernetes.io/webhook-weight` is `webhook/weight`), so `aws/weight` goes over the wire as that, and
 * comes from it. A provider that does not list its properties is left as it is, and so are names without a slash.
 */
export function withWireProperties(provider: Provider): Provider {
  const { properties } = provider.capabilities;
  if (properties === undefined || !properties.some((name) => name.includes('/'))) return provider;
  const toWire = new Map(properties.map((name) => [name, wireName(name)]));
  const fromWire = new Map(Array.from(toWire, ([name, wire]) => [wire, name]));
  const out = (endpoint: Endpoint): Endpoint => renamed(endpoint, toWire);
  const back = (endpoint: Endpoint): Endpoint => renamed(endpoint, fromWire);
  return {
    ...provider,
    capabilities: { ...provider.capabilities, properties: [...toWire.values()] },
    async *readZone(zone, signal) {
      for await (const chunk of provider.readZone(zone, signal)) yield chunk.map(out);
    },
    applyChanges: (zone, groups, signal) =>
      provider.applyChanges(
        zone,
        groups.map((group) => groupFrom(group, back)),
        signal,
      ),
    ...(provider.readNames === undefined
      ? {}
      : {
          readNames: async (zone, names, signal) =>
            ((await provider.readNames?.(zone, names, signal)) ?? []).map(out),
        }),
    ...(provider.zonesFor === undefined
      ? {}
      : { zonesFor: (endpoint, zones) => provider.zonesFor?.(back(endpoint), zones) ?? [] }),
    ...(provider.adjust === undefined
      ? {}
      : {
          adjust: async (desired, signal) =>
            ((await provider.adjust?.(desired.map(back), signal)) ?? []).map(out),
        }),
  };
}

/** `aws/weight` is `webhook/weight`, `external-dns.alpha.kubernetes.io/cloudflare-proxied` is `webhook/cloudflare-proxied`. */
function wireName(name: string): string {
  const slash = name.lastIndexOf('/', name.length - 2);
  return slash < 0 ? name : `webhook${name.slice(slash)}`;
}

function renamed(endpoint: Endpoint, names: ReadonlyMap<string, string>): Endpoint {
  if (!endpoint.properties.some(({ name }) => names.has(name))) return endpoint;
  const rename = (property: Property): Property => ({
    ...property,
    name: names.get(property.name) ?? property.name,
  });
  return { ...endpoint, properties: endpoint.properties.map(rename) };
}

function groupFrom(group: ChangeGroup, back: (endpoint: Endpoint) => Endpoint): ChangeGroup {
  const changes = group.changes.map((change): Change => {
    switch (change.kind) {
      case 'create':
        return { ...change, after: back(change.after) };
      case 'update':
        return { ...change, before: back(change.before), after: back(change.after) };
      case 'delete':
        return { ...change, before: back(change.before) };
    }
  });
  return { ...group, changes };
}
