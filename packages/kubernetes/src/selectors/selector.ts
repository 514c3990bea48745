import { parseRequirements, SelectorError } from './parse-requirements.ts';
import { meets, type Requirement } from './requirement.ts';

/** A parsed label or annotation filter. */
export interface Selector {
  /** As it was written; what the API server takes as `labelSelector`. `''`: everything. */
  readonly text: string;
  readonly requirements: readonly Requirement[];
  /** Whether a set of labels (or annotations) meets all requirements. */
  matches(labels: Readonly<Record<string, string>> | undefined): boolean;
}

/** Matches everything. */
export const everything: Selector = selectorOf('', []);

/**
 * A selector with the full Kubernetes grammar: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, `a>1`, `a<1`,
 * joined by commas.
 *
 * @throws SelectorError
 */
export function parseLabelSelector(text: string): Selector {
  return selectorOf(text.trim(), parseRequirements(text));
}

/**
 * A selector with the smaller grammar of `--annotation-filter` and `--gateway-label-filter` (apimachinery's
 * `ParseToLabelSelector`): as {@link parseLabelSelector}, without `!=`, `>` and `<`.
 *
 * @throws SelectorError
 */
export function parseSimpleSelector(text: string): Selector {
  const requirements = parseRequirements(text);
  for (const { key, operator } of requirements) {
    if (operator === '!=' || operator === '>' || operator === '<') {
      const hint = operator === '!=' ? `; write "${key} notin (…)"` : '';
      throw new SelectorError(`the operator "${operator}" is not allowed here${hint}`);
    }
  }
  return selectorOf(text.trim(), requirements);
}

function selectorOf(text: string, requirements: readonly Requirement[]): Selector {
  return {
    text,
    requirements,
    matches: (labels) => requirements.every((requirement) => meets(labels, requirement)),
  };
}
