import { createEndpoint, type Change, type Endpoint } from '@org/dns-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toEndpoints } from './convert.ts';
import { readEntry, type Entry } from './entry.ts';
import { createKeySpace } from './key-space.ts';
import { emptyMessage, formatMessage, type Message } from './message.ts';
import { createNameDraft } from './name-draft.ts';

const keys = createKeySpace('/skydns/');
const name = 'www.example.org';
const own = keys.keyOf(name);

/** Two targets a type suffice to meet, to miss, and to replace each other. */
const targets = {
  A: ['192.0.2.1', '192.0.2.2'],
  AAAA: ['2001:db8::1', '2001:db8::2'],
  CNAME: ['a.example.net', 'b.example.net'],
  TXT: ['one', 'two'],
  SRV: ['1 2 3 a.example.net.', '1 2 3 b.example.net.'],
  MX: ['1 a.example.net', '1 b.example.net'],
} as const;
type Type = keyof typeof targets;
const types = Object.keys(targets) as Type[];

type Wanted = Readonly<Record<Type, readonly string[]>>;
const wantedStates = fc.record(
  Object.fromEntries(types.map((type) => [type, fc.subarray([...targets[type]])])) as Record<
    Type,
    fc.Arbitrary<string[]>
  >,
) as fc.Arbitrary<Wanted>;

const messages: fc.Arbitrary<Message> = fc
  .record({
    host: fc.constantFrom('', '192.0.2.1', '2001:db8::1', 'a.example.net', '198.51.100.1'),
    text: fc.constantFrom('', 'one', 'theirs'),
    ttl: fc.constantFrom(0, 60),
    targetstrip: fc.constantFrom(0, 1, 2),
    group: fc.constantFrom('', 'blue'),
  })
  .map((some) => ({ ...emptyMessage, ...some }));

/** Values as others may have left them below a name, each read as the entry of whatever name it stands for. */
const stores = fc.array(messages, { maxLength: 6 }).map((list): ReadonlyMap<string, string> => {
  const labelled = list.map((message, index): [string, string] => [
    message.targetstrip === 2 ? `${own}/y/k${index}` : `${own}/k${index}`,
    formatMessage(message),
  ]);
  return new Map(labelled);
});

function entriesOf(store: ReadonlyMap<string, string>): Entry[] {
  return [...store].flatMap(([key, value]) => {
    const reading = readEntry(keys, { key, value, modRevision: '1' });
    return reading.ok && reading.entry.name === name ? [reading.entry] : [];
  });
}

function changesTo(wanted: Wanted, present: readonly Endpoint[], ttlSeconds: number): Change[] {
  return types.flatMap((type): Change[] => {
    const before = present.find((endpoint) => endpoint.type === type);
    const after = createEndpoint({ name, type, targets: wanted[type], ttlSeconds });
    if (after.targets.length === 0)
      return before === undefined ? [] : [{ kind: 'delete', before, role: 'record' }];
    return before === undefined
      ? [{ kind: 'create', after, role: 'record' }]
      : [{ kind: 'update', before, after, role: 'record' }];
  });
}

function write(
  store: ReadonlyMap<string, string>,
  changes: readonly Change[],
  isCompat = false,
): ReadonlyMap<string, string> {
  let label = 0;
  const draft = createNameDraft({
    keys,
    name,
    present: entriesOf(store),
    revision: '1',
    owner: undefined,
    isCompat,
    newLabel: () => `new${(label += 1)}`,
  });
  for (const change of changes) expect(draft.obstacle(change)).toBeUndefined();
  for (const change of changes) draft.apply(change);
  const writes = draft.writes();
  expect(new Set(writes.map(({ key }) => key)).size).toBe(writes.length);
  const conditions = draft.conditions().flatMap((one) => ('key' in one ? [one] : []));
  expect(conditions).toEqual(
    writes.map(({ key }) => ({ key, modRevision: store.has(key) ? '1' : '0' })),
  );
  const after = new Map(store);
  for (const { key, value } of writes)
    if (value === undefined) after.delete(key);
    else after.set(key, value);
  return after;
}

function summary(store: ReadonlyMap<string, string>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    toEndpoints(entriesOf(store)).map((endpoint) => [endpoint.type, endpoint.targets.toSorted()]),
  );
}

const nonEmpty = (wanted: Wanted): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(wanted).filter(([, list]) => list.length > 0));

test('whatever was there, afterwards the name holds what is wanted, and a second time nothing is written', () => {
  fc.assert(
    fc.property(stores, wantedStates, fc.constantFrom(0, 60), (store, wanted, ttlSeconds) => {
      const after = write(store, changesTo(wanted, toEndpoints(entriesOf(store)), ttlSeconds));
      expect(summary(after)).toEqual(nonEmpty(wanted));
      expect(write(after, changesTo(wanted, toEndpoints(entriesOf(after)), ttlSeconds))).toEqual(
        after,
      );
    }),
  );
});

test('what is created alone is gone without a trace when it is deleted, and what was there is as it was', () => {
  fc.assert(
    fc.property(wantedStates, fc.constantFrom(0, 60), (wanted, ttlSeconds) => {
      const theirs = new Map([
        [`${own}/theirs`, '{"host":"198.51.100.1","targetstrip":1}'],
        [`${own}/below/k`, '{"host":"198.51.100.2","targetstrip":1}'],
      ]);
      const changes = changesTo(wanted, [], ttlSeconds).filter(
        // Beside somebody else's address an address is refused.
        (change) => change.kind !== 'create' || change.after.type !== 'A',
      );
      const created = write(theirs, changes);
      const removals = changes.flatMap((change): Change[] =>
        change.kind === 'create' ? [{ kind: 'delete', before: change.after, role: 'record' }] : [],
      );
      expect(write(created, removals)).toEqual(theirs);
    }),
  );
});

test('as upstream writes it, nothing is left behind either', () => {
  fc.assert(
    fc.property(wantedStates, (wanted) => {
      const changes = changesTo(wanted, [], 0);
      const removals = changes.flatMap((change): Change[] =>
        change.kind === 'create' ? [{ kind: 'delete', before: change.after, role: 'record' }] : [],
      );
      expect(write(write(new Map(), changes, true), removals, true)).toEqual(new Map());
    }),
  );
});
