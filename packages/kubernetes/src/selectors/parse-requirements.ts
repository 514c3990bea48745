import { checkLabelKey, checkLabelValue } from './check-label.ts';
import { toInteger, type Operator, type Requirement } from './requirement.ts';
import { selectorTokens, type Token } from './selector-tokens.ts';

/** A selector that cannot be understood; the message says where and what was expected. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

/**
 * The requirements of a label selector, with the grammar of Kubernetes' `labels.Parse`
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors).
 *
 * @throws SelectorError
 */
export function parseRequirements(text: string): readonly Requirement[] {
  const tokens = selectorTokens(text);
  const requirements: Requirement[] = [];
  let position = 0;
  const peek = (): Token => tokens[position] ?? { kind: 'end', text: '' };
  const next = (): Token => {
    const token = peek();
    position += 1;
    return token;
  };
  const isSymbol = (token: Token, symbol: string) =>
    token.kind === 'symbol' && token.text === symbol;
  const startsRequirement = (token: Token) => token.kind === 'identifier' || isSymbol(token, '!');

  if (peek().kind === 'end') return requirements;
  if (!startsRequirement(peek())) throw unexpected(peek(), '"!", a key or the end');
  for (;;) {
    requirements.push(requirement());
    const separator = next();
    if (separator.kind === 'end') return requirements;
    if (!isSymbol(separator, ',')) throw unexpected(separator, '"," or the end');
    if (!startsRequirement(peek())) throw unexpected(peek(), 'a key after ","');
  }

  function requirement(): Requirement {
    const negated = isSymbol(peek(), '!');
    if (negated) next();
    const token = next();
    if (token.kind !== 'identifier') throw unexpected(token, 'a key');
    const key = token.text;
    const problem = checkLabelKey(key);
    if (problem !== undefined) throw new SelectorError(`key "${key}" ${problem}`);
    if (negated) return { key, operator: '!', values: [] };
    if (peek().kind === 'end' || isSymbol(peek(), ',')) {
      return { key, operator: 'exists', values: [] };
    }
    const operator = toOperator(next());
    const values = operator === 'in' || operator === 'notin' ? valueList() : [singleValue()];
    for (const value of values) checkValue(key, operator, value);
    return { key, operator, values };
  }

  function singleValue(): string {
    if (peek().kind === 'end' || isSymbol(peek(), ',')) return '';
    const token = next();
    if (token.kind !== 'identifier') throw unexpected(token, 'a value');
    return token.text;
  }

  /** `(a,b)`; `(,)` holds the empty value, `()` is refused. */
  function valueList(): readonly string[] {
    const open = next();
    if (!isSymbol(open, '(')) throw unexpected(open, '"("');
    if (isSymbol(peek(), ')')) throw unexpected(peek(), 'at least one value');
    const values = new Set<string>();
    for (;;) {
      if (isSymbol(peek(), ',') || isSymbol(peek(), ')')) {
        values.add('');
      } else {
        const token = next();
        if (token.kind !== 'identifier') throw unexpected(token, '",", ")" or a value');
        values.add(token.text);
      }
      const separator = next();
      if (isSymbol(separator, ')')) return [...values];
      if (!isSymbol(separator, ',')) throw unexpected(separator, '"," or ")"');
    }
  }
}

function toOperator(token: Token): Operator {
  const { text } = token;
  if (token.kind === 'identifier' ? text === 'in' || text === 'notin' : /^[=!<>]/.test(text)) {
    if (text !== '!') return text as Operator;
  }
  throw unexpected(token, 'one of in, notin, =, ==, !=, >, <');
}

function checkValue(key: string, operator: Operator, value: string): void {
  const problem =
    (operator === '>' || operator === '<') && toInteger(value) === undefined
      ? 'is not an integer'
      : checkLabelValue(value);
  if (problem !== undefined) throw new SelectorError(`value "${value}" of "${key}" ${problem}`);
}

function unexpected(token: Token, expected: string): SelectorError {
  const found = token.kind === 'end' ? 'the end' : `"${token.text}"`;
  return new SelectorError(`found ${found} where ${expected} was expected`);
}
