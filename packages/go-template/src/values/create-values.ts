import type { Dictionary, List, Value } from './value.ts';

/** A list of values. */
export function createList(type: string, items: readonly Value[]): List {
  return { kind: 'list', type, length: items.length, at: (index) => items[index] };
}

export interface DictionaryInit {
  readonly type?: string;
  readonly keyType?: string;
  readonly zero?: Value;
}

/** A map over the own properties of `entries`, each seen through `convert`. */
export function createDictionary<T>(
  entries: Readonly<Record<string, T>>,
  convert: (value: T) => Value,
  init: DictionaryInit = {},
): Dictionary {
  return {
    kind: 'map',
    type: init.type ?? 'map[string]interface {}',
    keyType: init.keyType ?? 'string',
    zero: 'zero' in init ? init.zero : null,
    has: (key) => Object.hasOwn(entries, key),
    get: (key) => (Object.hasOwn(entries, key) ? convert(entries[key] as T) : undefined),
    keys: () => Object.keys(entries),
  };
}

export interface JsonOptions {
  /** Whether whole numbers become integers (as in Kubernetes objects) or floats (as in `encoding/json`). */
  readonly integers: boolean;
}

/** Plain JSON data as Go holds it in `interface{}`: objects are `map[string]interface {}`, lists `[]interface {}`. */
export function fromJson(json: unknown, options: JsonOptions): Value {
  if (json === null || json === undefined) return null;
  switch (typeof json) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return json;
    case 'number':
      return options.integers && Number.isSafeInteger(json)
        ? { kind: 'named', type: 'int64', value: BigInt(json) }
        : json;
    case 'object':
      return Array.isArray(json)
        ? {
            kind: 'list',
            type: '[]interface {}',
            length: json.length,
            at: (index) => fromJson((json as unknown[])[index], options),
          }
        : createDictionary(json as Readonly<Record<string, unknown>>, (value) =>
            fromJson(value, options),
          );
    default:
      return null;
  }
}
