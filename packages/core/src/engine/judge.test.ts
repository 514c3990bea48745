import { expect, test } from 'vitest';
import type { Change } from '../model/change.ts';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { judge, type JudgeInput, type Objection } from './judge.ts';

const record = (name: string, type = 'A', resource = 'service/default/web'): Endpoint =>
  createEndpoint({ name, type, targets: ['192.0.2.1'], labels: { owner: 'me', resource } });
const gone = (name: string, type = 'A'): Change => ({
  kind: 'delete',
  before: record(name, type),
  role: 'record',
});
const made = (name: string, type = 'A'): Change => ({
  kind: 'create',
  after: record(name, type),
  role: 'record',
});
const many = (count: number): Change[] =>
  Array.from({ length: count }, (_, at) => gone(`n${at}.example.org`));

const base: JudgeInput = {
  changes: [],
  owned: 100,
  deletedBefore: 0,
  heldElsewhere: 0,
  limits: { share: 0.3, count: 10, windowMs: 600_000 },
  released: new Set(),
  objectionTo: () => undefined,
};

interface Case {
  readonly name: string;
  readonly given: Partial<JudgeInput>;
  readonly go: number;
  readonly counted: number;
  readonly withheld: readonly Objection['code'][];
}

test.each<Case>([
  {
    name: 'lets as many deletions go as the share allows',
    given: { changes: many(30) },
    go: 30,
    counted: 30,
    withheld: [],
  },
  {
    name: 'holds every deletion of a wave over both limits',
    given: { changes: many(31) },
    go: 0,
    counted: 0,
    withheld: Array.from({ length: 31 }, () => 'limits' as const),
  },
  {
    name: 'lets a small zone be emptied, for ten records are no wave',
    given: { owned: 10, changes: many(10) },
    go: 10,
    counted: 10,
    withheld: [],
  },
  {
    name: 'sees many small passes as the one wave that they are',
    given: { owned: 70, deletedBefore: 30, changes: many(1) },
    go: 0,
    counted: 0,
    withheld: ['limits'],
  },
  {
    name: 'counts what is held under other names',
    given: { heldElsewhere: 30, changes: many(1) },
    go: 0,
    counted: 0,
    withheld: ['limits'],
  },
  {
    name: 'lets creations and updates go while deletions are held',
    given: {
      changes: [
        ...many(31),
        made('new.example.org'),
        {
          kind: 'update',
          before: record('u.example.org'),
          after: record('u.example.org'),
          role: 'record',
        },
      ],
    },
    go: 2,
    counted: 0,
    withheld: Array.from({ length: 31 }, () => 'limits' as const),
  },
  {
    name: 'does not take a change of type for a deletion',
    given: {
      owned: 11,
      changes: Array.from({ length: 11 }, (_, at) => [
        gone(`n${at}.example.org`, 'A'),
        made(`n${at}.example.org`, 'CNAME'),
      ]).flat(),
    },
    go: 22,
    counted: 0,
    withheld: [],
  },
  {
    name: 'takes a name that moves for a deletion',
    given: {
      owned: 11,
      changes: Array.from({ length: 11 }, (_, at) => [
        gone(`n${at}.example.org`),
        made(`m${at}.example.org`),
      ]).flat(),
    },
    go: 11,
    counted: 0,
    withheld: Array.from({ length: 11 }, () => 'limits' as const),
  },
  {
    name: 'lets go what a person released, and does not count it',
    given: {
      changes: many(31),
      released: new Set(Array.from({ length: 31 }, (_, at) => toDnsName(`n${at}.example.org`))),
    },
    go: 31,
    counted: 0,
    withheld: [],
  },
  {
    name: 'asks nobody about what another record replaces',
    given: {
      changes: [
        gone('www.example.org', 'A'),
        made('www.example.org', 'AAAA'),
        gone('www.example.org', 'TXT'),
      ],
      objectionTo: ({ type }) =>
        type === 'TXT' ? { code: 'unclear', reason: 'not clear' } : undefined,
    },
    go: 3,
    counted: 0,
    withheld: [],
  },
  {
    name: 'withholds a deletion that a source speaks against',
    given: {
      changes: [gone('www.example.org'), gone('api.example.org')],
      objectionTo: ({ name }) =>
        name === 'www.example.org' ? { code: 'source-behind', reason: 'behind' } : undefined,
    },
    go: 1,
    counted: 1,
    withheld: ['source-behind'],
  },
  {
    name: 'withholds a takeover from an object of a source that is behind',
    given: {
      changes: [
        {
          kind: 'update',
          before: record('www.example.org', 'A', 'ingress/default/old'),
          after: record('www.example.org', 'A', 'service/default/new'),
          role: 'record',
        },
      ],
      objectionTo: () => ({ code: 'source-behind', reason: 'behind' }),
    },
    go: 0,
    counted: 0,
    withheld: ['source-behind'],
  },
  {
    name: 'has no limits where none are set',
    given: { limits: undefined, changes: many(100) },
    go: 100,
    counted: 100,
    withheld: [],
  },
])('$name', ({ given, go, counted, withheld }) => {
  const verdict = judge({ ...base, ...given });
  expect({
    go: verdict.go.length,
    counted: verdict.counted,
    withheld: verdict.withheld.map(({ objection }) => objection.code),
  }).toEqual({ go, counted, withheld });
});

test('says how large the wave is and what it takes', () => {
  const { withheld } = judge({ ...base, changes: many(31) });
  expect(withheld[0]?.objection.reason).toBe(
    "31 of 100 owned records would be deleted within 10 minutes; more than 10 and more than 30 % need a person's consent",
  );
});
