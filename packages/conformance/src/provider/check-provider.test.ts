import type { Provider } from '@org/dns-core';
import { describe, expect, test } from 'vitest';
import { createFaultyMemory } from '../testing/faulty-memory.ts';
import { createMemoryProvider } from '../testing/memory-provider.ts';
import { refusedChange } from '../testing/refused-change.ts';
import { describeProvider } from '../vitest.ts';
import { checkProvider } from './check-provider.ts';
import type { ProviderCheckOptions } from './provider-under-test.ts';

const options: ProviderCheckOptions = {
  create: async () => createFaultyMemory(),
  zone: 'example.org',
  refused: refusedChange,
};

describeProvider('the provider in memory', options);

const plain = 'takes a create of what is there already as done';

test('a provider that keeps every promise has no broken, waived or inapplicable one', async () => {
  const results = await checkProvider(options);
  const others = results.filter(({ outcome }) => outcome !== 'kept');
  expect(others.map(({ sentence }) => sentence)).toEqual([
    'never says that it wrote a type that its capabilities say no to, unless it holds it all the same',
  ]);
});

describe('waivers', () => {
  const broken: ProviderCheckOptions = {
    ...options,
    create: async () => {
      const under = createFaultyMemory();
      return { ...under, provider: { ...under.provider, listZones: async () => [] } };
    },
  };
  test.each<[string, ProviderCheckOptions, string, object]>([
    [
      'of a broken promise, with a reason',
      broken,
      'so it is there',
      { outcome: 'waived', because: 'so it is there' },
    ],
    [
      'of a broken promise, without a reason',
      broken,
      ' ',
      { outcome: 'broken', because: 'the waiver gives no reason' },
    ],
    [
      'of a promise that is kept',
      options,
      'so it is there',
      {
        outcome: 'broken',
        because: 'it is waived ("so it is there") but is kept; remove the waiver',
      },
    ],
  ])('%s', async (_name, given, reason, expected) => {
    const results = await checkProvider({ ...given, waive: { [plain]: reason } });
    expect(results.find(({ sentence }) => sentence === plain)).toEqual({
      sentence: plain,
      ...expected,
    });
  });

  test('of a promise that does not apply', async () => {
    const sentence = 'assigns a record to zones of the list only';
    const create = async () => {
      const provider: Provider = createMemoryProvider();
      delete provider.zonesFor;
      return { provider };
    };
    const results = await checkProvider({ ...options, create, waive: { [sentence]: 'because' } });
    expect(results.find((one) => one.sentence === sentence)).toEqual({
      sentence,
      outcome: 'broken',
      because:
        'it is waived ("because") but does not apply (it has no zonesFor); remove the waiver',
    });
  });

  test('of a promise that there is not', async () => {
    const [first] = await checkProvider({ ...options, waive: { 'is fast': 'it is not' } });
    expect(first).toEqual({
      sentence: 'is fast',
      outcome: 'broken',
      because: 'it is waived, but there is no such promise; take the sentence from the results',
    });
  });
});

test('a provider that never answers is broken after the time given', async () => {
  const [result] = await checkProvider({
    ...options,
    timeoutMs: 5,
    create: () => new Promise(() => {}),
  });
  expect(result).toMatchObject({ outcome: 'broken', because: 'it was not done after 5 ms' });
});
