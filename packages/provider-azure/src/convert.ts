import {
  createEndpoint,
  ProviderError,
  type Behavior,
  type ChangeRole,
  type DnsName,
  type Endpoint,
  type Property,
} from '@org/dns-core';
import {
  formatCaa,
  formatMx,
  formatSrv,
  parseCaa,
  parseMx,
  parseSrv,
  withHostDots,
  withoutHostDots,
} from '@org/dns-provider-kit';
import type { AzureRecordSet, SetKey } from './record-set.ts';
import { azureType, typesOf, type AzureType, type ZoneKind } from './record-types.ts';
import { metadataOf, metadataProperties } from './tags.ts';
import { fromTxtStrings, toMarkerStrings, toTxtStrings } from './txt-data.ts';

/** What Azure is sent where no TTL is asked for. */
const defaultTtlSeconds = 300;

/** Says that a target is the id of an Azure resource whose address the record follows. */
const aliasProperty: Property = { name: 'alias', value: 'true' };

export interface ConvertOptions {
  readonly kind: ZoneKind;
  readonly behavior: Behavior;
}

/** A record set as an endpoint; `undefined` for what is not handled: SOA, and what upstream passes over in `compat`. */
export function fromRecordSet(
  set: AzureRecordSet,
  zoneName: DnsName,
  { kind, behavior }: ConvertOptions,
): Endpoint | undefined {
  const word = set.type?.slice(set.type.lastIndexOf('/') + 1).toUpperCase() ?? '';
  const type = azureType(word, typesOf(kind, behavior));
  if (type === undefined || set.name === undefined) return undefined;
  const alias = behavior === 'safe' ? aliasTarget(set) : undefined;
  const targets =
    alias === undefined
      ? behavior === 'safe'
        ? targetsOf[type](set)
        : targetsAsUpstream(type, set)
      : [alias];
  if (targets.length === 0) return undefined;
  const readsMetadata = kind === 'public' || behavior === 'safe';
  const properties = [
    ...(alias === undefined ? [] : [aliasProperty]),
    ...(readsMetadata ? metadataProperties(set.metadata ?? {}) : []),
  ];
  return createEndpoint({
    name: set.name === '@' ? zoneName : `${set.name}.${zoneName}`,
    type,
    targets,
    ttlSeconds: set.ttl,
    properties: properties.length === 0 ? undefined : properties,
  });
}

/** The resource that a record set follows. */
function aliasTarget(set: AzureRecordSet): string | undefined {
  const id = set.targetResource?.id ?? '';
  return id === '' ? undefined : id;
}

/** A target that names an Azure resource. */
function isResourceId(target: string): boolean {
  return target.toLowerCase().startsWith('/subscriptions/');
}

const targetsOf: Readonly<Record<AzureType, (set: AzureRecordSet) => readonly string[]>> = {
  A: ({ aRecords }) => all(aRecords, ({ ipv4Address }) => ipv4Address),
  AAAA: ({ aaaaRecords }) => all(aaaaRecords, ({ ipv6Address }) => ipv6Address),
  CAA: ({ caaRecords }) =>
    all(caaRecords, ({ flags = 0, tag, value }) =>
      tag === undefined || value === undefined ? undefined : formatCaa({ flags, tag, value }),
    ),
  CNAME: ({ cnameRecord }) =>
    all(cnameRecord === undefined ? [] : [cnameRecord], ({ cname }) => host('CNAME', cname)),
  MX: ({ mxRecords }) =>
    all(mxRecords, ({ preference = 0, exchange }) =>
      exchange === undefined ? undefined : host('MX', formatMx({ preference, exchange })),
    ),
  NS: ({ nsRecords }) => all(nsRecords, ({ nsdname }) => host('NS', nsdname)),
  PTR: ({ ptrRecords }) => all(ptrRecords, ({ ptrdname }) => host('PTR', ptrdname)),
  SRV: ({ srvRecords }) =>
    all(srvRecords, ({ priority = 0, weight = 0, port = 0, target }) =>
      target === undefined
        ? undefined
        : withHostDots('SRV', formatSrv({ priority, weight, port, target })),
    ),
  TXT: ({ txtRecords }) => all(txtRecords, ({ value }) => fromTxtStrings(value ?? [])),
};

/** Of TXT records the first string of the first is read. */
function targetsAsUpstream(type: AzureType, set: AzureRecordSet): readonly string[] {
  if (type !== 'TXT') return targetsOf[type](set);
  const first = set.txtRecords?.[0]?.value?.[0];
  return first === undefined ? [] : [first];
}

