import { indirect, typeOf, type Value } from '../values/value.ts';

interface FieldOptions {
  /** Arguments stand behind the field, which only a method may have. */
  readonly hasArguments: boolean;
  readonly missingKeyFails: boolean;
}

/** A field of a struct or an entry of a map. Throws in Go's words where there is none. */
export function readField(receiver: Value, name: string, options: FieldOptions): Value {
  if (receiver === undefined) {
    if (options.missingKeyFails)
      throw new Error(`nil data; no entry for key ${JSON.stringify(name)}`);
    return undefined;
  }
  const type = typeOf(receiver);
  if (receiver === null) throw new Error(`nil pointer evaluating ${type}.${name}`);
  const value = indirect(receiver);
  if (value === undefined) throw new Error(`nil pointer evaluating ${type}.${name}`);
  if (value !== null && typeof value === 'object') {
    if (value.kind === 'struct' && value.has(name)) {
      if (options.hasArguments) {
        throw new Error(`${name} has arguments but cannot be invoked as function`);
      }
      return value.get(name);
    }
    if (value.kind === 'map' && value.keyType === 'string') {
      if (options.hasArguments) throw new Error(`${name} is not a method but has arguments`);
      if (value.has(name)) return value.get(name);
      if (options.missingKeyFails) {
        throw new Error(`map has no entry for key ${JSON.stringify(name)}`);
      }
      return undefined;
    }
  }
  throw new Error(`can't evaluate field ${name} in type ${type}`);
}
