import type { Value } from '../values/value.ts';

/** `any` takes every value, `string` plain strings only (no named type), `string-map` a `map[string]string` or nil. */
export type Parameter = 'any' | 'string' | 'string-map';

/** A function that templates can call. */
export interface TemplateFunction {
  readonly parameters: readonly Parameter[];
  /** The type of further arguments. */
  readonly rest?: Parameter;
  /** Arguments arrive checked against the parameters. What it throws becomes a `TemplateError` that names the function. */
  call(args: readonly Value[]): Value;
}

/** Functions by name. */
export type Functions = Readonly<Record<string, TemplateFunction>>;
