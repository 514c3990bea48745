export type Operator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | '>' | '<';

/** One condition of a selector. */
export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  /** One for `=`, `==`, `!=`, `>` and `<`, at least one for `in` and `notin`, none for `exists` and `!`. */
  readonly values: readonly string[];
}

/**
 * Whether a set of labels (or annotations) meets a requirement, as Kubernetes decides: `!=` and `notin` hold where the key is
 * missing, `>` and `<` hold only between integers.
 */
export function meets(
  labels: Readonly<Record<string, string>> | undefined,
  { key, operator, values }: Requirement,
): boolean {
  const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case '=':
    case '==':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case '>':
    case '<': {
      const [left, right] = [toInteger(value), toInteger(values[0])];
      if (left === undefined || right === undefined) return false;
      return operator === '>' ? left > right : left < right;
    }
  }
}

/** A 64-bit integer as Go's `strconv.ParseInt` reads it. */
export function toInteger(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
