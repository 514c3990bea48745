import { decoded, malformed, type Decoding } from './decoding.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first JSON value of a text; what follows it is not looked at, as Go's decoder does. */
export function parseFirstJson(text: string): Decoding<unknown> {
  const whole = tryParse(text);
  if (whole.ok) return whole;
  const end = endOfValue(text);
  return end === undefined ? whole : tryParse(text.slice(0, end));
}

/** JSON as Go's encoder writes it: `<`, `>`, `&` and the line separators escaped. */
export function toGoJson(value: unknown): string {
  return escapeForHtml(JSON.stringify(value));
}

/** `json` with the characters escaped that Go escapes; they only ever stand inside strings. */
function escapeForHtml(json: string): string {
  return /[<>&\u2028\u2029]/.test(json)
    ? json.replace(
        /[<>&\u2028\u2029]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
    : json;
}

/** The value under a key, whatever the case of its letters; the last one wins, as Go's decoder does. */
export function getIgnoringCase(object: JsonObject, key: string): unknown {
  let found: unknown;
  for (const candidate of Object.keys(object))
    if (candidate === key || candidate.toLowerCase() === key.toLowerCase())
      found = object[candidate];
  return found ?? undefined;
}

function tryParse(text: string): Decoding<unknown> {
  try {
    return decoded(JSON.parse(text) as unknown);
  } catch (error) {
    return malformed(`not JSON: ${(error as Error).message}`);
  }
}

/** Where an object or array that begins the text ends; `undefined` where it does not. */
function endOfValue(text: string): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
