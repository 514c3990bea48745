import { toDnsName, type DnsName, type Zone } from '@org/dns-core';
import { decoded, malformed, type Decoding } from '../decoding.ts';
import { isJsonObject, parseFirstJson, toGoJson } from '../json.ts';

/** The body of `GET /v2/zones`. */
export function encodeZones(zones: readonly Zone[]): string {
  return `${toGoJson({ zones })}\n`;
}

export function decodeZones(text: string): Decoding<readonly Zone[]> {
  const list = decodeList(text, 'zones');
  if (!list.ok) return list;
  const zones: Zone[] = [];
  for (const [index, zone] of list.value.entries()) {
    const { id, name, version } = isJsonObject(zone) ? zone : {};
    if (typeof id !== 'string' || id === '' || typeof name !== 'string')
      return malformed(`zones[${index}] must hold the texts id, which is not empty, and name`);
    zones.push({
      id,
      name: toDnsName(name),
      ...(typeof version === 'string' ? { version } : {}),
    });
  }
  return decoded(zones);
}

/** The body of `POST /v2/zones/{id}/names`. */
export function encodeNames(names: readonly DnsName[]): string {
  return `${toGoJson({ names })}\n`;
}

export function decodeNames(text: string): Decoding<readonly DnsName[]> {
  const list = decodeList(text, 'names');
  if (!list.ok) return list;
  return list.value.every((name) => typeof name === 'string')
    ? decoded(list.value.map(toDnsName))
    : malformed('names must be a list of texts');
}

/** The body of `GET /v2/zones/{id}/version`; no member where there is none now. */
export function encodeVersion(version: string | undefined): string {
  return `${toGoJson({ version })}\n`;
}

export function decodeVersion(text: string): Decoding<string | undefined> {
  const json = parseFirstJson(text);
  if (!json.ok) return json;
  if (!isJsonObject(json.value)) return malformed('the version must be in an object');
  const version = json.value['version'] ?? undefined;
  return version === undefined || typeof version === 'string'
    ? decoded(version)
    : malformed('version must be a text');
}

function decodeList(text: string, member: string): Decoding<readonly unknown[]> {
  const json = parseFirstJson(text);
  if (!json.ok) return json;
  const list = isJsonObject(json.value) ? json.value[member] : undefined;
  return Array.isArray(list)
    ? decoded(list as readonly unknown[])
    : malformed(`${member} must be a list`);
}
