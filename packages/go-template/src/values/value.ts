import type { TemplateFunction } from '../functions/template-function.ts';

/** A scalar as Go sees it: `bigint` is an integer, `number` a float64. */
export type Scalar = string | boolean | bigint | number;

/** A scalar of a named Go type such as `v1.ServiceType`, or of a sized one such as `int32`. */
export interface Named {
  readonly kind: 'named';
  readonly type: string;
  readonly value: Scalar;
}

/** A pointer; `to` is `undefined` for a nil one. */
export interface Pointer {
  readonly kind: 'pointer';
  /** The type with its star, such as `*string`. */
  readonly type: string;
  readonly to: Value;
}

export interface List {
  readonly kind: 'list';
  /** Such as `[]v1.ServicePort`. */
  readonly type: string;
  readonly length: number;
  at(index: number): Value;
}

/** A map with keys that are strings. */
export interface Dictionary {
  readonly kind: 'map';
  /** Such as `map[string]string`. */
  readonly type: string;
  /** The type of the keys: `string`, or a named one. */
  readonly keyType: string;
  /** What `index` gives for a key that is not there: the zero value of the element type. */
  readonly zero: Value;
  has(key: string): boolean;
  get(key: string): Value;
  keys(): readonly string[];
}

export interface Struct {
  readonly kind: 'struct';
  readonly type: string;
  /** Own fields in the order of their declaration, for printing. */
  readonly fields: readonly string[];
  /** Own and promoted fields. */
  has(field: string): boolean;
  get(field: string): Value;
  /** Methods that templates can call; they come before fields. */
  method?(name: string): TemplateFunction | undefined;
  /** What it prints as, where the type has a `String` method. */
  readonly text?: string;
}

/**
 * A value as a template sees it. `undefined` is no value at all (prints `<no value>`), `null` an empty interface such as a
 * JSON null, whose fields cannot be asked for.
 */
export type Value = Scalar | Named | Pointer | List | Dictionary | Struct | null | undefined;

/** The name of the Go type. */
export function typeOf(value: Value): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float64';
    case 'undefined':
      return '<nil>';
    default:
      return value === null ? 'interface {}' : value.type;
  }
}

export function isScalar(value: Value): value is Scalar {
  return value !== null && typeof value !== 'object' && value !== undefined;
}

/** The scalar inside, for comparisons and conversions that look at the kind and not at the name of a type. */
export function scalarOf(value: Value): Scalar | undefined {
  if (isScalar(value)) return value;
  return value?.kind === 'named' ? value.value : undefined;
}

/** What a chain of pointers points to; `undefined` where one of them is nil. */
export function indirect(value: Value): Value {
  let inner = value;
  while (typeof inner === 'object' && inner?.kind === 'pointer') inner = inner.to;
  return inner;
}

/** Whether `if` takes the value for true. */
export function truth(value: Value): boolean {
  if (value === undefined || value === null) return false;
  const scalar = scalarOf(value);
  if (scalar !== undefined) return typeof scalar === 'bigint' ? scalar !== 0n : Boolean(scalar);
  const other = value as Exclude<Value, Scalar | Named | null | undefined>;
  switch (other.kind) {
    case 'pointer':
      return other.to !== undefined;
    case 'list':
      return other.length > 0;
    case 'map':
      return other.keys().length > 0;
    default:
      return true;
  }
}
