import { readFileSync } from 'node:fs';
import { flagForm, flagSentence } from '@org/dns-app-kit';
import { expect, test } from 'vitest';
import { isWithoutMeaning, shownFlags } from './webhook-flags.ts';

test('the README shows the flags as they are defined', () => {
  const rows = shownFlags
    .filter(({ title }) => ['Server', 'Domains', 'Safety'].includes(title))
    .flatMap(({ flags }) => Object.entries(flags))
    .map(
      ([name, definition]) => `| \`${flagForm(name, definition)}\` | ${flagSentence(definition)} |`,
    );
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const table = /<!-- flags -->\n(.*)<!-- \/flags -->/s.exec(readme)?.[1];
  expect(table).toBe(['| flag | meaning |', '|---|---|', ...rows, ''].join('\n'));
});

test.each([
  ['source', true],
  ['txt-owner-id', true],
  ['listen', false],
  ['pdns-server', false],
  ['log-level', false],
])('--%s is without meaning: %s', (name, expected) => {
  expect(isWithoutMeaning(name)).toBe(expected);
});
