import type { Parameter } from '../functions/template-function.ts';
import { typeOf, type Value } from '../values/value.ts';

/**
 * The value as a parameter takes it: a pointer to what is wanted is followed, nothing else is converted (not even a named
 * text type to `string`, as in Go). Throws where it does not fit.
 */
export function checkArgument(value: Value, type: Parameter): Value {
  if (type === 'any') return value;
  const wanted = type === 'string' ? 'string' : 'map[string]string';
  if (value === undefined || value === null) {
    if (type === 'string-map') return undefined;
    throw new Error(`invalid value; expected ${wanted}`);
  }
  if (typeOf(value) === wanted) return value;
  if (typeof value === 'object' && value.kind === 'pointer' && value.type === `*${wanted}`) {
    if (value.to === undefined) throw new Error(`dereference of nil pointer of type ${value.type}`);
    return value.to;
  }
  throw new Error(`wrong type for value; expected ${wanted}; got ${typeOf(value)}`);
}
