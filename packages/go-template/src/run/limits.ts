/** Bounds of one execution, so that no template can hang or fill the process. */
export interface Limits {
  /** Steps: one per node and call, and one per eight characters that are produced or worked on. Default 1,000,000. */
  readonly steps: number;
  /** Templates that call each other, one inside the other. Default 100. */
  readonly depth: number;
  /** Characters of the result, and of any text on the way to it. Default 1,048,576. */
  readonly characters: number;
}

export const defaultLimits: Limits = { steps: 1_000_000, depth: 100, characters: 1_048_576 };

/** What is left of the limits in one execution. Its functions throw with the limit that was reached. */
export interface Budget {
  readonly characters: number;
  step(): void;
  /** Work on so many characters. */
  work(characters: number): void;
}

export function createBudget(limits: Limits): Budget {
  let steps = limits.steps;
  const spend = (count: number) => {
    steps -= count;
    if (steps < 0) throw new Error(`takes more than ${limits.steps} steps; make it simpler`);
  };
  return {
    characters: limits.characters,
    step: () => spend(1),
    work(characters) {
      if (characters > limits.characters) {
        throw new Error(`makes a text of more than ${limits.characters} characters`);
      }
      spend(Math.ceil(characters / 8));
    },
  };
}
