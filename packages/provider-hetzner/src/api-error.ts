import { ProviderError, type Clock, type ProviderErrorReason } from '@org/dns-core';
import { replyError, type HttpReply, type HttpRequest } from '@org/dns-provider-kit';

/** What the API says in an error body: `{"error":{"code","message","details"}}`. */
export interface ApiFailure {
  readonly code: string;
  readonly message: string;
  /** Of `invalid_input`: what is wrong with which field. */
  readonly fields: readonly string[];
}

/** docs.hetzner.cloud/reference/cloud#errors; a code says more than its status, which the page does not promise for all. */
const reasons: Readonly<Record<string, ProviderErrorReason>> = {
  unauthorized: 'unauthorized',
  forbidden: 'unauthorized',
  token_readonly: 'unauthorized',
  not_found: 'not-found',
  invalid_input: 'rejected',
  json_error: 'rejected',
  uniqueness_error: 'rejected',
  protected: 'rejected',
  resource_limit_exceeded: 'rejected',
  incorrect_zone_mode: 'unsupported',
  unsupported_error: 'unsupported',
  deprecated_api_endpoint: 'unsupported',
  locked: 'transient',
  conflict: 'transient',
  rate_limit_exceeded: 'transient',
  service_error: 'transient',
  server_error: 'transient',
  unavailable: 'transient',
  maintenance: 'transient',
  bad_gateway: 'transient',
  timeout: 'transient',
};

const wayOut: Readonly<Record<string, string>> = {
  unauthorized:
    'the token must be one of the Cloud API: Hetzner Console, the project that holds the zones, Security, API tokens, Read & Write',
  forbidden:
    'the token lacks the permission; make one with Read & Write in the project of the zones',
  token_readonly: 'the token may only read; make one with Read & Write',
  protected:
    'it is protected against changes at Hetzner; lift the protection there, or leave the name to whoever protected it',
  incorrect_zone_mode:
    'the zone is a secondary one and gets its records from another server; change them there',
};

const oldToken =
  'a token of 32 characters is one of the old DNS Console (dns.hetzner.com), which was switched off in May 2026 and whose tokens the Cloud API does not know; move the zone to the Hetzner Console and make a token of the Cloud API (64 characters) there: the project that holds the zones, Security, API tokens, Read & Write';

/** Where the service is out of requests and does not say until when. */
const exhaustedRetryMs = 30_000;

export function readFailure(reply: HttpReply): ApiFailure {
  const none = { code: '', message: '', fields: [] };
  try {
    const body = JSON.parse(new TextDecoder().decode(reply.body)) as {
      readonly error?: {
        readonly code?: unknown;
        readonly message?: unknown;
        readonly details?: { readonly fields?: unknown } | null;
      };
    } | null;
    const { code, message, details } = body?.error ?? {};
    const fields = Array.isArray(details?.fields) ? (details.fields as unknown[]) : [];
    return {
      code: typeof code === 'string' ? code : '',
      message: typeof message === 'string' ? message : '',
      fields: fields.map(fieldText).filter((text) => text !== ''),
    };
  } catch {
    return none;
  }
}

function fieldText(field: unknown): string {
  const { name, messages } = (field ?? {}) as { name?: unknown; messages?: unknown };
  if (typeof name !== 'string') return '';
  return Array.isArray(messages) && messages.length > 0 ? `${name}: ${messages.join(', ')}` : name;
}

/** What an error code means; `undefined` for one that is not in the list. */
export function reasonOfCode(code: string): ProviderErrorReason | undefined {
  return Object.hasOwn(reasons, code) ? reasons[code] : undefined;
}

/** The error of a failed reply, in the service's words and with the way out. */
export function toApiError(
  request: HttpRequest,
  reply: HttpReply,
  context: { readonly clock: Clock; readonly isOldToken: boolean },
): ProviderError {
  const failure = readFailure(reply);
  const { code } = failure;
  const advice =
    context.isOldToken && reply.status === 401
      ? oldToken
      : Object.hasOwn(wayOut, code)
        ? wayOut[code]
        : undefined;
  const correlation = reply.headers['x-correlation-id'];
  const said = [
    [code, failure.message].filter((part) => part !== '').join(': '),
    ...failure.fields,
    advice,
    correlation === undefined ? undefined : `correlation id ${correlation}`,
  ].filter((part) => part !== undefined && part !== '');
  const error = replyError(request, reply, {
    detail: code === '' && advice === undefined ? undefined : said.join('; '),
    reason: reasonOfCode(code),
    clock: context.clock,
  });
  if (reply.status !== 429 || error.retryAfterMs !== undefined) return error;
  return new ProviderError(error.reason, error.message, { retryAfterMs: exhaustedRetryMs });
}
