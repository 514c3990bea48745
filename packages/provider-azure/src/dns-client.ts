import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { RecordType as PublicType } from '@azure/arm-dns';
import type { RecordType as PrivateType } from '@azure/arm-privatedns';
import type { Page } from '@org/dns-provider-kit';
import type { AzureRecordSet, Precondition, SetKey, ZonePlace } from './record-set.ts';

export interface ZoneResource {
  /** `/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/dnsZones/example.org` */
  readonly id?: string;
  readonly name?: string;
}

/** The one face of Azure's two DNS libraries. Errors are theirs. */
export interface DnsClient {
  listZones(
    group: string,
    cursor: string | undefined,
    signal: AbortSignal,
  ): Promise<Page<ZoneResource, string>>;
  listRecordSets(
    zone: ZonePlace,
    cursor: string | undefined,
    signal: AbortSignal,
  ): Promise<Page<AzureRecordSet & { readonly id?: string }, string>>;
  getRecordSet(zone: ZonePlace, key: SetKey, signal: AbortSignal): Promise<AzureRecordSet>;
  putRecordSet(
    zone: ZonePlace,
    key: SetKey,
    set: AzureRecordSet,
    precondition: Precondition,
    signal: AbortSignal,
  ): Promise<AzureRecordSet>;
  deleteRecordSet(
    zone: ZonePlace,
    key: SetKey,
    precondition: Precondition,
    signal: AbortSignal,
  ): Promise<void>;
}

export interface DnsClientOptions {
  readonly credential: TokenCredential;
  readonly subscriptionId: string;
  readonly endpoint: string;
  readonly scope: string;
  readonly httpClient: HttpClient;
  readonly userAgent?: string;
}

/** Azure DNS, api-version 2018-05-01. */
export async function openPublicDns(options: DnsClientOptions): Promise<DnsClient> {
  const { DnsManagementClient, getContinuationToken } = await import('@azure/arm-dns');
  const { zones, recordSets } = new DnsManagementClient(
    options.credential,
    options.subscriptionId,
    { ...common(options), endpoint: options.endpoint, credentialScopes: options.scope },
  );
  return {
    listZones: (group, cursor, abortSignal) =>
      onePage(zones.listByResourceGroup(group, { abortSignal }), cursor, getContinuationToken),
    listRecordSets: ({ group, name }, cursor, abortSignal) =>
      onePage(
        recordSets.listAllByDnsZone(group, name, { abortSignal }),
        cursor,
        getContinuationToken,
      ),
    getRecordSet: async (zone, key, abortSignal) =>
      recordSets.get(zone.group, zone.name, inUrl(key), key.type as PublicType, { abortSignal }),
    putRecordSet: async (zone, key, set, precondition, abortSignal) =>
      recordSets.createOrUpdate(
        zone.group,
        zone.name,
        inUrl(key),
        key.type as PublicType,
        set as Parameters<typeof recordSets.createOrUpdate>[4],
        { ...headersOf(precondition), abortSignal },
      ),
    deleteRecordSet: (zone, key, precondition, abortSignal) =>
      recordSets.delete(zone.group, zone.name, inUrl(key), key.type as PublicType, {
        ...headersOf(precondition),
        abortSignal,
      }),
  };
}

/** Azure Private DNS, api-version 2024-06-01. */
export async function openPrivateDns(options: DnsClientOptions): Promise<DnsClient> {
  const { PrivateDnsManagementClient } = await import('@azure/arm-privatedns');
  const { privateZones, recordSets } = new PrivateDnsManagementClient(
    options.credential,
    options.subscriptionId,
    {
      ...common(options),
      endpoint: options.endpoint,
      credentials: { scopes: [options.scope] },
    },
  );
  const tokenOf = (page: unknown): string | undefined =>
    (page as { readonly continuationToken?: string }).continuationToken;
  return {
    listZones: (group, cursor, abortSignal) =>
      onePage(privateZones.listByResourceGroup(group, { abortSignal }), cursor, tokenOf),
    listRecordSets: ({ group, name }, cursor, abortSignal) =>
      onePage(recordSets.list(group, name, { abortSignal }), cursor, tokenOf),
    getRecordSet: (zone, key, abortSignal) =>
      recordSets.get(zone.group, zone.name, key.type as PrivateType, inUrl(key), { abortSignal }),
    putRecordSet: (zone, key, set, precondition, abortSignal) =>
      recordSets.createOrUpdate(
        zone.group,
        zone.name,
        key.type as PrivateType,
        inUrl(key),
        set as Parameters<typeof recordSets.createOrUpdate>[4],
        { ...headersOf(precondition), abortSignal },
      ),
    deleteRecordSet: (zone, key, precondition, abortSignal) =>
      recordSets.delete(zone.group, zone.name, key.type as PrivateType, inUrl(key), {
        ...headersOf(precondition),
        abortSignal,
      }),
  };
}

/** The transport below tries again; two who do so would multiply. */
function common({ httpClient, userAgent }: DnsClientOptions) {
  return {
    httpClient,
    retryOptions: { maxRetries: 0 },
    ...(userAgent === undefined ? {} : { userAgentOptions: { userAgentPrefix: userAgent } }),
  };
}

function headersOf(precondition: Precondition): { ifMatch?: string; ifNoneMatch?: string } {
  switch (precondition.kind) {
    case 'absent':
      return { ifNoneMatch: '*' };
    case 'unchanged':
      return { ifMatch: precondition.etag };
    case 'none':
      return {};
  }
}

/** Both libraries put the name into the URL as it is; `@` and `*` are the service's own words. */
function inUrl({ name }: SetKey): string {
  return encodeURIComponent(name).replaceAll('%40', '@');
}

interface Paged<T> {
  byPage(settings: { continuationToken?: string }): AsyncIterableIterator<T[]>;
}

async function onePage<T>(
  list: Paged<T>,
  cursor: string | undefined,
  tokenOf: (page: unknown) => string | undefined,
): Promise<Page<T, string>> {
  const iterator = list.byPage(cursor === undefined ? {} : { continuationToken: cursor });
  const { value } = (await iterator.next()) as { value: T[] | undefined };
  return { items: value ?? [], next: tokenOf(value) };
}
