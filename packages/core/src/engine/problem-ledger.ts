import { objectKey } from '../model/object-ref.ts';
import type { Problem } from '../model/problem.ts';
import type { EngineEvent } from './engine-event.ts';

/** What is wrong at present, by the place that said so; tells about what is new and what is solved. */
export interface ProblemLedger {
  /** Replaces what was wrong at a place. */
  set(place: string, problems: readonly Problem[]): void;
  readonly all: readonly Problem[];
}

export function createProblemLedger(observe: (event: EngineEvent) => void): ProblemLedger {
  const places = new Map<string, ReadonlyMap<string, Problem>>();
  return {
    set: (place, problems) => {
      const before = places.get(place);
      if (before === undefined && problems.length === 0) return;
      const after = new Map(problems.map((problem) => [identity(problem), problem]));
      if (after.size === 0) places.delete(place);
      else places.set(place, after);
      for (const [key, problem] of after) {
        if (before?.has(key) !== true) observe({ kind: 'problem', problem });
      }
      for (const [key, problem] of before ?? []) {
        if (!after.has(key)) observe({ kind: 'problem-solved', problem });
      }
    },
    get all() {
      return [...places.values()].flatMap((problems) => [...problems.values()]);
    },
  };
}

function identity({ code, message, object }: Problem): string {
  return `${code} ${object === undefined ? '' : objectKey(object)} ${message}`;
}
