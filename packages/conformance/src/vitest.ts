import { describe, expect, test } from 'vitest';
import type { CaseResult } from './case-result.ts';
import { checkProviderCase } from './provider/check-provider.ts';
import { providerCases } from './provider/provider-cases.ts';
import type { ProviderCheckOptions } from './provider/provider-under-test.ts';
import type { PromiseCase } from './promise-case.ts';
import { strayWaivers } from './run-case.ts';
import { checkSourceCase } from './source/check-source.ts';
import { sourceCases } from './source/source-cases.ts';
import type { SourceCheckOptions } from './source/source-under-test.ts';

/** The provider contract as tests: one per promise. What does not apply, or is waived with a reason, shows as skipped with it. */
export function describeProvider(name: string, options: ProviderCheckOptions): void {
  describe(`${name} keeps the provider contract`, () => {
    testCases(providerCases, (one) => checkProviderCase(options, one), options);
  });
}

/** The source contract as tests, as {@link describeProvider} does it. */
export function describeSource(name: string, options: SourceCheckOptions): void {
  describe(`${name} keeps the source contract`, () => {
    testCases(sourceCases, (one) => checkSourceCase(options, one), options);
  });
}

function testCases<Lab>(
  cases: readonly PromiseCase<Lab>[],
  check: (one: PromiseCase<Lab>) => Promise<CaseResult>,
  { waive = {}, timeoutMs = 10_000 }: Pick<ProviderCheckOptions, 'waive' | 'timeoutMs'>,
): void {
  test.for(cases)('$sentence', { timeout: 2 * timeoutMs }, async (one, { skip }) => {
    const result = await check(one);
    if (hasNothingToSay(result)) skip(`${result.outcome}: ${result.because}`);
    expect(result).toEqual({ sentence: one.sentence, outcome: 'kept' });
  });
  test('waives only promises that there are', () => {
    expect(strayWaivers(waive, cases)).toEqual([]);
  });
}

type Silent = Extract<CaseResult, { readonly outcome: 'waived' | 'not-applicable' }>;

function hasNothingToSay(result: CaseResult): result is Silent {
  return result.outcome === 'waived' || result.outcome === 'not-applicable';
}
