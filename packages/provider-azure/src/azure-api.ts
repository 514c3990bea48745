import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { ProviderError } from '@org/dns-core';
import { createSystemClock, readPages, type Page } from '@org/dns-provider-kit';
import type { AzureConfig } from './azure-json.ts';
import { isMissingRecordSet, isPreconditionFailure, toProviderError } from './azure-error.ts';
import { createArmTransport, createAzureTransport } from './azure-transport.ts';
import { scopeOf } from './clouds.ts';
import { createCredential, createLoginClient, type LoginClient } from './credential.ts';
import type { AzureOptions } from './options.ts';
import type { AzureRecordSet, Precondition, SetKey, ZonePlace } from './record-set.ts';
import { createSdkHttpClient } from './sdk-http-client.ts';
import { openPrivateDns, openPublicDns, type DnsClient, type ZoneResource } from './dns-client.ts';

export type Conditional<T> =
  | { readonly outcome: 'done'; readonly value: T }
  /** The precondition does not hold; nothing was done. */
  | { readonly outcome: 'changed' };

/** Typed calls of Azure Resource Manager's DNS. They reject with a `ProviderError`, or with the signal's reason. */
export interface AzureApi {
  listZones(signal: AbortSignal): AsyncIterable<readonly ZoneResource[]>;
  listRecordSets(zone: ZonePlace, signal: AbortSignal): AsyncIterable<readonly AzureRecordSet[]>;
  /** `undefined`: it is not there. */
  getRecordSet(
    zone: ZonePlace,
    key: SetKey,
    signal: AbortSignal,
  ): Promise<AzureRecordSet | undefined>;
  putRecordSet(
    zone: ZonePlace,
    key: SetKey,
    set: AzureRecordSet,
    precondition: Precondition,
    signal: AbortSignal,
  ): Promise<Conditional<AzureRecordSet>>;
  /** One that is not there is a success. */
  deleteRecordSet(
    zone: ZonePlace,
    key: SetKey,
    precondition: Precondition,
    signal: AbortSignal,
  ): Promise<Conditional<undefined>>;
  close(): Promise<void>;
}

export function createAzureApi(options: AzureOptions): AzureApi {
  const clock = options.clock ?? createSystemClock();
  const closing = new AbortController();
  const arm = createArmTransport(options, clock);
  const login = createAzureTransport(options, clock);
  let loginClient: LoginClient | undefined;
  let session: { readonly config: AzureConfig; readonly client: Promise<DnsClient> } | undefined;

  /** The client of the present configuration; a new one when the file was changed. */
  async function open(): Promise<{ client: DnsClient; config: AzureConfig }> {
    const config = await options.config();
    if (session?.config !== config) session = { config, client: connect(config) };
    const { client } = session;
    try {
      return { client: await client, config };
    } catch (error) {
      session = undefined;
      throw error;
    }
  }

  async function connect(config: AzureConfig): Promise<DnsClient> {
    const { createHttpHeaders } = await import('@azure/core-rest-pipeline');
    const through = (transport: typeof arm, origin?: string): HttpClient =>
      createSdkHttpClient({
        transport,
        createHeaders: createHttpHeaders,
        closing: closing.signal,
        ...(origin === undefined ? {} : { origin }),
      });
    const credential: TokenCredential = await createCredential(
      config,
      (loginClient ??= createLoginClient(through(login))),
    );
    const openDns = options.kind === 'public' ? openPublicDns : openPrivateDns;
    return openDns({
      credential,
      subscriptionId: config.subscriptionId,
      endpoint: config.cloud.endpoint,
      scope: scopeOf(config.cloud),
      httpClient: through(arm, new URL(config.cloud.endpoint).origin),
      ...(options.userAgent === undefined ? {} : { userAgent: options.userAgent }),
    });
  }

  async function call<T>(
    what: string,
    isWrite: boolean,
    signal: AbortSignal,
    run: () => Promise<T>,
  ): Promise<T> {
    try {
      return await run();
    } catch (error) {
      signal.throwIfAborted();
      throw toProviderError(error, what, isWrite, clock.now());
    }
  }

  function pages<T extends { readonly id?: string }>(
    what: string,
    signal: AbortSignal,
    fetch: (
      client: DnsClient,
      config: AzureConfig,
      cursor: string | undefined,
    ) => Promise<Page<T, string>>,
  ): AsyncIterable<readonly T[]> {
    return readPages<T, string>(
      (cursor) =>
        call(what, false, signal, async () => {
          signal.throwIfAborted();
          const { client, config } = await open();
          return fetch(client, config, cursor);
        }),
      { what, identify: ({ id = '' }) => id.toLowerCase() },
    );
  }

  async function conditional<T>(run: () => Promise<T>): Promise<Conditional<T>> {
    try {
      return { outcome: 'done', value: await run() };
    } catch (error) {
      if (isPreconditionFailure(error)) return { outcome: 'changed' };
      throw error;
    }
  }

  return {
    listZones: (signal) =>
      pages('list zones', signal, (client, config, cursor) =>
        client.listZones(config.resourceGroup, cursor, signal),
      ),

    listRecordSets: (zone, signal) =>
      pages(`list record sets of ${zone.name}`, signal, (client, _config, cursor) =>
        client.listRecordSets(zone, cursor, signal),
      ),

    getRecordSet: (zone, key, signal) =>
      call(nameCall('read', key, zone), false, signal, async () => {
        const { client } = await open();
        try {
          return await client.getRecordSet(zone, key, signal);
        } catch (error) {
          if (isMissingRecordSet(error)) return undefined;
          throw error;
        }
      }),

    putRecordSet: (zone, key, set, precondition, signal) =>
      call(nameCall('write', key, zone), true, signal, async () => {
        const { client } = await open();
        return conditional(() => client.putRecordSet(zone, key, set, precondition, signal));
      }),

    deleteRecordSet: (zone, key, precondition, signal) =>
      call(nameCall('delete', key, zone), true, signal, async () => {
        const { client } = await open();
        return conditional(async () => {
          try {
            await client.deleteRecordSet(zone, key, precondition, signal);
          } catch (error) {
            if (!isMissingRecordSet(error)) throw error;
          }
          return undefined;
        });
      }),

    async close() {
      closing.abort(new ProviderError('transient', 'the provider is closed'));
      await Promise.all([arm.close(), login.close()]);
    },
  };
}

function nameCall(verb: string, { type, name }: SetKey, zone: ZonePlace): string {
  return `${verb} ${type} ${name} in ${zone.name}`;
}
