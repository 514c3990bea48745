import type { CaseResult } from '../case-result.ts';

const words: Readonly<Record<CaseResult['outcome'], string>> = {
  kept: 'kept  ',
  broken: 'BROKEN',
  waived: 'waived',
  'not-applicable': '-     ',
};

/** One result as a line of the table, with what was seen on a line below it. */
export function resultLine(result: CaseResult): string {
  const line = `${words[result.outcome]}  ${result.sentence}\n`;
  return result.outcome === 'kept' ? line : `${line}          ${result.because}\n`;
}

/** The last line: how many of each. */
export function summaryLine(results: readonly CaseResult[]): string {
  const count = (outcome: CaseResult['outcome']): number =>
    results.filter((one) => one.outcome === outcome).length;
  return `\n${count('kept')} kept, ${count('broken')} broken, ${count('waived')} waived, ${count('not-applicable')} do not apply\n`;
}
