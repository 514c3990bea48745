import type { PromiseCase } from '../promise-case.ts';
import { abortCases } from './cases/abort-cases.ts';
import { adjustCases } from './cases/adjust-cases.ts';
import { changeCases } from './cases/change-cases.ts';
import { contentCases } from './cases/content-cases.ts';
import { faultCases } from './cases/fault-cases.ts';
import { groupCases } from './cases/group-cases.ts';
import { readingCases } from './cases/reading-cases.ts';
import { recordTypeCases } from './cases/record-type-cases.ts';
import type { Lab } from './lab.ts';

/** Every promise of the provider contract (`Provider` in `@org/dns-core`, version 1). */
export const providerCases: readonly PromiseCase<Lab>[] = [
  ...recordTypeCases,
  ...contentCases,
  ...changeCases,
  ...groupCases,
  ...readingCases,
  ...adjustCases,
  ...abortCases,
  ...faultCases,
];
