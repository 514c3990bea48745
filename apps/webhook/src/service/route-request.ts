import { mediaType } from '@org/dns-webhook-protocol';
import {
  textReply,
  type Handler,
  type ServiceReply,
  type ServiceRequest,
} from '../http/message.ts';
import { answerV2, isV2 } from './route-v2.ts';
import { accepts, carries } from './media-types.ts';
import type { Service } from './service.ts';
import { adjust, applyChanges, listRecords, negotiate } from './v1.ts';

type Action = (
  service: Service,
  request: ServiceRequest,
  signal: AbortSignal,
) => Promise<ServiceReply>;

const actions: Readonly<Record<string, Readonly<Record<string, Action>>>> = {
  '/': { GET: (service, _request, signal) => negotiate(service, signal) },
  '/records': {
    GET: (service, _request, signal) => listRecords(service, signal),
    POST: applyChanges,
  },
  '/adjustendpoints': { POST: adjust },
};

/** Answers requests of both protocol versions; in the lenient way, those of the first one. */
export function createHandler(service: Service): Handler {
  return service.lenient
    ? (request, signal) => answerLeniently(service, request, signal)
    : (request, signal) =>
        isV2(request.path) ? answerV2(service, request, signal) : answer(service, request, signal);
}

async function answer(
  service: Service,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<ServiceReply> {
  const methods = Object.hasOwn(actions, request.path) ? actions[request.path] : undefined;
  if (methods === undefined)
    return textReply(404, `known paths: ${Object.keys(actions).join(', ')}`);
  const action = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  if (action === undefined) {
    const allow = Object.keys(methods).join(', ');
    return textReply(405, `allowed here: ${allow}`, { allow });
  }
  if (!accepts(request.headers['accept'], mediaType))
    return textReply(406, `this speaks ${mediaType}`);
  if (request.method === 'POST' && !carries(request.headers['content-type'], mediaType))
    return textReply(415, `a body of the type ${mediaType} is understood`);
  return action(service, request, signal);
}

/** As upstream's own server: media types are not looked at, and any path that is not known negotiates. */
async function answerLeniently(
  service: Service,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<ServiceReply> {
  const methods = Object.hasOwn(actions, request.path) ? actions[request.path] : undefined;
  if (methods === undefined || request.path === '/') return negotiate(service, signal);
  const action = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  return action === undefined
    ? textReply(400, `allowed here: ${Object.keys(methods).join(', ')}`)
    : action(service, request, signal);
}
