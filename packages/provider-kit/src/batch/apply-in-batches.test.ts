import { createEndpoint, ProviderError, toDnsName, type ChangeGroup } from '@org/dns-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyInBatches, type BatchLimits } from './apply-in-batches.ts';

const never = new AbortController().signal;

const group = (name: string, changes = 1, targets = 1): ChangeGroup => ({
  name: toDnsName(name),
  changes: Array.from({ length: changes }, () => ({
    kind: 'create',
    role: 'record',
    after: createEndpoint({
      name,
      type: 'A',
      targets: Array.from({ length: targets }, () => '192.0.2.1'),
    }),
  })),
});

const rejected = new ProviderError('rejected', 'no');
const lost = new ProviderError('transient', 'lost', { mayHaveWritten: true, retryAfterMs: 5 });
const busy = new ProviderError('transient', 'busy');
const denied = new ProviderError('unauthorized', 'denied');

interface Run {
  /** The names in each request. */
  readonly sent: string[];
  readonly outcomes: string[];
}

async function run(
  groups: readonly ChangeGroup[],
  limits: BatchLimits,
  fails: (names: readonly string[]) => Error | undefined = () => undefined,
  signal = never,
): Promise<Run> {
  const sent: string[] = [];
  const report = await applyInBatches(
    groups,
    limits,
    async (batch) => {
      const names = batch.map(({ name }) => name as string);
      sent.push(names.join(' '));
      const error = fails(names);
      if (error !== undefined) throw error;
    },
    signal,
  );
  return {
    sent,
    outcomes: report.outcomes.map((one) =>
      one.outcome === 'applied'
        ? 'applied'
        : `${one.outcome}: ${one.error.message}${one.error.mayHaveWritten ? ' perhaps' : ''}`,
    ),
  };
}

describe('limits', () => {
  const groups = [group('a', 2, 3), group('b', 1, 1), group('c', 4, 1), group('d', 1, 2)];
  test.each<{ name: string; limits: BatchLimits; sent: string[] }>([
    { name: 'none: one request', limits: {}, sent: ['a b c d'] },
    { name: 'groups', limits: { maxGroups: 3 }, sent: ['a b c', 'd'] },
    { name: 'changes; a group is never split', limits: { maxChanges: 3 }, sent: ['a b', 'c', 'd'] },
    { name: 'values', limits: { maxValues: 7 }, sent: ['a b', 'c d'] },
    {
      name: 'bytes, counted by the caller',
      limits: { maxBytes: 100, costOf: () => ({ changes: 1, bytes: 60 }) },
      sent: ['a', 'b', 'c', 'd'],
    },
  ])('$name', async ({ limits, sent }) => {
    expect(await run(groups, limits)).toEqual({ sent, outcomes: groups.map(() => 'applied') });
  });

  test('a very large batch is one request', async () => {
    const many = Array.from({ length: 200_000 }, () => groups[0] ?? group('a'));
    const report = await applyInBatches(many, {}, async () => {}, never);
    expect(report.outcomes).toHaveLength(200_000);
  });

  test('no groups are no request', async () => {
    expect(await run([], {})).toEqual({ sent: [], outcomes: [] });
  });
});

describe('failures', () => {
  const groups = ['a', 'b', 'c', 'd'].map((name) => group(name));

  test('a rejected batch is halved until the culprit is alone', async () => {
    const result = await run(groups, {}, (names) => (names.includes('c') ? rejected : undefined));
    expect(result).toEqual({
      sent: ['a b c d', 'a b', 'c d', 'c', 'd'],
      outcomes: ['applied', 'applied', 'failed: no', 'applied'],
    });
  });

  test('a service that refuses everything is not asked for ever', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => group(`n${index}`));
    const { sent, outcomes } = await run(many, {}, () => rejected);
    expect(sent).toHaveLength(257);
    expect(outcomes).toHaveLength(5_000);
    expect(new Set(outcomes)).toEqual(
      new Set([
        'failed: no',
        'failed: too many changes were refused at once; the rest is tried again in the next pass',
      ]),
    );
  });

  test('a time-out leaves its batch unknown and the rest failed', async () => {
    const result = await run(groups, { maxGroups: 2 }, () => lost);
    expect(result).toEqual({
      sent: ['a b'],
      outcomes: ['unknown: lost perhaps', 'unknown: lost perhaps', 'failed: lost', 'failed: lost'],
    });
  });

  test.each([busy, denied, new ProviderError('not-found', 'gone')])(
    '$reason stops the work',
    async (error) => {
      const result = await run(groups, { maxGroups: 1 }, (names) =>
        names.includes('b') ? error : undefined,
      );
      expect(result).toEqual({
        sent: ['a', 'b'],
        outcomes: ['applied', ...Array.from({ length: 3 }, () => `failed: ${error.message}`)],
      });
    },
  );

  test('something unforeseen counts as transient and may have written', async () => {
    const result = await run(groups, { maxGroups: 3 }, () => new TypeError('odd'));
    expect(result.outcomes).toEqual([
      'unknown: odd perhaps',
      'unknown: odd perhaps',
      'unknown: odd perhaps',
      'failed: odd',
    ]);
  });

  test('after an abort nothing is sent', async () => {
    const result = await run(groups, {}, undefined, AbortSignal.abort());
    expect(result).toEqual({
      sent: [],
      outcomes: groups.map(() => 'failed: stopped before it was written'),
    });
  });

  test('a report of the service is taken as it is', async () => {
    const outcomes = [{ outcome: 'applied' }, { outcome: 'failed', error: rejected }] as const;
    expect(await applyInBatches(groups.slice(0, 2), {}, async () => ({ outcomes }), never)).toEqual(
      {
        outcomes,
      },
    );
  });
});

test('whoever is rejected, everybody else is applied, and all are reported in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { maxLength: 40 }),
      fc.integer({ min: 1, max: 10 }),
      async (bad, maxGroups) => {
        const groups = bad.map((_, index) => group(`n${index}`));
        const culprits = new Set(groups.filter((_, index) => bad[index]).map(({ name }) => name));
        const { sent, outcomes } = await run(groups, { maxGroups }, (names) =>
          names.some((name) => culprits.has(toDnsName(name))) ? rejected : undefined,
        );
        expect(outcomes).toEqual(bad.map((isBad) => (isBad ? 'failed: no' : 'applied')));
        expect(sent.length).toBeLessThanOrEqual(2 * groups.length);
      },
    ),
  );
});
