import { describe, expect, test } from 'vitest';
import { createEndpoint, type EndpointInit } from '../model/create-endpoint.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { createDomainMatcher } from './domain-matcher.ts';
import { plan } from './plan-changes.ts';
import type { PlanInput, SkipReason } from './plan.ts';

const foo = 'foo.example.org';
const me = { owner: 'me' };

/** `record('A 192.0.2.1')`: one type and its targets at the common name. */
function record(text: string, more: Partial<EndpointInit> = {}): Endpoint {
  const [type = '', ...targets] = text.split(' ');
  return createEndpoint({ name: foo, type, targets, ...more });
}

function ours(text: string, more: Partial<EndpointInit> = {}): Endpoint {
  return record(text, { ...more, labels: { ...me, ...more.labels } });
}

function foreign(text: string, more: Partial<EndpointInit> = {}): Endpoint {
  return record(text, { ...more, labels: { owner: 'other', ...more.labels } });
}

const r = (resource: string): Partial<EndpointInit> => ({ labels: { resource } });
const set = (setIdentifier: string): Partial<EndpointInit> => ({ setIdentifier });
const props = (text: string): Partial<EndpointInit> => ({
  properties: text.split(',').map((pair) => {
    const [name = '', value = ''] = pair.split('=');
    return { name, value };
  }),
});

function inputOf(given: Partial<PlanInput>): PlanInput {
  return {
    behavior: 'compat',
    owner: 'me',
    policy: 'sync',
    managedTypes: ['A', 'AAAA', 'CNAME'],
    excludedTypes: [],
    inDomain: () => true,
    current: [],
    desired: [],
    ...given,
  };
}

function text(endpoint: Endpoint): string {
  const where = endpoint.name === foo ? '' : `${endpoint.spelling} `;
  const setText = endpoint.setIdentifier === '' ? '' : ` set=${endpoint.setIdentifier}`;
  return `${where}${endpoint.type} ${endpoint.targets.join(' ')}${setText}`;
}

/** `C`reate, `U`pdate (old → new), `D`elete. */
function changesOf(given: Partial<PlanInput>): readonly string[] {
  return plan(inputOf(given)).changes.map((change) => {
    if (change.kind === 'create') return `C ${text(change.after)}`;
    if (change.kind === 'delete') return `D ${text(change.before)}`;
    return `U ${text(change.before)} → ${text(change.after)}`;
  });
}

function skippedOf(given: Partial<PlanInput>): readonly [string, SkipReason['code']][] {
  return plan(inputOf(given)).skipped.map(({ endpoint, because }) => [
    text(endpoint),
    because.code,
  ]);
}

interface Row {
  readonly name: string;
  readonly given: Partial<PlanInput>;
  readonly changes: readonly string[];
}

const noOwner = { owner: '' };
const upsert = { policy: 'upsert-only' } as const;
const createOnly = { policy: 'create-only' } as const;
const v1 = record('CNAME v1.example.org');
const addresses = [record('A 192.0.2.5'), record('AAAA ::1')];

