import { createEndpoint, type Endpoint, type Labels, type Property } from '@org/dns-core';
import { decoded, malformed, type Decoding } from './decoding.ts';
import { isJsonObject, toGoJson, type JsonObject } from './json.ts';

/**
 * An endpoint as upstream writes it: members in upstream's order, empty ones left out, label names sorted. Kubernetes objects
 * do not travel.
 */
export function encodeEndpoint(endpoint: Endpoint): string {
  const { spelling, targets, type, setIdentifier, ttlSeconds, labels, properties } = endpoint;
  let text = spelling === '' ? '{' : `{"dnsName":${encodeText(spelling)}`;
  const member = (name: string, value: string): void => {
    text += `${text === '{' ? '' : ','}"${name}":${value}`;
  };
  if (targets.length > 0) member('targets', `[${encodeTexts(targets)}]`);
  if (type !== '') member('recordType', encodeText(type));
  if (setIdentifier !== '') member('setIdentifier', encodeText(setIdentifier));
  if (ttlSeconds !== 0) member('recordTTL', String(ttlSeconds));
  const names = Object.keys(labels);
  if (names.length > 0) member('labels', `{${encodeLabels(names, labels)}}`);
  if (properties.length > 0)
    member('providerSpecific', `[${properties.map(encodeProperty).join(',')}]`);
  return `${text}}`;
}

function encodeLabels(names: string[], labels: Labels): string {
  let members = '';
  for (const name of inOrder(names)) {
    members += `${members === '' ? '' : ','}${encodeText(name)}:${encodeText(labels[name] ?? '')}`;
  }
  return members;
}

/** Sorted in place; one or two names, as most have, without ado. */
function inOrder(names: string[]): readonly string[] {
  const [first = '', second = ''] = names;
  if (names.length > 2) return names.sort();
  if (names.length === 2 && first > second) names.reverse();
  return names;
}

function encodeProperty({ name, value }: Property): string {
  const members = [
    ...(name === '' ? [] : [`"name":${encodeText(name)}`]),
    ...(value === '' ? [] : [`"value":${encodeText(value)}`]),
  ];
  return `{${members.join(',')}}`;
}

function encodeTexts(texts: readonly string[]): string {
  const [only] = texts;
  return only !== undefined && texts.length === 1
    ? encodeText(only)
    : texts.map(encodeText).join(',');
}

/** Most texts hold nothing that JSON or Go escapes. */
function encodeText(text: string): string {
  return /^[ !#-%'-;=?-[\]-~]*$/.test(text) ? `"${text}"` : toGoJson(text);
}

/** An endpoint from parsed JSON; member names in any case, `null` as absent, members that are not known ignored. */
export function decodeEndpoint(json: unknown): Decoding<Endpoint> {
  if (!isJsonObject(json)) return malformed('must be an object');
  let name = '';
  let type = '';
  let setIdentifier = '';
  let ttlSeconds = 0;
  let targets: readonly string[] = [];
  let labels: Labels | undefined;
  let properties: readonly Property[] | undefined;
  for (const key of Object.keys(json)) {
    const value = json[key];
    if (value === null || value === undefined) continue;
    const member = membersByLowerCase.get(key) ?? membersByLowerCase.get(key.toLowerCase());
    switch (member) {
      case 'dnsName':
        if (typeof value !== 'string') return malformed('dnsName must be a text');
        name = value;
        break;
      case 'recordType':
        if (typeof value !== 'string') return malformed('recordType must be a text');
        type = value;
        break;
      case 'setIdentifier':
        if (typeof value !== 'string') return malformed('setIdentifier must be a text');
        setIdentifier = value;
        break;
      case 'recordTTL':
        if (!Number.isInteger(value)) return malformed('recordTTL must be a whole number');
        ttlSeconds = value as number;
        break;
      case 'targets':
        if (!isTextList(value)) return malformed('targets must be a list of texts');
        targets = value;
        break;
      case 'labels': {
        const read = decodeLabels(value);
        if (!read.ok) return read;
        labels = read.value;
        break;
      }
      case 'providerSpecific': {
        const read = decodeProperties(value);
        if (!read.ok) return read;
        properties = read.value;
        break;
      }
      case undefined:
        break;
    }
  }
  return decoded(
    createEndpoint({
      name,
      type,
      targets,
      setIdentifier,
      ttlSeconds,
      labels,
      properties,
      // A service finds its records by the names that it gave.
      keepFinalDot: true,
    }),
  );
}

type Member =
  | 'dnsName'
  | 'targets'
  | 'recordType'
  | 'setIdentifier'
  | 'recordTTL'
  | 'labels'
  | 'providerSpecific';

const members: readonly Member[] = [
  'dnsName',
  'targets',
  'recordType',
  'setIdentifier',
  'recordTTL',
  'labels',
  'providerSpecific',
];

/** Both the usual spelling, which is found at the first look, and the lower-case one. */
const membersByLowerCase: ReadonlyMap<string, Member> = new Map(
  members.flatMap((member) => [
    [member, member],
    [member.toLowerCase(), member],
  ]),
);

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function decodeLabels(value: unknown): Decoding<Labels | undefined> {
  if (!isJsonObject(value)) return malformed('labels must be an object');
  const names = Object.keys(value);
  if (names.length === 0) return decoded(undefined);
  if (names.some((name) => value[name] !== null && typeof value[name] !== 'string'))
    return malformed('labels must hold texts');
  return decoded(
    names.every((name) => value[name] !== null)
      ? (value as Labels)
      : Object.fromEntries(names.map((name) => [name, (value[name] ?? '') as string])),
  );
}

/** Another list than that of endpoints without properties: upstream tells the two apart when it looks for changes. */
const givenButEmpty: readonly Property[] = Object.freeze([]);

function decodeProperties(value: unknown): Decoding<readonly Property[] | undefined> {
  if (!Array.isArray(value)) return malformed('providerSpecific must be a list');
  if (value.length === 0) return decoded(givenButEmpty);
  const properties: Property[] = [];
  for (const entry of value as readonly unknown[]) {
    const property = isJsonObject(entry) ? decodeProperty(entry) : undefined;
    if (property === undefined)
      return malformed('providerSpecific must hold objects with the texts name and value');
    properties.push(property);
  }
  return decoded(properties);
}

function decodeProperty(entry: JsonObject): Property | undefined {
  let name: unknown = '';
  let value: unknown = '';
  for (const key of Object.keys(entry)) {
    const lower = key.toLowerCase();
    if (lower === 'name') name = entry[key] ?? '';
    else if (lower === 'value') value = entry[key] ?? '';
  }
  return typeof name === 'string' && typeof value === 'string' ? { name, value } : undefined;
}
