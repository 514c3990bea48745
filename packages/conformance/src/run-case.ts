import { inspect } from 'node:util';
import type { CaseResult, Waivers } from './case-result.ts';
import { NotApplicable, type PromiseCase } from './promise-case.ts';

/** How the work of one case is surrounded. */
export interface CaseFrame<Lab> {
  /** Opens a laboratory for one case; what it holds is freed by `close`, also when the case fails. */
  readonly open: (sentence: string, signal: AbortSignal) => Promise<Lab>;
  readonly close: (lab: Lab) => Promise<void>;
  readonly waive: Waivers;
  readonly timeoutMs: number;
}

/** Runs one case to its result. Never rejects. */
export async function runCase<Lab>(
  { sentence, run }: PromiseCase<Lab>,
  frame: CaseFrame<Lab>,
): Promise<CaseResult> {
  const waiver = frame.waive[sentence];
  const found = await attempt(sentence, run, frame);
  if (waiver === undefined) return found;
  if (waiver.trim() === '')
    return { sentence, outcome: 'broken', because: 'the waiver gives no reason' };
  if (found.outcome === 'broken') return { sentence, outcome: 'waived', because: waiver };
  const instead = found.outcome === 'kept' ? 'is kept' : `does not apply (${found.because})`;
  return {
    sentence,
    outcome: 'broken',
    because: `it is waived ("${waiver}") but ${instead}; remove the waiver`,
  };
}

async function attempt<Lab>(
  sentence: string,
  run: PromiseCase<Lab>['run'],
  { open, close, timeoutMs }: CaseFrame<Lab>,
): Promise<CaseResult> {
  const stop = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`it was not done after ${timeoutMs} ms`);
    late.reject(error);
    stop.abort(error);
  }, timeoutMs);
  const work = async (): Promise<void> => {
    const lab = await open(sentence, stop.signal);
    try {
      await run(lab);
    } catch (error) {
      // What the case found says more than what its tidying up ran into.
      await close(lab).catch(() => {});
      throw error;
    }
    await close(lab);
  };
  try {
    await Promise.race([work(), late.promise]);
    return { sentence, outcome: 'kept' };
  } catch (error) {
    if (error instanceof NotApplicable)
      return { sentence, outcome: 'not-applicable', because: error.message };
    return { sentence, outcome: 'broken', because: sentenceOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : inspect(error);
}

/** Waivers of promises that no case has. */
export function strayWaivers(
  waive: Waivers,
  cases: readonly { readonly sentence: string }[],
): readonly CaseResult[] {
  const known = new Set(cases.map(({ sentence }) => sentence));
  return Object.keys(waive)
    .filter((sentence) => !known.has(sentence))
    .map((sentence) => ({
      sentence,
      outcome: 'broken',
      because: 'it is waived, but there is no such promise; take the sentence from the results',
    }));
}