/** Upstream's decisions; most of them hold in `safe` as well. */
const decisions: readonly Row[] = [
  {
    name: 'creates what is missing',
    given: { desired: [record('A 192.0.2.1')] },
    changes: ['C A 192.0.2.1'],
  },
  {
    name: 'leaves what is as wanted',
    given: { current: [ours('A 192.0.2.1')], desired: [record('A 192.0.2.1')] },
    changes: [],
  },
  {
    name: 'deletes what nobody wants',
    given: { current: [ours('A 192.0.2.1')] },
    changes: ['D A 192.0.2.1'],
  },
  {
    name: "keeps another owner's record",
    given: { current: [foreign('A 192.0.2.1')] },
    changes: [],
  },
  {
    name: 'keeps a record without owner',
    given: { current: [record('A 192.0.2.1')] },
    changes: [],
  },
  {
    name: "does not update another owner's record",
    given: { current: [foreign('A 192.0.2.1')], desired: [record('A 192.0.2.2')] },
    changes: [],
  },
  {
    name: 'does not update a record without owner',
    given: { current: [record('A 192.0.2.1')], desired: [record('A 192.0.2.2')] },
    changes: [],
  },
  {
    name: 'without an owner updates everything',
    given: { ...noOwner, current: [record('A 192.0.2.1')], desired: [record('A 192.0.2.2')] },
    changes: ['U A 192.0.2.1 → A 192.0.2.2'],
  },
  {
    name: 'without an owner deletes everything',
    given: { ...noOwner, current: [record('A 192.0.2.1')] },
    changes: ['D A 192.0.2.1'],
  },
  {
    name: 'the least target gets a free name',
    given: { ...noOwner, desired: [record('CNAME v2', r('2')), record('CNAME v1', r('1'))] },
    changes: ['C CNAME v1'],
  },
  {
    name: 'a record stays with its resource',
    given: {
      ...noOwner,
      current: [record('CNAME v2', r('2'))],
      desired: [record('CNAME v1', r('1')), record('CNAME v2', r('2'))],
    },
    changes: [],
  },
  {
    name: 'without a resource the least wins',
    given: {
      ...noOwner,
      current: [record('CNAME v2')],
      desired: [record('CNAME v2', r('2')), record('CNAME v1', r('1'))],
    },
    changes: ['U CNAME v2 → CNAME v1'],
  },
  {
    name: 'of one resource the least wins, by number',
    given: {
      ...noOwner,
      current: [record('A 127.0.0.1', r('a'))],
      desired: [record('A 127.0.0.1', r('a')), record('A 8.8.8.8', r('a'))],
    },
    changes: ['U A 127.0.0.1 → A 8.8.8.8'],
  },
  {
    name: 'a TTL that is added updates',
    given: {
      ...noOwner,
      current: [record('A 192.0.2.1')],
      desired: [record('A 192.0.2.1', { ttlSeconds: 300 })],
    },
    changes: ['U A 192.0.2.1 → A 192.0.2.1'],
  },
  {
    name: 'a TTL that is not configured is no wish',
    given: {
      ...noOwner,
      current: [record('A 192.0.2.1', { ttlSeconds: 300 })],
      desired: [record('A 192.0.2.1')],
    },
    changes: [],
  },
  {
    name: 'a property that differs updates',
    given: {
      ...noOwner,
      current: [record('A 192.0.2.1', props('a=0,p=1'))],
      desired: [record('A 192.0.2.1', props('p=0,a=0'))],
    },
    changes: ['U A 192.0.2.1 → A 192.0.2.1'],
  },
  {
    name: 'a property that is gone updates',
    given: {
      ...noOwner,
      current: [record('A 192.0.2.1', props('a=0,p=0'))],
      desired: [record('A 192.0.2.1', props('a=0'))],
    },
    changes: ['U A 192.0.2.1 → A 192.0.2.1'],
  },
  {
    name: 'a property that is new updates',
    given: {
      ...noOwner,
      current: [record('A 192.0.2.1', props('a=0'))],
      desired: [record('A 192.0.2.1', props('a=0,p=1'))],
    },
    changes: ['U A 192.0.2.1 → A 192.0.2.1'],
  },
  {
    name: 'the order of properties does not matter',
    given: {
      ...noOwner,
      current: [record('A 192.0.2.1', props('x=1,y=2'))],
      desired: [record('A 192.0.2.1', props('y=2,x=1'))],
    },
    changes: [],
  },
  {
    name: 'the case of a target does not matter',
    given: { ...noOwner, current: [record('CNAME v2')], desired: [record('CNAME V2')] },
    changes: [],
  },
  {
    name: 'the notation of an address does not matter',
    given: {
      ...noOwner,
      current: [record('AAAA 2001:db8::1')],
      desired: [record('AAAA 2001:0DB8:0:0::1')],
    },
    changes: [],
  },
  {
    name: 'the spelling of a name does not matter',
    given: {
      ...noOwner,
      current: [record('A 192.0.2.1', { name: 'Foo.Example.org' })],
      desired: [record('A 192.0.2.1')],
    },
    changes: [],
  },
  {
    name: 'CNAME → A',
    given: { current: [ours('CNAME v1')], desired: [record('A 192.0.2.5')] },
    changes: ['C A 192.0.2.5', 'D CNAME v1'],
  },
  {
    name: 'CNAME → A and AAAA',
    given: { current: [ours('CNAME v1')], desired: addresses },
    changes: ['C A 192.0.2.5', 'C AAAA ::1', 'D CNAME v1'],
  },
  {
    name: 'A and AAAA → CNAME',
    given: { current: [ours('A 192.0.2.5'), ours('AAAA ::1')], desired: [v1] },
    changes: ['D A 192.0.2.5', 'D AAAA ::1', 'C CNAME v1.example.org'],
  },
  {
    name: 'A without owner → CNAME is blocked',
    given: { current: [record('A 192.0.2.5')], desired: [v1] },
    changes: [],
  },
  {
    name: 'addresses win over a CNAME that is there',
    given: { current: [ours('CNAME v1')], desired: [v1, ...addresses] },
    changes: ['C A 192.0.2.5', 'C AAAA ::1', 'D CNAME v1'],
  },
  {
    name: 'addresses win over a CNAME',
    given: { desired: [v1, ...addresses] },
    changes: ['C A 192.0.2.5', 'C AAAA ::1'],
  },
  {
    name: 'of CNAME and A the unwanted goes',
    given: { current: [ours('CNAME v1'), ours('A 192.0.2.5')], desired: [record('A 192.0.2.5')] },
    changes: ['D CNAME v1'],
  },
  {
    name: 'both types go when nobody wants the name',
    given: { current: [ours('CNAME v1'), ours('A 192.0.2.5')] },
    changes: ['D A 192.0.2.5', 'D CNAME v1'],
  },
  {
    name: 'AAAA goes alone',
    given: { current: [ours('A 192.0.2.5'), ours('AAAA ::1')], desired: [record('A 192.0.2.5')] },
    changes: ['D AAAA ::1'],
  },
  {
    name: 'AAAA comes alone',
    given: { current: [ours('A 192.0.2.5')], desired: addresses },
    changes: ['C AAAA ::1'],
  },
  {
    name: 'a foreign AAAA blocks creations, not updates',
    given: {
      managedTypes: ['A', 'AAAA', 'TXT'],
      current: [ours('A 192.0.2.1'), foreign('AAAA ::1')],
      desired: [record('A 192.0.2.2'), record('TXT x')],
    },
    changes: ['U A 192.0.2.1 → A 192.0.2.2'],
  },
  {
    name: 'upsert-only does not delete',
    given: { ...upsert, current: [ours('A 192.0.2.1')] },
    changes: [],
  },
  {
    name: 'create-only does not update',
    given: { ...createOnly, current: [ours('A 192.0.2.1')], desired: [record('A 192.0.2.2')] },
    changes: [],
  },
  {
    name: 'create-only creates another type',
    given: { ...createOnly, current: [ours('A 192.0.2.5')], desired: addresses },
    changes: ['C AAAA ::1'],
  },
  {
    name: 'a type that is not managed is invisible',
    given: { current: [record('TXT x')], desired: [v1] },
    changes: ['C CNAME v1.example.org'],
  },
  {
    name: 'exclusion beats management',
    given: {
      managedTypes: ['CNAME', 'TXT'],
      excludedTypes: ['TXT'],
      current: [record('TXT x')],
      desired: [v1],
    },
    changes: ['C CNAME v1.example.org'],
  },
  {
    name: 'nothing managed, nothing done',
    given: { managedTypes: [], current: [ours('A 192.0.2.1')], desired: addresses },
    changes: [],
  },
  {
    name: 'set identifiers are records of their own',
    given: {
      current: [ours('A 192.0.2.1', set('1'))],
      desired: [record('A 192.0.2.2', set('1')), record('A 192.0.2.2', set('2'))],
    },
    changes: ['U A 192.0.2.1 set=1 → A 192.0.2.2 set=1', 'C A 192.0.2.2 set=2'],
  },
  {
    name: 'one set identifier goes, another comes',
    given: {
      ...noOwner,
      current: [record('A 192.0.2.1', set('1'))],
      desired: [record('A 192.0.2.1', set('2'))],
    },
    changes: ['D A 192.0.2.1 set=1', 'C A 192.0.2.1 set=2'],
  },
  {
    name: 'a foreign set identifier does not block',
    given: {
      current: [foreign('A 192.0.2.1', set('1'))],
      desired: [record('A 192.0.2.1', set('2'))],
    },
    changes: ['C A 192.0.2.1 set=2'],
  },
  {
    name: 'a record read twice is deleted once',
    given: { current: [ours('A 192.0.2.1'), ours('A 192.0.2.1')] },
    changes: ['D A 192.0.2.1'],
  },
  {
    name: 'a filter leaves alone what it excludes',
    given: {
      inDomain: createDomainMatcher([{ include: ['example.org'], exclude: ['ex.example.org'] }]),
      current: [ours('A 192.0.2.1', { name: 'a.ex.example.org' })],
      desired: [
        record('A 192.0.2.2', { name: 'a.ex.example.org' }),
        record('A 192.0.2.1', { name: 'b.example.org' }),
      ],
    },
    changes: ['C b.example.org A 192.0.2.1'],
  },
];

