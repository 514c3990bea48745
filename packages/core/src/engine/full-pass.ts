import { addTally, createTally } from './tally.ts';
import type { Tally } from './pass.ts';
import type { PassResult } from './run-pass.ts';

/** Everyone who takes part in one full pass; it ends when all who were asked were told and the last has left. */
export interface FullPass {
  /** Nobody else is asked by the engine itself. */
  allAsked(): void;
  enter(): void;
  /** `undefined`: the pass failed. */
  leave(result: PassResult | undefined): void;
  readonly ended: Promise<FullPassResult>;
}

export interface FullPassResult {
  readonly wrote: boolean;
  readonly failed: boolean;
  /** `undefined` when some zone was not read. */
  readonly tally: Tally | undefined;
}

export function createFullPass(): FullPass {
  const ended = Promise.withResolvers<FullPassResult>();
  const tally = createTally();
  let inside = 1;
  let wrote = false;
  let failed = false;
  let complete = true;
  const one = (): void => {
    inside -= 1;
    if (inside === 0) ended.resolve({ wrote, failed, tally: complete ? tally : undefined });
  };
  return {
    allAsked: one,
    enter: () => {
      inside += 1;
    },
    leave: (result) => {
      wrote ||= result?.wrote === true;
      failed ||= result === undefined || result.failure !== undefined;
      if (result?.tally === undefined) complete = false;
      else addTally(tally, result.tally);
      one();
    },
    ended: ended.promise,
  };
}
