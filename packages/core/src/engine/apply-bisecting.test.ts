import { expect, test } from 'vitest';
import { ProviderError } from '../contract/provider-error.ts';
import type { ChangeGroup } from '../model/change.ts';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName } from '../model/dns-name.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { applyBisecting } from './apply-bisecting.ts';

const signal = new AbortController().signal;
const zone = { id: 'example.org', name: toDnsName('example.org') };

function groups(count: number): readonly ChangeGroup[] {
  return Array.from({ length: count }, (_, at) => {
    const after = createEndpoint({ name: `n${at}.example.org`, type: 'A', targets: ['192.0.2.1'] });
    return { name: after.name, changes: [{ kind: 'create', after, role: 'record' }] };
  });
}

interface Case {
  readonly name: string;
  readonly count: number;
  readonly refused: readonly number[];
  /** At most so many calls. */
  readonly calls: number;
}

test.each<Case>([
  { name: 'one call when nothing is refused', count: 100, refused: [], calls: 1 },
  { name: 'one culprit of a hundred stands alone', count: 100, refused: [42], calls: 15 },
  { name: 'the first and the last', count: 64, refused: [0, 63], calls: 25 },
  { name: 'all of them', count: 8, refused: [0, 1, 2, 3, 4, 5, 6, 7], calls: 15 },
])('$name', async ({ count, refused, calls }) => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const bad = new Set(refused.map((at) => `n${at}.example.org`));
  provider.refuses = ({ name }) => bad.has(name);
  const outcomes = await applyBisecting(provider, zone, groups(count), signal);
  const failed = outcomes.flatMap(({ outcome }, at) => (outcome === 'failed' ? [at] : []));
  expect(failed).toEqual(refused);
  expect(provider.records('example.org').length).toBe(count - refused.length);
  expect(provider.writes()).toBeLessThanOrEqual(calls);
});

test('a rate limit ends the attempt at once and is passed on', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const error = new ProviderError('transient', 'status 429', { retryAfterMs: 3000 });
  provider.fault = () => ({ kind: 'error', error });
  const outcomes = await applyBisecting(provider, zone, groups(4), signal, {
    searchTransient: true,
  });
  expect(outcomes).toEqual(Array.from({ length: 4 }, () => ({ outcome: 'failed', error })));
  expect(provider.writes()).toBe(1);
});

test('what is not reported is unknown', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.fault = () => ({ kind: 'partial-report' });
  const outcomes = await applyBisecting(provider, zone, groups(4), signal);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual([
    'applied',
    'applied',
    'unknown',
    'unknown',
  ]);
});

test('a lost answer makes every group of the call unknown', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.fault = () => ({ kind: 'written-then-lost' });
  const outcomes = await applyBisecting(provider, zone, groups(2), signal);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
});

test('the one that makes the service stumble is found when that is asked for', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.fault = ({ names }) =>
    names.includes('n5.example.org')
      ? { kind: 'error', error: new ProviderError('transient', 'status 500') }
      : undefined;
  const outcomes = await applyBisecting(provider, zone, groups(16), signal, {
    searchTransient: true,
  });
  expect(outcomes.flatMap(({ outcome }, at) => (outcome === 'applied' ? [] : [at]))).toEqual([5]);
});

test('a service that is down is not asked for every group', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.fault = () => ({
    kind: 'error',
    error: new ProviderError('transient', 'status 500'),
  });
  const outcomes = await applyBisecting(provider, zone, groups(5000), signal, {
    searchTransient: true,
  });
  expect(outcomes.every(({ outcome }) => outcome === 'failed')).toBe(true);
  expect(provider.writes()).toBeLessThanOrEqual(20);
});