describe.each(['compat', 'safe'] as const)('%s', (behavior) => {
  test.each(decisions)('$name', ({ given, changes }) => {
    expect(changesOf({ ...given, behavior })).toEqual(changes);
  });

  test('an update keeps the owner of the record and the resource of the wish', () => {
    const input = inputOf({
      behavior,
      current: [ours('CNAME v1', r('1'))],
      desired: [record('CNAME v2', r('2'))],
    });
    const after = record('CNAME v2', { labels: { resource: '2', owner: 'me' } });
    expect(plan(input)).toEqual({
      changes: [{ kind: 'update', before: input.current[0], after, role: 'record' }],
      skipped: [],
      unchanged: 0,
    });
  });

  test('says why it leaves things alone', () => {
    expect(
      skippedOf({
        behavior,
        policy: 'upsert-only',
        inDomain: (name) => name !== 'outside.example.net',
        current: [
          foreign('A 192.0.2.1'),
          ours('A 192.0.2.1', { name: 'gone.example.org' }),
          foreign('A 192.0.2.1', { name: 'elsewhere.example.org' }),
        ],
        desired: [
          record('A 192.0.2.2'),
          record('AAAA ::1'),
          record('TXT x'),
          record('A 192.0.2.1', { name: 'outside.example.net' }),
          record('A 192.0.2.8', { name: 'shared.example.org' }),
          record('A 192.0.2.9', { name: 'shared.example.org' }),
        ],
      }),
    ).toEqual([
      ['A 192.0.2.2', 'not-owned'],
      ['AAAA ::1', 'blocked-by-foreign'],
      ['TXT x', 'type-not-managed'],
      ['gone.example.org A 192.0.2.1', 'policy'],
      ['outside.example.net A 192.0.2.1', 'outside-domain-filter'],
      ['shared.example.org A 192.0.2.9', 'lost-conflict'],
    ]);
  });
});

