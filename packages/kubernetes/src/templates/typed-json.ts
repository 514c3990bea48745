import { takeApart, type GoField, type GoTypes } from './go-types.ts';
import { isSpecial, specialZeroJson } from './special-types.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * An object as Go writes it back to JSON: without fields that the type does not know and without empty ones, but with the
 * empty ones that Go never omits.
 */
export function typedJson(types: GoTypes, object: object): Json {
  return structJson(types, types.root, object);
}

function structJson(types: GoTypes, type: string, json: unknown): Json {
  const result: Record<string, unknown> = {};
  const source = isObject(json) ? json : {};
  for (const field of types.struct(type)?.own ?? []) {
    if (field.json.length === 0) {
      Object.assign(result, structJson(types, field.type, source));
    } else {
      addField(types, result, field, source);
    }
  }
  return result;
}

function addField(
  types: GoTypes,
  result: Record<string, unknown>,
  field: GoField,
  source: Json,
): void {
  const key = field.json[0] as string;
  const given = source[key];
  const value = valueJson(types, field.type, given);
  // A pointer that is set is written, whatever it points to.
  const empty = field.type.startsWith('*') ? given === undefined || given === null : isEmpty(value);
  if (field.always || field.embedded || !empty) result[key] = value;
}

function valueJson(types: GoTypes, type: string, json: unknown): unknown {
  if (isSpecial(type)) return json ?? specialZeroJson(type);
  if (types.struct(type)) return structJson(types, type, json);
  const inner = types.underlying(type) ?? type;
  const parts = takeApart(inner);
  if (parts) {
    if (json === undefined || json === null) return null;
    if (parts.kind === 'pointer') return valueJson(types, parts.of, json);
    if (parts.kind === 'list') {
      return Array.isArray(json) ? json.map((item) => valueJson(types, parts.of, item)) : null;
    }
    if (!isObject(json)) return null;
    return Object.fromEntries(
      Object.entries(json).map(([key, value]) => [key, valueJson(types, parts.of, value)]),
    );
  }
  if (inner === 'string') return typeof json === 'string' ? json : '';
  if (inner === 'bool') return json === true;
  return typeof json === 'number' ? json : 0;
}

function isObject(json: unknown): json is Json {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isEmpty(json: unknown): boolean {
  if (json === null || json === '' || json === 0 || json === false) return true;
  return typeof json === 'object' && Object.keys(json).length === 0;
}
