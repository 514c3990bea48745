import type { Budget } from '../run/limits.ts';
import { isScalar, type Value } from '../values/value.ts';
import { formatValue } from './format-value.ts';
import { plainVerb } from './verb.ts';

/** Go's `print`: a space between two operands of which neither is a text. */
export function print(values: readonly Value[], budget: Budget): string {
  let text = '';
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    if (index > 0 && !isText(before) && !isText(value)) text += ' ';
    text += formatValue(value, plainVerb, budget);
    budget.work(text.length);
  }
  return text;
}

/** Go's `println`: a space between all operands and a line break at the end. */
export function println(values: readonly Value[], budget: Budget): string {
  const text = values.map((value) => formatValue(value, plainVerb, budget)).join(' ');
  budget.work(text.length);
  return `${text}\n`;
}

/** Go looks at the kind here, so that a named text type is a text too. */
function isText(value: Value): boolean {
  if (isScalar(value)) return typeof value === 'string';
  return typeof value === 'object' && value?.kind === 'named' && typeof value.value === 'string';
}
