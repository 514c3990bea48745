import type { CaseResult } from '../case-result.ts';
import type { PromiseCase } from '../promise-case.ts';
import { runCase, strayWaivers } from '../run-case.ts';
import { sourceCases } from './source-cases.ts';
import { openSourceLab, type SourceLab } from './source-lab.ts';
import type { SourceCheckOptions } from './source-under-test.ts';

const defaultTimeoutMs = 5000;

/** Tries every promise of the source contract, one after the other. Never rejects: what cannot even start is a broken promise. */
export async function checkSource(options: SourceCheckOptions): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [...strayWaivers(options.waive ?? {}, sourceCases)];
  for (const one of sourceCases) results.push(await checkSourceCase(options, one));
  return results;
}

export function checkSourceCase(
  options: SourceCheckOptions,
  one: PromiseCase<SourceLab>,
): Promise<CaseResult> {
  const { waive = {}, timeoutMs = defaultTimeoutMs } = options;
  return runCase(one, {
    open: () => openSourceLab(options, timeoutMs),
    close: (lab) => lab.close(),
    waive,
    timeoutMs,
  });
}