describe('compat alone', () => {
  test.each<Row>([
    {
      name: 'upsert-only leaves half a type change',
      given: { ...upsert, current: [ours('CNAME v1')], desired: [record('A 192.0.2.5')] },
      changes: ['C A 192.0.2.5'],
    },
    {
      name: 'deletes ours although what replaces it is blocked',
      given: { current: [ours('A 192.0.2.1'), foreign('AAAA ::1')], desired: [v1] },
      changes: ['D A 192.0.2.1'],
    },
    {
      name: 'without an owner a record read twice is deleted twice',
      given: { ...noOwner, current: [record('A 192.0.2.1'), record('A 192.0.2.1')] },
      changes: ['D A 192.0.2.1', 'D A 192.0.2.1'],
    },
    {
      name: 'drops a migration in which nothing differs',
      given: { oldOwner: 'old', current: [ours('A 192.0.2.1')], desired: [record('A 192.0.2.1')] },
      changes: [],
    },
    {
      name: 'sends it together with something else',
      given: {
        oldOwner: 'old',
        current: [ours('A 192.0.2.1')],
        desired: [record('A 192.0.2.1'), record('A 192.0.2.1', { name: 'new.example.org' })],
      },
      changes: ['U A 192.0.2.1 → A 192.0.2.1', 'C new.example.org A 192.0.2.1'],
    },
    {
      name: 'sends it where the zone has an empty list of properties',
      given: {
        oldOwner: 'old',
        current: [ours('A 192.0.2.1', { properties: [] })],
        desired: [record('A 192.0.2.1')],
      },
      changes: ['U A 192.0.2.1 → A 192.0.2.1'],
    },
    {
      name: 'migrates what the registry has not relabelled never',
      given: {
        oldOwner: 'old',
        current: [record('A 192.0.2.1', { labels: { owner: 'old' } })],
        desired: [record('A 192.0.2.2')],
      },
      changes: [],
    },
    {
      name: 'creates a CNAME beside addresses under another set identifier',
      given: { desired: [record('CNAME v1', set('1')), record('A 192.0.2.1')] },
      changes: ['C A 192.0.2.1', 'C CNAME v1 set=1'],
    },
  ])('$name', ({ given, changes }) => {
    expect(changesOf(given)).toEqual(changes);
  });

  test('gives an update of a record without owner an empty one', () => {
    const { changes } = plan(
      inputOf({ ...noOwner, current: [record('A 192.0.2.1')], desired: [record('A 192.0.2.2')] }),
    );
    expect(changes.map((change) => change.kind === 'update' && change.after.labels)).toEqual([
      { owner: '' },
    ]);
  });
});

