import { toDnsName, type Change, type Endpoint } from '@org/dns-core';
import { reading, misreading, writing, failed, refusal, isOfType, type Spoil } from './spoil.ts';

const typeTests = [
  'A',
  'AAAA',
  'CNAME',
  'TXT',
  'MX',
  'SRV',
  'CAA',
  'NS',
  'NAPTR',
  'HTTPS',
  'SVCB',
  'TLSA',
].map((name): [string, Spoil] => [
  `gives back ${name} records as adjust said they would be held`,
  misreading(isOfType(name), (one) => ({ ...one, targets: ['something else'] })),
]);

const byText = (text: string) => (endpoint: Endpoint) =>
  endpoint.type === 'TXT' && endpoint.targets.some((target) => target.includes(text));
const textTests = (
  [
    ['quotes and backslashes', 'hi'],
    ['semicolons and blanks', ';'],
    ['more than 255 characters', 'xxx'],
    ['an ownership marker', 'heritage'],
  ] as const
).map(([what, text]): [string, Spoil] => [
  `keeps every character of a TXT record with ${what}`,
  misreading(byText(text), (one) => ({
    ...one,
    targets: one.targets.map((target) => target.slice(0, -2)),
  })),
]);

const isSecond = (endpoint: Endpoint): boolean => endpoint.setIdentifier !== '';
/** Providers that break a promise about what a zone holds and how it changes. */
export const brokenContents: readonly (readonly [sentence: string, spoil: Spoil])[] = [
  ...typeTests,
  ...textTests,
  [
    'keeps several targets in one record set',
    misreading(isOfType('A'), (one) => ({ ...one, targets: one.targets.slice(0, 1) })),
  ],
  [
    'keeps record sets of several types at one name apart',
    reading((all) => all.filter((one) => one.type !== 'AAAA')),
  ],
  [
    'gives names in their canonical form, however they were spelt',
    misreading(
      () => true,
      (one) => ({ ...one, name: one.spelling as Endpoint['name'] }),
    ),
  ],
  [
    'keeps wildcard names, or says in its capabilities why not',
    misreading(
      ({ name }) => name.startsWith('*'),
      (one) => ({ ...one, name: toDnsName(one.name.slice(2)) }),
    ),
  ],
  [
    'keeps the TTL that a record is given',
    misreading(
      () => true,
      (one) => ({ ...one, ttlSeconds: 60 }),
    ),
  ],
  [
    'says through adjust what becomes of a TTL that it cannot hold',
    (provider) => ({ ...provider, adjust: async (desired) => desired }),
  ],
  [
    'takes a record without a TTL, and gives it the default that its capabilities name',
    (provider) => ({
      ...misreading(
        ({ ttlSeconds }) => ttlSeconds === 0,
        (one) => ({ ...one, ttlSeconds: 120 }),
      )(provider),
      adjust: async (desired) => desired,
    }),
  ],
  [
    'tells record sets apart by set identifier, or says in its capabilities why not',
    misreading(isSecond, (one) => ({ ...one, setIdentifier: 'set-a' })),
  ],
  [
    'gives back the properties that adjust left and its capabilities name',
    misreading(
      () => true,
      (one) => ({ ...one, properties: [] }),
    ),
  ],
  [
    'takes a create of what is there already as done',
    (provider) => ({
      ...provider,
      async applyChanges(zone, groups, signal) {
        const held: Endpoint[] = [];
        for await (const chunk of provider.readZone(zone, signal)) held.push(...chunk);
        const isThere = (change: Change): boolean =>
          change.kind === 'create' &&
          held.some(
            ({ name, type: held_ }) => name === change.after.name && held_ === change.after.type,
          );
        if (groups.some(({ changes }) => changes.some(isThere)))
          return { outcomes: groups.map(() => failed(refusal)) };
        return provider.applyChanges(zone, groups, signal);
      },
    }),
  ],
  [
    'never replaces other content by a create without saying so',
    writing((change) =>
      change.kind === 'create'
        ? [{ kind: 'delete', before: change.after, role: change.role }, change]
        : [change],
    ),
  ],
  ['deletes', writing((change) => (change.kind === 'delete' ? [] : [change]))],
  [
    'takes a delete of what is gone as done',
    (provider) => ({
      ...provider,
      async applyChanges(zone, groups, signal) {
        let isEmpty = true;
        for await (const chunk of provider.readZone(zone, signal)) isEmpty &&= chunk.length === 0;
        if (isEmpty && groups.some(({ changes }) => changes.some(({ kind }) => kind === 'delete')))
          return { outcomes: groups.map(() => failed(refusal)) };
        return provider.applyChanges(zone, groups, signal);
      },
    }),
  ],
  [
    'changes targets in place',
    writing((change) =>
      change.kind === 'update'
        ? [
            {
              ...change,
              after: {
                ...change.after,
                targets: [...change.before.targets, ...change.after.targets],
              },
            },
          ]
        : [change],
    ),
  ],
  [
    'takes an update that was made already as done',
    (provider) => ({
      ...provider,
      async applyChanges(zone, groups, signal) {
        const held: Endpoint[] = [];
        for await (const chunk of provider.readZone(zone, signal)) held.push(...chunk);
        const isStale = (change: Change): boolean =>
          change.kind === 'update' &&
          !held.some(({ targets }) => targets.join() === change.before.targets.join());
        if (groups.some(({ changes }) => changes.some(isStale)))
          return { outcomes: groups.map(() => failed(refusal)) };
        return provider.applyChanges(zone, groups, signal);
      },
    }),
  ],
  [
    'changes a TTL alone',
    writing((change) =>
      change.kind === 'update' && change.before.targets.join() === change.after.targets.join()
        ? []
        : [change],
    ),
  ],
  [
    'puts a CNAME in the place of addresses in one group, and back',
    writing((change) =>
      change.kind === 'create' &&
      change.after.type === 'CNAME' &&
      change.after.name.startsWith('host.')
        ? []
        : [change],
    ),
  ],
  [
    'leaves records of other types under the same name alone',
    writing((change) =>
      change.kind === 'delete'
        ? [change, { ...change, before: { ...change.before, type: 'TXT' } }]
        : [change],
    ),
  ],
  [
    'leaves records of names that look alike alone',
    writing((change) =>
      change.kind === 'delete'
        ? [
            change,
            { ...change, before: { ...change.before, name: toDnsName(`a.${change.before.name}`) } },
          ]
        : [change],
    ),
  ],
  [
    'plans nothing anew for what it just wrote',
    misreading(isOfType('MX'), (one) => ({
      ...one,
      targets: one.targets.map((target) => `${target}.`),
    })),
  ],
];
