import { expect, test } from 'vitest';
import { parseFlags } from '../flags/parse-flags.ts';
import { problemText } from '../flags/problem-text.ts';
import { createRegistry } from './create-registry.ts';

function registry(...argv: string[]) {
  const outcome = parseFlags(['--source=crd', '--provider=inmemory', ...argv], {}, () => '');
  if (outcome.kind !== 'flags') throw new Error(JSON.stringify(outcome));
  return createRegistry(outcome.flags);
}

test.each([
  [[], 'txt', 'default'],
  [['--txt-owner-id=me', '--txt-prefix=a-'], 'txt', 'me'],
  [['--registry=noop'], 'noop', ''],
  [['--registry=noop', '--txt-owner-id=', '--txt-encrypt-enabled'], 'noop', ''],
  [['--txt-encrypt-enabled', `--txt-encrypt-aes-key=${'f'.repeat(32)}`], 'txt', 'default'],
])('%j', async (argv, name, owner) => {
  const made = await registry(...argv);
  expect(made.ok && [made.value.name, made.value.owner]).toEqual([name, owner]);
});

test.each([
  [['--registry=dynamodb'], '--registry=dynamodb: is not part of this build. Use txt or noop.'],
  [
    ['--txt-owner-id='],
    '--txt-owner-id: is empty. Name this instance, or use --registry=noop, which protects no records.',
  ],
  [['--txt-encrypt-enabled'], '--txt-encrypt-enabled: needs a key. Give --txt-encrypt-aes-key.'],
  [
    ['--txt-encrypt-aes-key=short'],
    '--txt-encrypt-aes-key: is not a key. Give 32 bytes, or their base64 (openssl rand -base64 32).',
  ],
])('%j is refused', async (argv, text) => {
  const made = await registry(...argv);
  expect(made.ok ? [] : made.problems.map(problemText)).toEqual([text]);
});
