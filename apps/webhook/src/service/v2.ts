import { ProviderError, type GroupOutcome } from '@org/dns-core';
import {
  decodeGroups,
  decodeNames,
  encodeDescription,
  encodeEndpointChunks,
  encodeEndpoints,
  encodeFailure,
  encodeResults,
  encodeVersion,
  encodeZones,
  mediaTypeV2,
  type Decoding,
} from '@org/dns-webhook-protocol';
import type { ServiceReply, ServiceRequest } from '../http/message.ts';
import { readBody } from '../http/read-body.ts';
import { begun } from './begun.ts';
import type { ServedZone } from './served-zones.ts';
import type { Service } from './service.ts';
import { settledWithin } from './settled-within.ts';

const headers = { 'content-type': mediaTypeV2 };
const ok = (body: ServiceReply['body'] & {}): ServiceReply => ({ status: 200, headers, body });

/** `GET /v2`: what is behind this service. */
export function describe({ provider }: Service): ServiceReply {
  return ok(
    encodeDescription({
      provider: provider.name,
      capabilities: provider.capabilities,
      names: provider.readNames !== undefined,
      versions: provider.zoneVersion !== undefined,
    }),
  );
}

/** `GET /v2/zones`. */
export async function listZones(
  { servedZones }: Service,
  signal: AbortSignal,
): Promise<ServiceReply> {
  return ok(encodeZones(await servedZones.list(signal)));
}

/** `GET /v2/zones/{id}/records`. */
export async function listZoneRecords(
  zone: ServedZone,
  signal: AbortSignal,
): Promise<ServiceReply> {
  return ok(await begun(encodeEndpointChunks(zone.read(signal))));
}

/** `GET /v2/zones/{id}/version`. */
export async function readVersion(zone: ServedZone, signal: AbortSignal): Promise<ServiceReply> {
  return ok(encodeVersion(await zone.version(signal)));
}

/** `POST /v2/zones/{id}/names`: the records under some names. */
export async function readNames(
  service: Service,
  zone: ServedZone,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<ServiceReply> {
  if (service.provider.readNames === undefined)
    return failureReply(
      501,
      new ProviderError('unsupported', `${service.provider.name} reads no single names`),
    );
  const names = await decodeBody(service, request, decodeNames);
  if (!names.ok) return names.reply;
  return ok([...encodeEndpoints(await zone.readNames(names.value, signal))].join(''));
}

/** `POST /v2/zones/{id}/changes`: one result per group. */
export async function applyGroups(
  service: Service,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<ServiceReply> {
  const groups = await decodeBody(service, request, decodeGroups);
  if (!groups.ok) return groups.reply;
  const zones = await service.zoneList.recent(signal);
  const outcomes = await settledWithin(
    // The client waits out its own back-off, name by name.
    service.writer.write(groups.value, { holdBack: false, zones }),
    service.answerWithinMs,
    service.clock,
  );
  return ok(encodeResults(outcomes ?? groups.value.map(stillWriting)));
}

/** What a provider threw, told so that a client can tell its reason; the request itself was in order. */
export function providerFailure(thrown: unknown): ServiceReply {
  const error = ProviderError.is(thrown)
    ? thrown
    : new ProviderError('transient', thrown instanceof Error ? thrown.message : String(thrown));
  return failureReply(error.reason === 'transient' ? 503 : 500, error);
}

export function failureReply(status: number, error: ProviderError): ServiceReply {
  const retry =
    error.retryAfterMs === undefined
      ? {}
      : { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) };
  return { status, headers: { ...headers, ...retry }, body: encodeFailure(error) };
}

type Body<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reply: ServiceReply };

async function decodeBody<T>(
  service: Service,
  request: ServiceRequest,
  decode: (text: string) => Decoding<T>,
): Promise<Body<T>> {
  const body = await readBody(request, service.maxBodyBytes);
  if (body === undefined) {
    const message = `the body is larger than ${service.maxBodyBytes} bytes; raise --webhook-provider-max-body-size`;
    return { ok: false, reply: failureReply(413, new ProviderError('rejected', message)) };
  }
  const decoded = decode(new TextDecoder().decode(body));
  return decoded.ok
    ? decoded
    : { ok: false, reply: failureReply(400, new ProviderError('rejected', decoded.problem)) };
}

function stillWriting(): GroupOutcome {
  return {
    outcome: 'unknown',
    error: new ProviderError('transient', 'the webhook service is still writing', {
      mayHaveWritten: true,
    }),
  };
}
