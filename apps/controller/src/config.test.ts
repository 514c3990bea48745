import { problemText } from '@org/dns-app-kit';
import { expect, test } from 'vitest';
import { loadConfig } from './config.ts';

const load = (...argv: string[]) =>
  loadConfig(['--source=service', '--provider=inmemory', ...argv], {}, () => '');

test('what is right gives a configuration', async () => {
  const outcome = await load(
    '--policy=upsert-only',
    '--domain-filter=example.org',
    '--exclude-domains=dev.example.org',
  );
  if (outcome.kind !== 'config') throw new Error(outcome.kind);
  const { policy, domainFilter, warnings } = outcome.config;
  expect({ policy, domainFilter, warnings }).toEqual({
    policy: 'upsert-only',
    domainFilter: { include: ['example.org'], exclude: ['dev.example.org'] },
    warnings: [],
  });
});

test('expressions mean what RE2 means', async () => {
  const outcome = await load(
    '--policy=sync',
    String.raw`--regex-domain-filter=\.eu\.example\.org$`,
  );
  if (outcome.kind !== 'config') throw new Error(outcome.kind);
  const { regexInclude } = outcome.config.domainFilter;
  expect([regexInclude?.test('a.eu.example.org'), regexInclude?.test('eu.example.org')]).toEqual([
    true,
    false,
  ]);
});

test('problems of every kind come together', async () => {
  const outcome = await load('--behavior=compat', '--regex-domain-filter=(', '--kube-api-qps=0');
  if (outcome.kind !== 'problems') throw new Error(outcome.kind);
  expect(outcome.problems.map((problem) => problemText(problem).replace(/:.*/, ''))).toEqual([
    '--policy',
    '--kube-api-qps',
    '--regex-domain-filter',
  ]);
});
