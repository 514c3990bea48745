import { describe, expect, test } from 'vitest';
import { corpusCases, type CorpusCase } from './corpus-case.ts';
import { runCorpusCase } from './corpus-run.ts';
import { waived } from './waived.ts';

const cases = corpusCases();
const isWaived = ({ id }: CorpusCase): boolean => id in waived;

function recorded(given: CorpusCase): unknown {
  return given.expected.map(({ changes, records }) => ({ changes, records }));
}

describe('compat plans and marks as upstream was recorded to', () => {
  test.each(cases.filter((given) => !isWaived(given)))('$id', (given) => {
    expect(runCorpusCase(given)).toEqual(recorded(given));
  });
});

describe('the waived cases', () => {
  test.each(cases.filter(isWaived))('$id still differs', (given) => {
    expect(runCorpusCase(given)).not.toEqual(recorded(given));
  });

  test('are cases of the corpus', () => {
    expect(cases.filter(isWaived).map(({ id }) => id)).toEqual(Object.keys(waived));
  });
});
