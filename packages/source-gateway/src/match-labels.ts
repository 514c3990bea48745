import { checkLabelKey, checkLabelValue } from '@org/dns-kubernetes';
import type { LabelSelector } from './resources.ts';

type Labels = Readonly<Record<string, string>>;
type Expression = NonNullable<LabelSelector['matchExpressions']>[number];

/** Whether labels meet a selector; none meet one that Kubernetes would refuse, or that is absent. */
export function matchLabels(selector: LabelSelector | undefined, labels: Labels = {}): boolean {
  if (!selector) return false;
  const pairs = Object.entries(selector.matchLabels ?? {});
  const expressions = selector.matchExpressions ?? [];
  const isValid =
    pairs.every(([key, value]) => isLabel(key, [value])) && expressions.every(isExpression);
  return (
    isValid &&
    pairs.every(([key, value]) => valueOf(labels, key) === value) &&
    expressions.every((expression) => meets(expression, labels))
  );
}

function isLabel(key: string, values: readonly string[]): boolean {
  return (
    checkLabelKey(key) === undefined &&
    values.every((value) => checkLabelValue(value) === undefined)
  );
}

function isExpression({ key = '', operator = '', values = [] }: Expression): boolean {
  const takesValues = operator === 'In' || operator === 'NotIn';
  const isKnown = takesValues || operator === 'Exists' || operator === 'DoesNotExist';
  return isKnown && takesValues === values.length > 0 && isLabel(key, values);
}

function meets({ key = '', operator, values = [] }: Expression, labels: Labels): boolean {
  const value = valueOf(labels, key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

function valueOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
