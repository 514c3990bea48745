import type { ObjectRef, Problem } from '@org/dns-core';

/**
 * A template that failed on an object: one cannot tell what the object wants. `compat` ends the run over it, as upstream
 * does; `safe` keeps what the object had.
 */
export function templateProblem(message: string, object: ObjectRef): Problem {
  return { code: 'template-failed', message, object, stopsRun: true };
}
