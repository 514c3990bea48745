import type { Value } from '../values/value.ts';

/** The variables in sight, innermost last. */
export interface Variables {
  /** Where the stack stands; `restore` goes back to it. */
  mark(): number;
  restore(mark: number): void;
  declare(name: string, value: Value): void;
  /** `false` where there is no such variable. */
  assign(name: string, value: Value): boolean;
  find(name: string): { readonly value: Value } | undefined;
}

export function createVariables(root: Value): Variables {
  const stack: { readonly name: string; value: Value }[] = [{ name: '$', value: root }];
  const find = (name: string) => stack.findLast((variable) => variable.name === name);
  return {
    mark: () => stack.length,
    restore(mark) {
      stack.length = mark;
    },
    declare(name, value) {
      stack.push({ name, value });
    },
    assign(name, value) {
      const variable = find(name);
      if (variable) variable.value = value;
      return variable !== undefined;
    },
    find,
  };
}
