import { ProviderError, type ProviderErrorReason } from '@org/dns-core';
import { isJsonObject, type JsonObject } from '../json.ts';

const reasons: readonly ProviderErrorReason[] = [
  'transient',
  'unauthorized',
  'rejected',
  'not-found',
  'unsupported',
];

/** What went wrong at the provider, as JSON: the body of an error reply, and a part of each result. */
export function failureToJson(error: ProviderError): JsonObject {
  return {
    reason: error.reason,
    message: error.message,
    retryAfterMs: error.retryAfterMs,
    mayHaveWritten: error.mayHaveWritten ? true : undefined,
  };
}

/** `undefined`: it is none. A reason that is not known counts as transient. */
export function failureFromJson(json: unknown): ProviderError | undefined {
  if (!isJsonObject(json) || typeof json['message'] !== 'string') return undefined;
  const { message, retryAfterMs } = json;
  return new ProviderError(
    reasons.find((known) => known === json['reason']) ?? 'transient',
    message,
    {
      ...(typeof retryAfterMs === 'number' && retryAfterMs >= 0 ? { retryAfterMs } : {}),
      mayHaveWritten: json['mayHaveWritten'] === true,
    },
  );
}