function all<T>(
  records: readonly T[] | undefined,
  toTarget: (record: T) => string | undefined,
): readonly string[] {
  return (records ?? []).map(toTarget).filter((target) => target !== undefined);
}

function host(type: AzureType, data: string | undefined): string | undefined {
  return data === undefined ? undefined : withoutHostDots(type, data);
}

/** Where an endpoint's record set lies. */
export function toKey(endpoint: Endpoint, zoneName: DnsName): SetKey {
  const { name, type } = endpoint;
  return { type, name: name === zoneName ? '@' : name.slice(0, -zoneName.length - 1) };
}

/**
 * The record set that an endpoint asks for.
 *
 * @throws ProviderError `unsupported` or `rejected`, when no record set can say it.
 */
export function toRecordSet(
  endpoint: Endpoint,
  role: ChangeRole,
  { kind, behavior }: ConvertOptions,
): AzureRecordSet {
  const type = azureType(endpoint.type, typesOf(kind, behavior));
  if (type === undefined)
    throw new ProviderError(
      'unsupported',
      `${endpoint.spelling}: unsupported record type '${endpoint.type}'`,
    );
  const metadata = kind === 'public' || behavior === 'safe' ? metadataOf(endpoint) : undefined;
  return {
    ttl: endpoint.ttlSeconds === 0 ? defaultTtlSeconds : endpoint.ttlSeconds,
    ...dataOf(endpoint, type, role, { kind, behavior }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function dataOf(
  endpoint: Endpoint,
  type: AzureType,
  role: ChangeRole,
  { kind, behavior }: ConvertOptions,
): AzureRecordSet {
  const { targets } = endpoint;
  const [first = ''] = targets;
  if (behavior === 'safe' && hasAlias(endpoint)) {
    if (kind === 'public') return { targetResource: { id: first } };
    throw new ProviderError(
      'unsupported',
      `${endpoint.spelling}: Azure Private DNS has no alias record sets; give the address of ${first}`,
    );
  }
  const fields = <T>(parse: (data: string) => T | undefined, form: string): T[] =>
    targets.map((target) => {
      const data = parse(target);
      if (data !== undefined) return data;
      throw new ProviderError(
        'rejected',
        `${endpoint.spelling}: ${type} target "${target}" is not of the form ${form}`,
      );
    });
  switch (type) {
    case 'A':
      return { aRecords: targets.map((ipv4Address) => ({ ipv4Address })) };
    case 'AAAA':
      return { aaaaRecords: targets.map((ipv6Address) => ({ ipv6Address })) };
    case 'CAA':
      return { caaRecords: fields(parseCaa, `"0 issue "ca.example.org""`) };
    case 'CNAME':
      return { cnameRecord: { cname: first } };
    case 'MX':
      return { mxRecords: fields(parseMx, '"10 mail.example.org"') };
    case 'NS':
      return { nsRecords: targets.map((nsdname) => ({ nsdname })) };
    case 'PTR':
      return { ptrRecords: targets.map((ptrdname) => ({ ptrdname })) };
    case 'SRV':
      return {
        srvRecords: fields(parseSrv, '"10 20 5060 sip.example.org."').map((data) => ({
          ...data,
          target: withoutHostDots('CNAME', data.target),
        })),
      };
    case 'TXT':
      if (behavior === 'compat') return { txtRecords: [{ value: [first] }] };
      return {
        txtRecords: targets.map((target) => ({
          value: role === 'marker' ? toMarkerStrings(target) : toTxtStrings(target),
        })),
      };
  }
}

/** The endpoint follows an Azure resource. */
export function hasAlias({ type, targets, properties }: Endpoint): boolean {
  return (
    (type === 'A' || type === 'AAAA' || type === 'CNAME') &&
    targets.length === 1 &&
    isResourceId(targets[0] ?? '') &&
    properties.some(({ name, value }) => name === 'alias' && value === 'true')
  );
}

/** Two record sets say the same, whatever the order of their records and the case of their hosts. */
export function saysTheSame(one: AzureRecordSet, other: AzureRecordSet): boolean {
  return comparable(one) === comparable(other);
}

function comparable(set: AzureRecordSet): string {
  const alias = aliasTarget(set);
  const lists =
    alias === undefined
      ? Object.values(targetsOf).map((read) => read(set).map(lowered).sort())
      : [[alias.toLowerCase()]];
  const texts = (set.txtRecords ?? []).map(({ value = [] }) => value.join('')).sort();
  return JSON.stringify([set.ttl, lists, texts, metadataProperties(set.metadata ?? {})]);
}

/** TXT is compared by its text; of all else the case does not matter. */
function lowered(target: string): string {
  return target.startsWith('"') ? '' : target.toLowerCase();
}
