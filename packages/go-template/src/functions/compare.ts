import { scalarOf, typeOf, type Pointer, type Scalar, type Value } from '../values/value.ts';

const badComparison = 'invalid type for comparison';

/** Go's `eq`: whether the first equals any of the others. */
export function equalsAny(first: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new Error('missing argument for comparison');
  return others.some((other) => equals(first, other));
}

function equals(a: Value, b: Value): boolean {
  const [left, right] = [scalarOf(a), scalarOf(b)];
  if (typeof left !== typeof right) {
    if (isNothing(a) || isNothing(b)) return false;
    throw incompatible(a, b);
  }
  if (left !== undefined) return left === right;
  if (isNothing(a) || isNothing(b)) return isNil(a) && isNil(b);
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  if (isPointer(a) && isPointer(b)) return a === b;
  throw new Error(`non-comparable type ${typeOf(b)}`);
}

function isNothing(value: Value): value is null | undefined {
  return value === null || value === undefined;
}

function isPointer(value: Value): value is Pointer {
  return value !== null && typeof value === 'object' && value.kind === 'pointer';
}

function isNil(value: Value): boolean {
  return isNothing(value) || (isPointer(value) && value.to === undefined);
}

function incompatible(a: Value, b: Value): Error {
  return new Error(`incompatible types for comparison: ${typeOf(a)} and ${typeOf(b)}`);
}

/** Go's `lt`. */
export function isLess(a: Value, b: Value): boolean {
  const [left, right] = [ordered(a), ordered(b)];
  if (typeof left !== typeof right) throw incompatible(a, b);
  if (typeof left === 'string') return compareStrings(left, right as string) < 0;
  return left < (right as bigint | number);
}

/** Go's `le`: less, or equal. */
export function isLessOrEqual(a: Value, b: Value): boolean {
  return isLess(a, b) || equals(a, b);
}

function ordered(value: Value): Exclude<Scalar, boolean> {
  const scalar = scalarOf(value);
  if (scalar === undefined || typeof scalar === 'boolean') throw new Error(badComparison);
  return scalar;
}

/** The order of the UTF-8 bytes, which is the order of the code points. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a[at] === b[at]) at += 1;
  if (at === shorter) return a.length - b.length;
  const from =
    at > 0 && isLowSurrogate(a.charCodeAt(at)) && isLowSurrogate(b.charCodeAt(at)) ? at - 1 : at;
  return (a.codePointAt(from) as number) - (b.codePointAt(from) as number);
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc_00 && unit < 0xe0_00;
}
