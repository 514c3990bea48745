import { describe, expect, test } from 'vitest';
import { corpusCases } from './corpus-case.ts';
import { brokenPromises } from './safe-run.ts';

/** The worlds of the corpus are not compared with upstream here, but held to what `safe` promises. */
describe('safe keeps its promises in the recorded worlds', () => {
  test.each(corpusCases())('$id', (given) => {
    expect(brokenPromises(given)).toEqual([]);
  });
});
