import type { CaseResult } from '../case-result.ts';
import type { PromiseCase } from '../promise-case.ts';
import { runCase, strayWaivers } from '../run-case.ts';
import { closeLab, openLab, type Lab } from './lab.ts';
import { providerCases } from './provider-cases.ts';
import type { ProviderCheckOptions } from './provider-under-test.ts';

const defaultTimeoutMs = 10_000;

/** Tries every promise of the provider contract, one after the other. Never rejects: what cannot even start is a broken promise. */
export async function checkProvider(options: ProviderCheckOptions): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [...strayWaivers(options.waive ?? {}, providerCases)];
  for (const one of providerCases) results.push(await checkProviderCase(options, one));
  return results;
}

export function checkProviderCase(
  options: ProviderCheckOptions,
  one: PromiseCase<Lab>,
): Promise<CaseResult> {
  const { waive = {}, timeoutMs = defaultTimeoutMs } = options;
  return runCase(one, {
    open: (sentence, signal) => openLab(options, numberOf(sentence), signal),
    close: closeLab,
    waive,
    timeoutMs,
  });
}

/** The same names for a case in every run, so that what an earlier run left is found again. */
function numberOf(sentence: string): number {
  return providerCases.findIndex((one) => one.sentence === sentence) + 1;
}