describe('safe alone', () => {
  interface SafeRow extends Row {
    readonly skipped?: readonly (readonly [string, SkipReason['code']])[];
  }
  const refused: SkipReason = { code: 'invalid', message: 'does not fit' };

  test.each<SafeRow>([
    {
      name: 'upsert-only changes a type in one step',
      given: { ...upsert, current: [ours('CNAME v1')], desired: addresses },
      changes: ['C A 192.0.2.5', 'C AAAA ::1', 'D CNAME v1'],
    },
    {
      name: 'upsert-only does not take away a type that nothing replaces',
      given: {
        ...upsert,
        current: [ours('A 192.0.2.5'), ours('AAAA ::1')],
        desired: [record('A 192.0.2.5')],
      },
      changes: [],
      skipped: [['AAAA ::1', 'policy']],
    },
    {
      name: 'create-only does not create beside what it must not delete',
      given: { ...createOnly, current: [ours('CNAME v1')], desired: [record('A 192.0.2.5')] },
      changes: [],
      skipped: [
        ['A 192.0.2.5', 'policy'],
        ['CNAME v1', 'kept-for'],
      ],
    },
    {
      name: 'keeps ours while what replaces it is blocked',
      given: { current: [ours('A 192.0.2.1'), foreign('AAAA ::1')], desired: [v1] },
      changes: [],
      skipped: [
        ['A 192.0.2.1', 'kept-for'],
        ['AAAA ::1', 'not-owned'],
        ['CNAME v1.example.org', 'blocked-by-foreign'],
      ],
    },
    {
      name: 'keeps ours while what replaces it is refused',
      given: { current: [ours('A 192.0.2.1')], desired: [v1], refuse: () => refused },
      changes: [],
      skipped: [
        ['A 192.0.2.1', 'kept-for'],
        ['CNAME v1.example.org', 'invalid'],
      ],
    },
    {
      name: 'does not create what is refused',
      given: { desired: [v1], refuse: () => refused },
      changes: [],
      skipped: [['CNAME v1.example.org', 'invalid']],
    },
    {
      name: 'keeps what waits',
      given: { current: [ours('A 192.0.2.1')], protectedNames: new Set([v1.name]) },
      changes: [],
      skipped: [['A 192.0.2.1', 'waiting']],
    },
    {
      name: 'does not create beside what waits',
      given: { current: [ours('A 192.0.2.1')], desired: [v1], protectedNames: new Set([v1.name]) },
      changes: [],
      skipped: [
        ['A 192.0.2.1', 'waiting'],
        ['CNAME v1.example.org', 'waiting'],
      ],
    },
    {
      name: 'updates what waits elsewhere',
      given: {
        current: [ours('A 192.0.2.1')],
        desired: [record('A 192.0.2.2')],
        protectedNames: new Set([v1.name]),
      },
      changes: ['U A 192.0.2.1 → A 192.0.2.2'],
      skipped: [],
    },
    {
      name: 'a CNAME to nothing keeps the good record',
      given: { current: [ours('A 192.0.2.1')], desired: [record('CNAME')] },
      changes: [],
      skipped: [
        ['A 192.0.2.1', 'waiting'],
        ['CNAME ', 'invalid'],
      ],
    },
    {
      name: 'a CNAME has one target',
      given: { desired: [record('CNAME a b')] },
      changes: [],
      skipped: [['CNAME a b', 'invalid']],
    },
    {
      name: 'an A without a target is no record',
      given: { desired: [record('A')] },
      changes: [],
      skipped: [['A ', 'invalid']],
    },
    {
      name: 'a name that a template failed to make is no record',
      given: { desired: [record('A 192.0.2.1', { name: '<no value>.example.org' })] },
      changes: [],
      skipped: [['<no value>.example.org A 192.0.2.1', 'invalid']],
    },
    {
      name: 'no CNAME beside addresses under another set identifier',
      given: { desired: [record('CNAME v1', set('1')), record('A 192.0.2.1')] },
      changes: ['C A 192.0.2.1'],
      skipped: [['CNAME v1 set=1', 'lost-conflict']],
    },
    {
      name: 'no CNAME beside a foreign address under another set identifier',
      given: { current: [foreign('A 192.0.2.1', set('1'))], desired: [v1] },
      changes: [],
      skipped: [['CNAME v1.example.org', 'blocked-by-foreign']],
    },
    {
      name: 'no address beside a CNAME of a type that is not managed',
      given: {
        managedTypes: ['A'],
        current: [record('CNAME v1')],
        desired: [record('A 192.0.2.1')],
      },
      changes: [],
      skipped: [['A 192.0.2.1', 'blocked-by-foreign']],
    },
    {
      name: 'no address beside a record that the server computes addresses from',
      given: { current: [record('LUA A "pickrandom()"')], desired: [record('A 192.0.2.1')] },
      changes: [],
      skipped: [['A 192.0.2.1', 'blocked-by-foreign']],
    },
    {
      name: 'an address of ours beside such a record is kept in step',
      given: {
        current: [record('LUA A "pickrandom()"'), ours('A 192.0.2.1')],
        desired: [record('A 192.0.2.2')],
      },
      changes: ['U A 192.0.2.1 → A 192.0.2.2'],
      skipped: [],
    },
    {
      name: 'a TTL that is taken away goes back to the default',
      given: {
        defaultTtlSeconds: 300,
        current: [ours('A 192.0.2.1', { ttlSeconds: 60 })],
        desired: [record('A 192.0.2.1')],
      },
      changes: ['U A 192.0.2.1 → A 192.0.2.1'],
      skipped: [],
    },
    {
      name: 'the default TTL is as wanted',
      given: {
        defaultTtlSeconds: 300,
        current: [ours('A 192.0.2.1', { ttlSeconds: 300 })],
        desired: [record('A 192.0.2.1')],
      },
      changes: [],
      skipped: [],
    },
    {
      name: 'a former owner alone is no reason',
      given: { oldOwner: 'old', current: [ours('A 192.0.2.1')], desired: [record('A 192.0.2.1')] },
      changes: [],
      skipped: [],
    },
    {
      name: 'without an owner a record read twice is deleted once',
      given: { ...noOwner, current: [record('A 192.0.2.1'), record('A 192.0.2.1')] },
      changes: ['D A 192.0.2.1'],
      skipped: [],
    },
  ])('$name', ({ given, changes, skipped }) => {
    expect(changesOf({ ...given, behavior: 'safe' })).toEqual(changes);
    expect(skippedOf({ ...given, behavior: 'safe' })).toEqual(skipped ?? []);
  });

  test('writes the marker of a record that is as wanted', () => {
    const current = ours('A 192.0.2.1');
    const given = {
      behavior: 'safe',
      current: [current],
      desired: [record('A 192.0.2.1')],
    } as const;
    expect(changesOf({ ...given, repairs: new Set([current]) })).toEqual([
      'U A 192.0.2.1 → A 192.0.2.1',
    ]);
  });

  const ns = (more: Partial<EndpointInit> = {}): Endpoint => record('NS ns1.example.org', more);
  const soa = record('SOA ns1.example.org hostmaster.example.org 1 2 3 4 5');

  test.each<SafeRow>([
    {
      name: 'of the zone that is planned',
      given: { zone: v1.name, current: [ns()], desired: [] },
      changes: [],
    },
    { name: 'of a zone that shows by its SOA', given: { current: [ns(), soa] }, changes: [] },
    {
      name: 'but a delegation is a record',
      given: { zone: soa.name, current: [ns({ name: 'sub.foo.example.org' })] },
      changes: ['D sub.foo.example.org NS ns1.example.org'],
    },
    {
      name: 'nor changed',
      given: { zone: v1.name, current: [ns()], desired: [record('NS ns2.example.org')] },
      changes: [],
      skipped: [['NS ns2.example.org', 'zone-apex']],
    },
  ])('NS and SOA are not touched at the apex: $name', ({ given, changes, skipped }) => {
    const input = { behavior: 'safe', ...noOwner, managedTypes: ['NS', 'SOA'], ...given } as const;
    expect(changesOf(input)).toEqual(changes);
    expect(skippedOf(input)).toEqual(skipped ?? []);
  });
});
