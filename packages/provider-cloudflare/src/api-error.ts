import { ProviderError, type ProviderErrorReason } from '@org/dns-core';
import {
  reasonOfStatus,
  replyError,
  type HttpReply,
  type HttpRequest,
} from '@org/dns-provider-kit';
import { asNumber, asText, fieldsOf } from './reply-fields.ts';

/** Codes of the API that matter here (seen 2026-10 in its pages and in the issues of its libraries). */
export const errorCodes = {
  noSuchRecord: 81_044,
  duplicateCustomHostname: 1406,
  /** A header with the credentials is missing, malformed or unknown; some of these come with status 400. */
  badCredentials: [6003, 6111, 9103, 9106, 9107, 9109, 10_000, 10_001],
} as const;

interface Said {
  readonly code: number | undefined;
  readonly message: string;
}

/** The error of a refused request: what the service says with its codes, and a reason that heeds them. */
export function apiError(request: HttpRequest, reply: HttpReply): ProviderError {
  const said = saidIn(reply);
  const detail = said
    .map(({ code, message }) => (code === undefined ? message : `${message} (${code})`))
    .join('; ');
  const error = replyError(request, reply, {
    reason: reasonOf(reply.status, said),
    ...(detail === '' ? {} : { detail }),
  });
  return new ProviderError(error.reason, error.message, {
    cause: { codes: said.map(({ code }) => code) },
    retryAfterMs: error.retryAfterMs,
    mayHaveWritten: error.mayHaveWritten,
  });
}

/** The service gave this code among its reasons. */
export function hasCode(error: unknown, code: number): boolean {
  if (!ProviderError.is(error)) return false;
  const { codes } = fieldsOf(error.cause);
  return Array.isArray(codes) && codes.includes(code);
}

function reasonOf(status: number, said: readonly Said[]): ProviderErrorReason | undefined {
  const codes = said.map(({ code }) => code ?? 0);
  if (status !== 429 && status < 500) {
    if (codes.some((code) => (errorCodes.badCredentials as readonly number[]).includes(code)))
      return 'unauthorized';
    // "Record does not exist" comes with 404 as a missing zone does, but only one change of many is to blame.
    if (codes.some(isAboutRecord)) return 'rejected';
  }
  return reasonOfStatus(status);
}

/** 9000 … 9999: the content of a record; 81000 … 81999: its place among others. */
function isAboutRecord(code: number): boolean {
  return (code >= 9000 && code <= 9999) || (code >= 81_000 && code <= 81_999);
}

/** `{ "success": false, "errors": [{ "code": 81058, "message": "…" }] }`. */
function saidIn(reply: HttpReply): readonly Said[] {
  try {
    const { errors } = fieldsOf(JSON.parse(new TextDecoder().decode(reply.body)));
    return (Array.isArray(errors) ? (errors as unknown[]) : []).map((error) => {
      const { code, message } = fieldsOf(error);
      return { code: asNumber(code), message: asText(message) ?? 'no reason given' };
    });
  } catch {
    return [];
  }
}
