import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  ListTagsForResourcesCommand,
  type Change,
  type ResourceRecordSet,
  type RRType,
} from '@aws-sdk/client-route-53';
import { ProviderError, type Clock } from '@org/dns-core';
import { backOffMs, createTokenBucket, readPages, sleep, type Page } from '@org/dns-provider-kit';
import { isThrottling, toProviderError } from './api-error.ts';
import type { Route53Options } from './options.ts';
import { createProfileClient } from './route53-client.ts';
import { withoutPrefix } from './zone-filter.ts';

export interface HostedZoneFacts {
  /** Without `/hostedzone/`. */
  readonly id: string;
  /** As the service writes it, with codes and a final dot. */
  readonly name: string;
  readonly isPrivate: boolean;
  /** How many record sets it held when it was listed. */
  readonly recordSets: number;
  /** Made by another AWS service, which alone may change its records. */
  readonly isLinked: boolean;
}

/** Where a page of record sets begins. */
export interface RecordSetCursor {
  readonly name: string;
  readonly type?: string | undefined;
  readonly setIdentifier?: string | undefined;
}

interface RecordSetPage {
  readonly sets: readonly ResourceRecordSet[];
  readonly next: RecordSetCursor | undefined;
}

/** Typed calls of one account (API version 2013-04-01), within its rate and with its attempts. All reject with a `ProviderError`. */
export interface Route53Api {
  listZones(signal: AbortSignal): AsyncGenerator<readonly HostedZoneFacts[]>;
  /** The tags of up to ten zones by id; a zone that the service does not know is missing. */
  readTags(
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
  /** Record sets in the service's order, from a place on. */
  readPage(
    zoneId: string,
    from: RecordSetCursor | undefined,
    maxItems: number,
    signal: AbortSignal,
  ): Promise<RecordSetPage>;
  /** Writes all changes or none; gives the id of the change. */
  change(zoneId: string, changes: readonly Change[], signal: AbortSignal): Promise<string>;
  /** The change has reached all name servers. */
  isInSync(changeId: string, signal: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}

/** The most that one request may ask for (API reference, ListHostedZones). */
const zonesPerPage = 100;
const backOff = { initialMs: 250, maxMs: 20_000 };

/** @param profile `undefined`: the SDK's default chain. */
export function createRoute53Api(
  profile: string | undefined,
  options: Route53Options,
  clock: Clock,
): Route53Api {
  const account = createProfileClient(profile, options, clock);
  const { client, credentials } = account;
  const random = options.random ?? Math.random;
  const rate = options.requestsPerSecond;
  const bucket = createTokenBucket({ perSecond: rate, burst: rate, clock });
  const attempts = options.attempts === 0 ? Infinity : options.attempts;

  async function call<T>(
    what: string,
    send: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
    signal: AbortSignal,
    isWrite = false,
  ): Promise<T> {
    let mayRefresh = true;
    let mayHaveWritten = false;
    for (let attempt = 1; ; attempt += 1) {
      await bucket.take(signal);
      try {
        return await send({ abortSignal: signal });
      } catch (thrown) {
        signal.throwIfAborted();
        const error = toProviderError(thrown, {
          what,
          isWrite,
          redact: (text) => credentials.redact(text),
        });
        mayHaveWritten ||= error.mayHaveWritten;
        if (error.reason === 'unauthorized' && mayRefresh) {
          // Keys that were rotated since they were read.
          mayRefresh = false;
          credentials.refresh();
          continue;
        }
        const waitMs = error.retryAfterMs ?? backOffMs(attempt, backOff, random);
        const isLast = error.reason !== 'transient' || attempt >= attempts;
        if (isLast || waitMs > backOff.maxMs)
          throw withDoubt(error, mayHaveWritten && error.reason !== 'rejected');
        if (isThrottling(thrown)) bucket.pause(waitMs);
        await sleep(waitMs, clock, signal);
      }
    }
  }

  return {
    listZones: (signal) =>
      readPages(
        async (Marker: string | undefined): Promise<Page<HostedZoneFacts, string>> => {
          const command = new ListHostedZonesCommand({ Marker, MaxItems: zonesPerPage });
          const reply = await call('ListHostedZones', (how) => client.send(command, how), signal);
          return {
            items: (reply.HostedZones ?? []).map((zone) => ({
              id: withoutPrefix(zone.Id ?? ''),
              name: zone.Name ?? '',
              isPrivate: zone.Config?.PrivateZone === true,
              recordSets: zone.ResourceRecordSetCount ?? 0,
              isLinked: zone.LinkedService?.ServicePrincipal !== undefined,
            })),
            next: reply.IsTruncated === true ? (reply.NextMarker ?? '') : undefined,
          };
        },
        { what: 'hosted zones', identify: ({ id }) => id },
      ),

    async readTags(ids, signal) {
      const command = new ListTagsForResourcesCommand({
        ResourceType: 'hostedzone',
        ResourceIds: [...ids],
      });
      const reply = await call('ListTagsForResources', (how) => client.send(command, how), signal);
      return new Map(
        (reply.ResourceTagSets ?? []).map(({ ResourceId = '', Tags = [] }) => [
          withoutPrefix(ResourceId),
          Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
        ]),
      );
    },

    async readPage(zoneId, from, maxItems, signal) {
      const command = new ListResourceRecordSetsCommand({
        HostedZoneId: zoneId,
        MaxItems: maxItems,
        ...(from === undefined
          ? {}
          : {
              StartRecordName: from.name,
              ...(from.type === undefined ? {} : { StartRecordType: from.type as RRType }),
              ...(from.setIdentifier === undefined
                ? {}
                : { StartRecordIdentifier: from.setIdentifier }),
            }),
      });
      const what = `ListResourceRecordSets of ${zoneId}`;
      const reply = await call(what, (how) => client.send(command, how), signal);
      return {
        sets: reply.ResourceRecordSets ?? [],
        next:
          reply.IsTruncated === true
            ? {
                name: reply.NextRecordName ?? '',
                type: reply.NextRecordType,
                setIdentifier: reply.NextRecordIdentifier,
              }
            : undefined,
      };
    },

    async change(zoneId, changes, signal) {
      const command = new ChangeResourceRecordSetsCommand({
        HostedZoneId: zoneId,
        ChangeBatch: { Changes: [...changes] },
      });
      const what = `ChangeResourceRecordSets of ${zoneId}`;
      const reply = await call(what, (how) => client.send(command, how), signal, true);
      return reply.ChangeInfo?.Id ?? '';
    },

    async isInSync(changeId, signal) {
      const command = new GetChangeCommand({ Id: changeId });
      const reply = await call('GetChange', (how) => client.send(command, how), signal);
      return reply.ChangeInfo?.Status === 'INSYNC';
    },

    close: () => account.close(),
  };
}

/** An attempt before the last one may have been carried out. */
function withDoubt(error: ProviderError, mayHaveWritten: boolean): ProviderError {
  if (error.mayHaveWritten || !mayHaveWritten) return error;
  const { reason, message, retryAfterMs } = error;
  return new ProviderError(reason, message, { cause: error, retryAfterMs, mayHaveWritten });
}
