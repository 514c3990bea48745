import type { ObjectState, Report, Source } from '@org/dns-core';
import { describe, expect, test } from 'vitest';
import { createMemorySource, type MemorySource } from '../testing/memory-source.ts';
import { describeSource } from '../vitest.ts';
import { checkSource } from './check-source.ts';
import { sourceCases } from './source-cases.ts';

describeSource('the source in memory', { create: async () => createMemorySource() });

type Spoil = (memory: MemorySource) => Partial<Source>;

/** Reports are another thing. */
const reporting =
  (other: (report: Report, count: () => number) => Report): Spoil =>
  ({ source }) => {
    let count = 0;
    return {
      start: (report, signal) =>
        source.start(
          other(report, () => (count += 1)),
          signal,
        ),
    };
  };
const states = (other: (state: ObjectState) => ObjectState): Spoil =>
  reporting((report) => (object, state) => report(object, state && other(state)));

const broken: readonly (readonly [sentence: string, spoil: Spoil])[] = [
  [
    'resolves once every object that exists has been reported',
    ({ source }) => ({
      start: async (report, signal) => {
        setTimeout(() => void source.start(report, signal).catch(() => {}), 10);
      },
    }),
  ],
  [
    'resolves where there is nothing to report',
    ({ source }) => ({
      start: (report, signal) =>
        new Promise((resolve) => {
          source
            .start((...told) => {
              report(...told);
              resolve();
            }, signal)
            .catch(() => {});
        }),
    }),
  ],
  [
    'reports an object that comes later',
    ({ source }) => {
      let isDone = false;
      return {
        start: async (report, signal) => {
          await source.start((...told) => (isDone ? undefined : report(...told)), signal);
          isDone = true;
        },
      };
    },
  ],
  [
    'says in the last report about an object all that it wants, under the same reference',
    reporting(
      (report, count) => (object, state) =>
        report({ ...object, name: `${object.name}${count()}` }, state),
    ),
  ],
  [
    'reports an object that goes as gone',
    reporting((report) => (object, state) => report(object, state ?? { endpoints: [] })),
  ],
  [
    'wants the same for an object that was written again without a change',
    reporting((report) => {
      const seen = new Map<string, number>();
      return (object, state) => {
        const times = (seen.get(object.name) ?? 0) + 1;
        seen.set(object.name, times);
        report(object, times > 1 && state !== undefined ? { endpoints: [] } : state);
      };
    }),
  ],
  [
    'names the object in each endpoint that it wants',
    states(({ endpoints }) => ({ endpoints: endpoints.map((one) => ({ ...one, objects: [] })) })),
  ],
  [
    'says that it is in step once it has reported everything, and not before',
    () => ({ status: () => ({ synced: true }) }),
  ],
  [
    'reports nothing more once it is aborted',
    ({ source }) => ({
      start: (report) => source.start(report, new AbortController().signal),
    }),
  ],
  [
    'stays pending while it cannot be read, says why, and resolves once it can',
    ({ source }) => ({
      start: async (report, signal) => {
        void source.start(report, signal).catch(() => {});
      },
    }),
  ],
  [
    'takes nothing back while it cannot be read, and says that it is behind',
    ({ source }) => ({
      status: () => {
        const { behindSinceMs: _, ...status } = source.status();
        return status;
      },
    }),
  ],
  [
    'merges endpoints without a loss, whatever their order, and a second time to the same',
    () => ({ merge: (endpoints) => endpoints.slice(0, 1) }),
  ],
];

describe('a source that breaks a promise is found out', () => {
  test.each(broken)('%s', async (sentence, spoil) => {
    const results = await checkSource({
      timeoutMs: 60,
      create: async () => {
        const memory = createMemorySource();
        return { ...memory, source: { ...memory.source, ...spoil(memory) } };
      },
    });
    const found = results.filter(({ outcome }) => outcome === 'broken');
    expect(found.map((one) => one.sentence)).toContain(sentence);
  });

  test('each promise has a source here that breaks it', () => {
    expect(broken.map(([sentence]) => sentence)).toEqual(
      sourceCases.map(({ sentence }) => sentence),
    );
  });
});
