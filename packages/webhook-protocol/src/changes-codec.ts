import type { Endpoint } from '@org/dns-core';
import { decoded, malformed, type Decoding } from './decoding.ts';
import { decodeEndpoint, encodeEndpoint } from './endpoint-codec.ts';
import { listInPieces } from './endpoint-list.ts';
import { getIgnoringCase, isJsonObject, parseFirstJson } from './json.ts';

/** The body of `POST /records`. `updateOld` and `updateNew` pair by index. */
export interface WebhookChanges {
  readonly create: readonly Endpoint[];
  readonly updateOld: readonly Endpoint[];
  readonly updateNew: readonly Endpoint[];
  readonly delete: readonly Endpoint[];
}

export const noChanges: WebhookChanges = { create: [], updateOld: [], updateNew: [], delete: [] };

const lists = ['create', 'updateOld', 'updateNew', 'delete'] as const;

/** Changes as upstream writes them, in pieces of about 32 kB: empty lists left out, a newline at the end. */
export function* encodeChanges(changes: WebhookChanges): Generator<string> {
  let piece = '{';
  let separator = '';
  for (const list of lists) {
    if (changes[list].length === 0) continue;
    piece = yield* listInPieces(changes[list], encodeEndpoint, `${piece}${separator}"${list}":`);
    separator = ',';
  }
  yield `${piece}}\n`;
}

/** Changes from a body; list names in any case. `null` is no change at all. */
export function decodeChanges(text: string): Decoding<WebhookChanges> {
  const json = parseFirstJson(text);
  if (!json.ok) return json;
  if (json.value === null) return decoded(noChanges);
  const body = json.value;
  if (!isJsonObject(body)) return malformed('changes must be an object');
  const changes: Record<(typeof lists)[number], Endpoint[]> = {
    create: [],
    updateOld: [],
    updateNew: [],
    delete: [],
  };
  for (const list of lists) {
    const elements = getIgnoringCase(body, list) ?? [];
    if (!Array.isArray(elements)) return malformed(`${list} must be a list`);
    for (const [index, element] of (elements as readonly unknown[]).entries()) {
      const endpoint = decodeEndpoint(element);
      if (!endpoint.ok) return malformed(`${list}[${index}]: ${endpoint.problem}`);
      changes[list].push(endpoint.value);
    }
  }
  return decoded(changes);
}
