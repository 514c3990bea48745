import { ApiError } from '../api/api-error.ts';
import type { RawObject } from '../cache/projection.ts';

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: RawObject & {
    readonly code?: number;
    readonly reason?: string;
    readonly message?: string;
  };
}

/**
 * One line of a watch; `undefined` for what is no event about an object: it says nothing to us.
 *
 * @throws ApiError for a line that is not JSON.
 */
export function parseEvent(line: Buffer): WatchEvent | undefined {
  let value: Partial<WatchEvent> | null;
  try {
    value = JSON.parse(withoutManagedFields(line.toString('utf8'))) as Partial<WatchEvent> | null;
  } catch {
    throw new ApiError('the watch sent a line that is not JSON');
  }
  if (!value?.type || !value.object) return undefined;
  const isAboutObject = value.type === 'ERROR' || value.object.metadata !== undefined;
  return isAboutObject ? (value as WatchEvent) : undefined;
}

const managedFields = '"managedFields":[';
/** What is left of a list without lists in it, strings and all; one way to read it, so that it takes no second look. */
const restOfList = /[^"[\]]*(?:"[^"\\]*(?:\\.[^"\\]*)*"[^"[\]]*)*\]/y;

/**
 * Who owns which field is often half of an object, and nobody here reads it: it is taken out before it costs a parse.
 * Quotes inside of a string are escaped, so what looks like a key is one. The metadata come before all fields that could hold
 * such a list too.
 */
function withoutManagedFields(json: string): string {
  const at = json.indexOf(managedFields);
  if (at <= 0 || json[at - 1] === '\\') return json;
  const from = at + managedFields.length;
  restOfList.lastIndex = from;
  return restOfList.test(json)
    ? `${json.slice(0, from)}]${json.slice(restOfList.lastIndex)}`
    : json;
}
