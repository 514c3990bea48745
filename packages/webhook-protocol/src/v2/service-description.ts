import type { Can, ProviderCapabilities } from '@org/dns-core';
import { decoded, malformed, type Decoding } from '../decoding.ts';
import { isJsonObject, parseFirstJson, toGoJson, type JsonObject } from '../json.ts';

/** The body of `GET /v2`: what is behind the service. */
export interface ServiceDescription {
  /** The provider's own name, such as `pdns`. */
  readonly provider: string;
  readonly capabilities: ProviderCapabilities;
  /** Single names can be read (`POST /v2/zones/{id}/names`). */
  readonly names: boolean;
  /** Versions of zones can be asked for (`GET /v2/zones/{id}/version`). */
  readonly versions: boolean;
}

export function encodeDescription({
  provider,
  capabilities,
  names,
  versions,
}: ServiceDescription): string {
  return `${toGoJson({ provider, capabilities, features: { names, versions } })}\n`;
}

/** Members that are not known are ignored: a later release may add some. */
export function decodeDescription(text: string): Decoding<ServiceDescription> {
  const json = parseFirstJson(text);
  if (!json.ok) return json;
  const { value: body } = json;
  if (!isJsonObject(body)) return malformed('the description must be an object');
  const { provider, features } = body;
  if (typeof provider !== 'string') return malformed('provider must be a text');
  if (!isJsonObject(features)) return malformed('features must be an object');
  const capabilities = decodeCapabilities(body['capabilities']);
  if (!capabilities.ok) return capabilities;
  return decoded({
    provider,
    capabilities: capabilities.value,
    names: features['names'] === true,
    versions: features['versions'] === true,
  });
}

const granularities = ['record', 'record-set', 'name', 'zone'] as const;

function decodeCapabilities(json: unknown): Decoding<ProviderCapabilities> {
  if (!isJsonObject(json)) return malformed('capabilities must be an object');
  const granularity = granularities.find((known) => known === json['granularity']);
  if (granularity === undefined)
    return malformed(`capabilities.granularity must be one of ${granularities.join(', ')}`);
  const recordTypes = decodeRecordTypes(json['recordTypes']);
  if (recordTypes === undefined)
    return malformed('capabilities.recordTypes must be "any" or say what each type can');
  const setIdentifiers = decodeCan(json['setIdentifiers']);
  const wildcards = decodeCan(json['wildcards']);
  if (setIdentifiers === undefined || wildcards === undefined)
    return malformed('capabilities.setIdentifiers and .wildcards must be true or {"no": reason}');
  const { properties } = json;
  return decoded({
    granularity,
    recordTypes,
    setIdentifiers,
    wildcards,
    atomicGroups: json['atomicGroups'] === true,
    typeChangeInPlace: json['typeChangeInPlace'] === true,
    ...(isJsonObject(json['ttlSeconds']) ? { ttlSeconds: decodeTtl(json['ttlSeconds']) } : {}),
    ...(Array.isArray(properties)
      ? { properties: properties.filter((name) => typeof name === 'string') }
      : {}),
  });
}

function decodeRecordTypes(json: unknown): ProviderCapabilities['recordTypes'] | undefined {
  if (json === 'any') return 'any';
  if (!isJsonObject(json)) return undefined;
  const types: Record<string, Can> = {};
  for (const [type, value] of Object.entries(json)) {
    const can = decodeCan(value);
    if (can === undefined) return undefined;
    types[type] = can;
  }
  return types;
}

function decodeCan(json: unknown): Can | undefined {
  if (json === true) return true;
  const no = isJsonObject(json) ? json['no'] : undefined;
  return typeof no === 'string' ? { no } : undefined;
}

function decodeTtl(json: JsonObject): NonNullable<ProviderCapabilities['ttlSeconds']> {
  return Object.fromEntries(
    (['min', 'max', 'default'] as const).flatMap((bound) =>
      typeof json[bound] === 'number' ? [[bound, json[bound]]] : [],
    ),
  );
}
