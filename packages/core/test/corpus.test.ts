import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CorpusCase } from './corpus-case.ts';
import { runCorpusCase } from './corpus-run.ts';
import { waived } from './waived.ts';

const folder = new URL('fixtures/corpus/', import.meta.url);
const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as CorpusCase[]);
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
