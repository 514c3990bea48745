import { describe, expect, test } from 'vitest';
import type { CaseResult } from './case-result.ts';
import { checkProviderCase } from './provider/check-provider.ts';
import { providerCases } from './provider/provider-cases.ts';
import type { ProviderCheckOptions } from './provider/provider-under-test.ts';
import { strayWaivers } from './run-case.ts';

/** The provider contract as tests: one per promise. What does not apply, or is waived with a reason, shows as skipped with it. */
export function describeProvider(name: string, options: ProviderCheckOptions): void {
  const timeoutMs = 2 * (options.timeoutMs ?? 10_000);
  describe(`${name} keeps the provider contract`, () => {
    test.for(providerCases)('$sentence', { timeout: timeoutMs }, async (one, { skip }) => {
      const result = await checkProviderCase(options, one);
      if (hasNothingToSay(result)) skip(`${result.outcome}: ${result.because}`);
      expect(result).toEqual({ sentence: one.sentence, outcome: 'kept' });
    });
    test('waives only promises that there are', () => {
      expect(strayWaivers(options.waive ?? {}, providerCases)).toEqual([]);
    });
  });
}

type Silent = Extract<CaseResult, { readonly outcome: 'waived' | 'not-applicable' }>;

function hasNothingToSay(result: CaseResult): result is Silent {
  return result.outcome === 'waived' || result.outcome === 'not-applicable';
}
