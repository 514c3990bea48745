import type { Endpoint, Property } from '@org/dns-core';

/** What an endpoint can say about its records at Cloudflare; as written in annotations, behind a prefix. */
export const propertyKeys = {
  customHostname: 'cloudflare-custom-hostname',
  proxied: 'cloudflare-proxied',
  region: 'cloudflare-region-key',
  comment: 'cloudflare-record-comment',
  tags: 'cloudflare-tags',
} as const;

export type PropertyKey = keyof typeof propertyKeys;

/** Says of a record set that was read that its records do not have all the same settings; never wanted, so always put right. */
export const mixedProperty = 'cloudflare-mixed';

/** `''` is a value of its own; absent: not said. */
export type Settings = Readonly<Partial<Record<PropertyKey, string>>>;

const keyByName = new Map<string, PropertyKey>(
  Object.entries(propertyKeys).map(([key, name]) => [name, key as PropertyKey]),
);

/**
 * The settings of an endpoint. Any prefix is read (`external-dns.kubernetes.io/`, one of the operator's own), and `cloudflare/tags` for
 * `cloudflare-tags`; the first of several wins.
 */
export function settingsOf({ properties }: Pick<Endpoint, 'properties'>): Settings {
  const settings: Partial<Record<PropertyKey, string>> = {};
  for (const { name, value } of properties) {
    const word = name.startsWith('cloudflare/')
      ? name.replace('/', '-')
      : name.slice(name.lastIndexOf('/') + 1);
    const key = keyByName.get(word);
    if (key !== undefined) settings[key] ??= value;
  }
  return settings;
}

/** Properties that say what is said and not empty, under one prefix and in one order. */
export function toProperties(settings: Settings, prefix: string): readonly Property[] {
  const properties: Property[] = [];
  for (const [key, name] of Object.entries(propertyKeys)) {
    const value = settings[key as PropertyKey];
    if (value !== undefined && value !== '') properties.push({ name: prefix + name, value });
  }
  return properties;
}

/** The parts of a list between commas, without blanks, repetitions and empty ones, sorted. */
export function listOf(text: string | undefined): readonly string[] {
  const parts = (text ?? '').split(',').map((part) => part.trim());
  return [...new Set(parts)].filter((part) => part !== '').toSorted();
}

const truths = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const untruths = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** A truth value as Go's `strconv.ParseBool` reads it; `undefined` for anything else. */
export function parseTruth(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (truths.has(text)) return true;
  return untruths.has(text) ? false : undefined;
}
