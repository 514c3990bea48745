import { indirect, scalarOf, typeOf, type List, type Named, type Value } from '../values/value.ts';

/** Go's `index`: `index x 1 2` is `x[1][2]`; a key that a map has not gives the zero value of its elements. */
export function indexValue(item: Value, indexes: readonly Value[]): Value {
  if (item === undefined || item === null) throw new Error('index of untyped nil');
  let value: Value = item;
  for (const index of indexes) {
    value = indirect(value);
    if (value === undefined || value === null) throw new Error('index of nil pointer');
    const text = scalarOf(value);
    if (typeof text === 'string') {
      const bytes = new TextEncoder().encode(text);
      const byte = bytes[within(index, bytes.length - 1)];
      value = uint8(byte as number);
    } else if (typeof value === 'object' && value.kind === 'list') {
      value = value.at(within(index, value.length - 1));
    } else if (typeof value === 'object' && value.kind === 'map') {
      const key = keyOf(index, value.keyType);
      value = value.has(key) ? value.get(key) : value.zero;
    } else {
      throw new Error(`can't index item of type ${typeOf(value)}`);
    }
  }
  return value;
}

function uint8(byte: number): Named {
  return { kind: 'named', type: 'uint8', value: BigInt(byte) };
}

function keyOf(index: Value, keyType: string): string {
  if (index === undefined || index === null) {
    throw new Error(`value is nil; should be of type ${keyType}`);
  }
  const key = scalarOf(index);
  if (typeof key !== 'string' || typeOf(index) !== keyType) {
    throw new Error(`value has type ${typeOf(index)}; should be ${keyType}`);
  }
  return key;
}

/** An index from 0 to `last`. */
function within(index: Value, last: number): number {
  if (index === undefined || index === null) throw new Error('cannot index slice/array with nil');
  const number = scalarOf(index);
  if (typeof number !== 'bigint') {
    throw new Error(`cannot index slice/array with type ${typeOf(index)}`);
  }
  if (number < 0n || number > BigInt(last)) throw new Error(`index out of range: ${number}`);
  return Number(number);
}

/** Go's `slice`: `slice x 1 2` is `x[1:2]`, in bytes where x is a string. */
export function sliceValue(item: Value, indexes: readonly Value[]): Value {
  if (item === undefined || item === null) throw new Error('slice of untyped nil');
  const value = indirect(item);
  if (value === undefined || value === null) throw new Error('slice of nil pointer');
  if (indexes.length > 3) throw new Error(`too many slice indexes: ${indexes.length}`);
  const text = scalarOf(value);
  if (typeof text === 'string') {
    if (indexes.length === 3) throw new Error('cannot 3-index slice a string');
    const bytes = new TextEncoder().encode(text);
    const [from, to] = bounds(indexes, bytes.length);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(from, to));
  }
  if (typeof value !== 'object' || value.kind !== 'list') {
    throw new Error(`can't slice item of type ${typeOf(value)}`);
  }
  const [from, to] = bounds(indexes, value.length);
  const list = value;
  const slice: List = {
    kind: 'list',
    type: list.type,
    length: to - from,
    at: (index) => list.at(from + index),
  };
  return slice;
}

function bounds(indexes: readonly Value[], length: number): readonly [number, number] {
  const [from = 0, to = length, capacity = length] = indexes.map((index) => within(index, length));
  if (from > to) throw new Error(`invalid slice index: ${from} > ${to}`);
  if (to > capacity) throw new Error(`invalid slice index: ${to} > ${capacity}`);
  return [from, to];
}

/** Go's `len`, in bytes where the item is a string. */
export function lengthOf(item: Value): bigint {
  const value = indirect(item);
  if (value === undefined || value === null) throw new Error('len of nil pointer');
  const text = scalarOf(value);
  if (typeof text === 'string') return BigInt(new TextEncoder().encode(text).length);
  if (typeof value === 'object' && value.kind === 'list') return BigInt(value.length);
  if (typeof value === 'object' && value.kind === 'map') return BigInt(value.keys().length);
  throw new Error(`len of type ${typeOf(value)}`);
}
