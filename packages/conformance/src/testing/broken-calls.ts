import { ProviderError, toDnsName, type Endpoint } from '@org/dns-core';
import { reading, writing, telling, failed, refusal, type Spoil } from './spoil.ts';

/** Providers that break a promise about groups, readings, `adjust` and signals. */
export const brokenCalls: readonly (readonly [sentence: string, spoil: Spoil])[] = [
  [
    'writes a record and its marker together, and takes them away together',
    writing((change) => (change.role === 'marker' && change.kind === 'create' ? [] : [change])),
  ],
  [
    'gives one outcome per group, in the order of the groups',
    telling((outcomes) => outcomes.toReversed()),
  ],
  [
    'writes all other groups when one is refused',
    (provider) => ({
      ...provider,
      async applyChanges(zone, groups, signal) {
        if (groups.length < 10 || groups.length > 20)
          return provider.applyChanges(zone, groups, signal);
        const { outcomes } = await provider.applyChanges(zone, groups.slice(0, 6), signal);
        return { outcomes: [...outcomes, ...groups.slice(6).map(() => failed(refusal))] };
      },
    }),
  ],
  [
    'says of a refused group that it failed, with a reason that is not transient',
    telling((outcomes) =>
      outcomes.map((one) =>
        one.outcome === 'failed' ? failed(new ProviderError('transient', 'later')) : one,
      ),
    ),
  ],
  [
    'writes a group whole or reports that it failed',
    (provider) => ({
      ...provider,
      async applyChanges(zone, groups, signal) {
        const singly = groups.flatMap(({ name, changes }) =>
          changes.map((change) => ({ name, changes: [change] })),
        );
        const { outcomes } = await provider.applyChanges(zone, singly, signal);
        let at = 0;
        return {
          outcomes: groups.map(({ changes }) => {
            const own = outcomes.slice(at, (at += changes.length));
            return own.find(({ outcome }) => outcome === 'failed') ?? { outcome: 'applied' };
          }),
        };
      },
    }),
  ],
  [
    'gives no outcome where no group is given',
    telling((outcomes) => (outcomes.length === 0 ? [{ outcome: 'applied' }] : outcomes)),
  ],
  ['writes and reads back some hundred names, each once', reading((all) => all.slice(0, 100))],
  [
    'never says that it wrote a type that its capabilities say no to, unless it holds it all the same',
    (provider) => ({
      ...writing((change) =>
        change.kind === 'create' && change.after.type === 'LOC' ? [] : [change],
      )(provider),
      capabilities: { ...provider.capabilities, recordTypes: { A: true, LOC: { no: 'not held' } } },
    }),
  ],
  [
    'leaves what it is given unchanged',
    (provider) => ({
      ...provider,
      applyChanges: (zone, groups, signal) => {
        for (const { changes } of groups)
          for (const change of changes)
            if (change.kind === 'create') (change.after.targets as string[]).sort();
        return provider.applyChanges(zone, groups, signal);
      },
    }),
  ],
  [
    'lists its zones, each with an identifier of its own, and the same ones again',
    (provider) => {
      let readings = 0;
      return {
        ...provider,
        listZones: async (signal) => {
          const zones = await provider.listZones(signal);
          readings += 1;
          return [...zones, { id: `${readings}`, name: toDnsName('other.example.net') }];
        },
      };
    },
  ],
  [
    'reads each record set once, within the zone and in canonical form',
    reading((all) => [...all, ...all]),
  ],
  [
    'reads under some names what it reads of the whole zone under them',
    (provider) => ({
      ...provider,
      readNames: async (zone, names, signal) =>
        ((await provider.readNames?.(zone, names, signal)) ?? []).slice(0, 1),
    }),
  ],
  [
    'reads a name anew each time, also one that it wrote itself',
    (provider) => {
      const known = new Map<string, readonly Endpoint[]>();
      return {
        ...provider,
        readNames: async (zone, names, signal) => {
          const key = names.join();
          const found = known.get(key) ?? (await provider.readNames?.(zone, names, signal)) ?? [];
          known.set(key, found);
          return found;
        },
      };
    },
  ],
  [
    'gives a zone another version whenever its content changes, and only then',
    (provider) => ({ ...provider, zoneVersion: async () => '1' }),
  ],
  [
    'gives with the list of zones the version that it gives for a zone',
    (provider) => ({
      ...provider,
      zoneVersion: async (zone, signal) => `v${await provider.zoneVersion?.(zone, signal)}`,
    }),
  ],
  [
    'says of a zone that is not there that it is not found, on reading and on writing',
    (provider) => ({
      ...provider,
      async *readZone(zone, signal) {
        if (zone.name === 'example.org') yield* provider.readZone(zone, signal);
      },
    }),
  ],
  [
    'assigns a record to zones of the list only',
    (provider) => ({
      ...provider,
      zonesFor: () => [{ id: 'example.org', name: toDnsName('example.org') }],
    }),
  ],
  [
    'adjusts what it adjusted already to the same',
    (provider) => ({
      ...provider,
      adjust: async (desired) => desired.map((one) => ({ ...one, ttlSeconds: one.ttlSeconds + 1 })),
    }),
  ],
  [
    'adjusts name by name: the answer for a name does not depend on other names',
    (provider) => ({
      ...provider,
      adjust: async (desired) => desired.slice(0, Math.max(1, desired.length - 1)),
    }),
  ],
  [
    'writes nothing once its signal is aborted, and does not say that it did',
    (provider) => ({
      ...provider,
      applyChanges: (zone, groups) =>
        provider.applyChanges(zone, groups, new AbortController().signal),
    }),
  ],
  [
    'ends reading with an error once its signal is aborted',
    (provider) => ({
      ...provider,
      readZone: (zone) => provider.readZone(zone, new AbortController().signal),
    }),
  ],
];
