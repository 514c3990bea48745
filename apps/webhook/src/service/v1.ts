import { readBody } from '../http/read-body.ts';
import { textReply, type ServiceReply, type ServiceRequest } from '../http/message.ts';
import {
  decodeChanges,
  decodeEndpoints,
  encodeDomainFilter,
  encodeEndpoints,
  encodeEndpointChunks,
  fromWebhookChanges,
  mediaType,
  offerHeader,
  pathV2,
} from '@org/dns-webhook-protocol';
import type { GroupOutcome } from '@org/dns-core';
import { adjustEndpoints } from './adjust-endpoints.ts';
import { begun } from './begun.ts';
import { readZones } from './read-zones.ts';
import { servedDomains } from './served-domains.ts';
import type { Service } from './service.ts';
import { settledWithin } from './settled-within.ts';

const headers = { 'content-type': mediaType, vary: 'Content-Type' };
const shownFailures = 20;

/** `GET /`: the domains that are served, and an offer of protocol version 2, which clients of the first do not look at. */
export async function negotiate(service: Service, signal: AbortSignal): Promise<ServiceReply> {
  const { include = [], exclude = [], ...patterns } = await servedDomains(service, signal);
  return {
    status: 200,
    headers: service.lenient ? headers : { ...headers, [offerHeader]: pathV2 },
    body: encodeDomainFilter({ include, exclude, ...patterns }),
  };
}

/** `GET /records`: everything in every zone, page by page. */
export async function listRecords(service: Service, signal: AbortSignal): Promise<ServiceReply> {
  const zones = await service.zoneList.fresh(signal);
  const pieces = encodeEndpointChunks(readZones(service.provider, zones, signal));
  return { status: 200, headers, body: await begun(pieces) };
}

/** `POST /adjustendpoints`: what is wanted, as it will be held. */
export async function adjust(
  service: Service,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<ServiceReply> {
  const body = await readBody(request, service.maxBodyBytes);
  if (body === undefined) return tooLarge(service);
  const endpoints = decodeEndpoints(body);
  if (!endpoints.ok) return textReply(400, endpoints.problem);
  const adjusted = await adjustEndpoints(service, endpoints.value, signal);
  return { status: 200, headers, body: [...encodeEndpoints(adjusted)].join('') };
}

/** `POST /records`: one answer for all changes, 204 when every one of them is there, else 500. */
export async function applyChanges(
  service: Service,
  request: ServiceRequest,
): Promise<ServiceReply> {
  const body = await readBody(request, service.maxBodyBytes);
  if (body === undefined) return tooLarge(service);
  const changes = decodeChanges(new TextDecoder().decode(body));
  if (!changes.ok) return textReply(400, changes.problem);
  const outcomes = await settledWithin(
    service.writer.write(fromWebhookChanges(changes.value)),
    service.answerWithinMs,
    service.clock,
  );
  // Go's client takes a time-out for an error that ends its process; a 500 makes it come back.
  if (outcomes === undefined)
    return textReply(500, 'still writing; what came of it shows in the next GET /records');
  const failures = outcomes.filter(({ outcome }) => outcome !== 'applied');
  return failures.length === 0
    ? { status: 204, headers }
    : textReply(500, failureText(failures, outcomes.length));
}

function tooLarge({ maxBodyBytes }: Service): ServiceReply {
  return textReply(
    413,
    `the body is larger than ${maxBodyBytes} bytes; raise --webhook-provider-max-body-size`,
  );
}

function failureText(failures: readonly GroupOutcome[], of: number): string {
  const lines = failures
    .slice(0, shownFailures)
    .map((failure) => (failure.outcome === 'applied' ? '' : failure.error.message));
  const more = failures.length - lines.length;
  return [
    `${failures.length} of ${of} names were not written:`,
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
}
