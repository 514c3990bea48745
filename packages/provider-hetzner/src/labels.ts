import { noProperties, type Endpoint, type Property } from '@org/dns-core';

/** Labels of record sets (docs.hetzner.cloud/reference/cloud#labels) as properties `hetzner/label-KEY`. */
const prefix = 'hetzner/label-';
/** Annotation names cannot hold a second `/`; the spelling is that of the community webhook. */
const slash = '--slash--';
/** Says in the Console whose record set it is. Nothing is decided by it. */
const ownerLabel = 'external-dns/owner';

const name = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const keyPrefix = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

export function labelsAsProperties(labels: Readonly<Record<string, string>>): readonly Property[] {
  const properties = Object.entries(labels)
    .filter(([key]) => key !== ownerLabel)
    .map(([key, value]) => ({ name: prefix + key.replace('/', slash), value }));
  return properties.length === 0 ? noProperties : properties;
}

/** The properties that are labels which the API takes. */
export function withHeldLabels(properties: readonly Property[]): readonly Property[] {
  const labels = properties.filter(isLabel);
  return labels.length === 0 ? noProperties : labels;
}

/** The labels that a record set is to have. */
export function labelsOf(endpoint: Endpoint): Readonly<Record<string, string>> {
  const asked = endpoint.properties.filter(isLabel).map((one) => [keyOf(one), one.value] as const);
  const owner = endpoint.labels['owner'] ?? '';
  return Object.fromEntries([
    ...asked,
    ...(name.test(owner) ? [[ownerLabel, owner] as const] : []),
  ]);
}

function keyOf({ name: property }: Property): string {
  return property.slice(prefix.length).replace(slash, '/');
}

function isLabel(property: Property): boolean {
  if (!property.name.startsWith(prefix)) return false;
  const key = keyOf(property);
  const parts = key.split('/');
  const keyName = parts.at(-1) ?? '';
  return (
    key !== ownerLabel &&
    parts.length <= 2 &&
    name.test(keyName) &&
    (parts.length === 1 || keyPrefix.test(parts[0] ?? '')) &&
    (property.value === '' || name.test(property.value))
  );
}
