import type { Problem } from '../model/problem.ts';
import type { Behavior } from '../plan/plan.ts';
import type { Drop } from './claim.ts';
import type { DropCount } from './desired-state.ts';

/** Collects what was dropped, as problems for people and counts for metrics. */
export interface DropReport {
  add(drop: Drop): void;
  readonly problems: readonly Problem[];
  counts(): readonly DropCount[];
}

export function createDropReport(behavior: Behavior): DropReport {
  const problems: Problem[] = [];
  const counts = new Map<string, { -readonly [Field in keyof DropCount]: DropCount[Field] }>();

  function count(why: DropCount['why'], { endpoint }: Drop): void {
    const source = endpoint.objects[0]?.source ?? 'unknown';
    const key = `${why}/${endpoint.type}/${source}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { why, type: endpoint.type, source, count: 1 });
    else known.count += 1;
  }

  return {
    add: (drop) => {
      if (drop.code === 'duplicate') count('duplicate', drop);
      if (drop.code === 'invalid-name' || drop.code === 'invalid-endpoint') count('invalid', drop);
      if (drop.code !== 'duplicate' && drop.code !== 'filtered') {
        problems.push(...toProblems(drop, behavior));
      }
    },
    problems,
    counts: () => [...counts.values()],
  };
}

/** One per object, or one without where the endpoint has forgotten its objects. */
function toProblems({ code, endpoint, message }: Drop, behavior: Behavior): readonly Problem[] {
  const problem: Problem = {
    code,
    message,
    name: endpoint.name,
    ...(code === 'untranslatable' && behavior === 'compat' ? { stopsRun: true } : {}),
  };
  if (endpoint.objects.length === 0) return [problem];
  return endpoint.objects.map((object) => ({ ...problem, object }));
}
