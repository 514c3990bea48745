import { ProviderError } from '@org/dns-core';
import { mediaTypeV2, pathV2 } from '@org/dns-webhook-protocol';
import type { ServiceReply, ServiceRequest } from '../http/message.ts';
import { accepts, carries } from './media-types.ts';
import type { ServedZone } from './served-zones.ts';
import type { Service } from './service.ts';
import {
  applyGroups,
  describe,
  failureReply,
  listZoneRecords,
  listZones,
  providerFailure,
  readNames,
  readVersion,
} from './v2.ts';

type ZoneAction = (
  service: Service,
  zone: ServedZone,
  request: ServiceRequest,
  signal: AbortSignal,
) => Promise<ServiceReply>;

const zoneActions: Readonly<Record<string, { readonly method: string; readonly act: ZoneAction }>> =
  {
    records: {
      method: 'GET',
      act: (_service, zone, _request, signal) => listZoneRecords(zone, signal),
    },
    version: {
      method: 'GET',
      act: (_service, zone, _request, signal) => readVersion(zone, signal),
    },
    names: { method: 'POST', act: readNames },
    changes: {
      method: 'POST',
      act: (service, _zone, request, signal) => applyGroups(service, request, signal),
    },
  };

/** Whether a path belongs to protocol version 2. */
export function isV2(path: string): boolean {
  return path === pathV2 || path.startsWith(`${pathV2}/`);
}

/** Answers requests of protocol version 2; what a provider throws becomes a reply that names the reason. */
export async function answerV2(
  service: Service,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<ServiceReply> {
  try {
    return await answer(service, request, signal);
  } catch (error) {
    return providerFailure(error);
  }
}

async function answer(
  service: Service,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<ServiceReply> {
  const path = request.path.slice(pathV2.length);
  const match = /^\/zones\/(?<id>[^/]+)\/(?<part>\w+)$/.exec(path)?.groups;
  const part = match?.['part'] ?? '';
  const action = Object.hasOwn(zoneActions, part) ? zoneActions[part] : undefined;
  const isKnown = path === '' || path === '/zones' || action !== undefined;
  if (!isKnown) return refused(404, `${request.path} is no path of protocol version 2`);
  const method = action?.method ?? 'GET';
  if (request.method !== method)
    return refused(405, `${request.path} takes ${method} only`, { allow: method });
  if (!accepts(request.headers['accept'], mediaTypeV2))
    return refused(406, `this speaks ${mediaTypeV2}`);
  if (method === 'POST' && !carries(request.headers['content-type'], mediaTypeV2))
    return refused(415, `a body of the type ${mediaTypeV2} is understood`);
  if (path === '') return describe(service);
  if (action === undefined) return listZones(service, signal);
  const id = decodeId(match?.['id'] ?? '');
  const zone = id === undefined ? undefined : await service.servedZones.find(id, signal);
  return zone === undefined
    ? failureReply(
        404,
        new ProviderError('not-found', `there is no zone with the id "${id ?? ''}"`),
      )
    : action.act(service, zone, request, signal);
}

function refused(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ServiceReply {
  const reply = failureReply(status, new ProviderError('rejected', message));
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function decodeId(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
