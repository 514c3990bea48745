import { ProviderError } from '@org/dns-core';
import { describe, expect, test } from 'vitest';
import { brokenCalls } from '../testing/broken-calls.ts';
import { brokenContents } from '../testing/broken-contents.ts';
import { createFaultyMemory, secret, type Handling } from '../testing/faulty-memory.ts';
import { refusedChange } from '../testing/refused-change.ts';
import { failed, refusal, type Spoil } from '../testing/spoil.ts';
import { checkProvider } from './check-provider.ts';
import { providerCases } from './provider-cases.ts';

const wrong = new ProviderError('rejected', 'no', { retryAfterMs: 2000 });
const on =
  (where: 'read' | 'write', fault: string, instead: unknown): Handling =>
  (hit, at, right) =>
    hit === fault && at === where ? instead : right;
const event: Readonly<Record<string, readonly [string, string]>> = {
  unauthorized: ['unauthorized', 'the credentials are not taken (401)'],
  forbidden: ['unauthorized', 'it is not allowed (403)'],
  'not-found': ['not-found', 'what it asks for is not there (404)'],
  'rate-limited': ['transient', 'it asks too often (429)'],
  'server-error': ['transient', 'the service fails (500)'],
  reset: ['transient', 'the connection breaks'],
};

const badHandling: readonly (readonly [sentence: string, handling: Handling])[] = [
  ...Object.entries(event).flatMap(([fault, [reason, what]]): [string, Handling][] => [
    [`ends reading with the reason ${reason} when ${what}`, on('read', fault, wrong)],
    [
      `reports a write as not done, with the reason ${reason}, when ${what}`,
      on('write', fault, 'ignored'),
    ],
  ]),
  [
    'hands on how long the service wants to be left alone',
    on('read', 'rate-limited', new ProviderError('transient', 'slowly')),
  ],
  [
    'never gives a part of a zone for the whole when an answer breaks off',
    on('read', 'cut-off', 'half'),
  ],
  [
    'never says that a write failed when it was made and only its answer was lost',
    on('write', 'reply-lost', new ProviderError('transient', 'it was not written')),
  ],
  [
    'shows no secret in an error, even when the service repeats the request',
    on('read', 'echo', new ProviderError('rejected', `x-api-key: ${secret}`)),
  ],
];

/** A write that cannot be made again once its answer was lost. */
const lost: readonly (readonly [string, Spoil])[] = [
  [
    'reaches the wanted state when a write is made again after its answer was lost',
    (provider) => {
      const seen = new Set<string>();
      return {
        ...provider,
        applyChanges: async (zone, groups, signal) => {
          const key = JSON.stringify(groups);
          if (seen.has(key)) return { outcomes: groups.map(() => failed(refusal)) };
          seen.add(key);
          return provider.applyChanges(zone, groups, signal);
        },
      };
    },
  ],
];

async function foundIn(spoil: Spoil | undefined, handling?: Handling): Promise<readonly string[]> {
  const results = await checkProvider({
    create: async () => createFaultyMemory(spoil, handling),
    zone: 'example.org',
    refused: refusedChange,
  });
  return results.filter(({ outcome }) => outcome === 'broken').map(({ sentence }) => sentence);
}

describe('a provider that breaks a promise is found out', () => {
  test.each([...brokenContents, ...brokenCalls, ...lost])('%s', async (sentence, spoil) => {
    expect(await foundIn(spoil)).toContain(sentence);
  });

  test.each(badHandling)('%s', async (sentence, handling) => {
    expect(await foundIn(undefined, handling)).toEqual([sentence]);
  });

  test('each promise has a provider here that breaks it', () => {
    const sentences = [...brokenContents, ...brokenCalls, ...lost, ...badHandling].map(
      ([sentence]) => sentence,
    );
    expect(new Set(sentences)).toEqual(new Set(providerCases.map(({ sentence }) => sentence)));
  });
});
