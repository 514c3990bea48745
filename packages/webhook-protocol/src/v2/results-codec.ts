import { ProviderError, type GroupOutcome } from '@org/dns-core';
import { decoded, malformed, type Decoding } from '../decoding.ts';
import { isJsonObject, parseFirstJson, toGoJson } from '../json.ts';
import { failureFromJson, failureToJson } from './failure.ts';

/** The reply to `POST /v2/zones/{id}/changes`: one result per group, in the order of the groups. */
export function encodeResults(outcomes: readonly GroupOutcome[]): string {
  const results = outcomes.map((outcome) =>
    outcome.outcome === 'applied'
      ? { outcome: outcome.outcome }
      : { outcome: outcome.outcome, ...failureToJson(outcome.error) },
  );
  return `${toGoJson({ results })}\n`;
}

/** @param expected how many groups were sent. */
export function decodeResults(text: string, expected: number): Decoding<readonly GroupOutcome[]> {
  const json = parseFirstJson(text);
  if (!json.ok) return json;
  const list = isJsonObject(json.value) ? json.value['results'] : undefined;
  if (!Array.isArray(list)) return malformed('results must be a list');
  if (list.length !== expected)
    return malformed(`${expected} groups were sent, but ${list.length} results came`);
  return decoded((list as readonly unknown[]).map(toOutcome));
}

/** What cannot be understood may have been written. */
function toOutcome(json: unknown): GroupOutcome {
  const outcome = isJsonObject(json) ? json['outcome'] : undefined;
  if (outcome === 'applied') return { outcome };
  const error =
    failureFromJson(json) ??
    new ProviderError('transient', 'the webhook service gave a result that cannot be understood', {
      mayHaveWritten: true,
    });
  return outcome === 'failed' ? { outcome, error } : { outcome: 'unknown', error };
}
