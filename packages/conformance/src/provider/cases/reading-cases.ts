import { isWithin, toDnsName, type Endpoint, type Zone } from '@org/dns-core';
import { must, NotApplicable, type PromiseCase } from '../../promise-case.ts';
import { create, remove, update } from '../changes.ts';
import { describeAll, differenceOf, identityOf } from '../describe-endpoint.ts';
import { providerErrorOf, mustBeReason } from '../failures.ts';
import type { Lab } from '../lab.ts';

/** Zones, names and versions. */
export const readingCases: readonly PromiseCase<Lab>[] = [
  {
    sentence: 'lists its zones, each with an identifier of its own, and the same ones again',
    run: async (lab) => {
      const first = await lab.provider.listZones(lab.signal);
      const second = await lab.provider.listZones(lab.signal);
      const ids = first.map(({ id }) => id);
      must(new Set(ids).size === ids.length, `zones share an identifier: ${ids.join(', ')}`);
      must(
        listOf(first) === listOf(second),
        `first ${listOf(first)} were listed, then ${listOf(second)}`,
      );
      const odd = first.find(({ name }) => toDnsName(name) !== name);
      must(odd === undefined, `the zone name ${odd?.name} is not in canonical form`);
    },
  },
  {
    sentence: 'reads each record set once, within the zone and in canonical form',
    run: async (lab) => {
      const records = [
        await lab.record('host', 'A', ['192.0.2.1', '192.0.2.2']),
        await lab.record('host', 'TXT', ['"a note"']),
      ];
      await lab.write(...records.map((record) => create(record)));
      const all = await lab.readZone();
      const twice = [...Map.groupBy(all, identityOf).values()].find((some) => some.length > 1);
      must(twice === undefined, `it reads more than once: ${describeAll(twice ?? [])}`);
      const odd = all.find(
        (one) =>
          one.name !== toDnsName(one.spelling) ||
          !isWithin(one.name, lab.zone.name) ||
          one.targets.length === 0 ||
          one.type !== one.type.toUpperCase(),
      );
      must(odd === undefined, `it reads ${describeAll(odd === undefined ? [] : [odd])}`);
    },
  },
  {
    sentence: 'reads under some names what it reads of the whole zone under them',
    run: async (lab) => {
      const { provider } = lab;
      if (provider.readNames === undefined) throw new NotApplicable('it has no readNames');
      const records = [
        await lab.record('host', 'A', ['192.0.2.1']),
        await lab.record('host', 'TXT', ['"a note"']),
        await lab.record('a.host', 'A', ['192.0.2.2']),
        await lab.record('host2', 'A', ['192.0.2.3']),
        await lab.record('_sip._tcp', 'SRV', ['10 20 5060 sip.example.net.']),
      ];
      await lab.write(...records.map((record) => create(record)));
      const names = ['host', '_sip._tcp', 'nothing-here'].map((label) =>
        toDnsName(`${label}.${lab.domain}`),
      );
      const asked = new Set(names);
      const whole = (await lab.readZone()).filter(({ name }) => asked.has(name));
      const found = await provider.readNames(lab.zone, names, lab.signal);
      mustEqual(found, whole);
      mustEqual(await provider.readNames(lab.zone, [], lab.signal), []);
    },
  },
  {
    sentence: 'reads a name anew each time, also one that it wrote itself',
    run: async (lab) => {
      const { provider } = lab;
      if (provider.readNames === undefined) throw new NotApplicable('it has no readNames');
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      const read = async () => provider.readNames?.(lab.zone, [record.name], lab.signal) ?? [];
      mustEqual(await read(), []);
      await lab.write(create(record));
      const [held] = await lab.holds(record);
      mustEqual(await read(), [held ?? record]);
      await lab.write(remove(held ?? record));
      mustEqual(await read(), []);
    },
  },
  {
    sentence: 'gives a zone another version whenever its content changes, and only then',
    run: async (lab) => {
      const { provider } = lab;
      if (provider.zoneVersion === undefined) throw new NotApplicable('it has no zoneVersion');
      const version = async () => provider.zoneVersion?.(lab.zone, lab.signal);
      const versions = [await version()];
      if (versions[0] === undefined) throw new NotApplicable('the version is not known');
      const before = await lab.record('host', 'A', ['192.0.2.1']);
      const after = await lab.record('host', 'A', ['192.0.2.2']);
      await lab.write(create(before));
      const [read] = await lab.holds(before);
      versions.push(await version());
      await lab.readZone();
      const again = await version();
      must(again === versions.at(-1), `it was ${versions.at(-1)}, and ${again} without a change`);
      await lab.write(update(read ?? before, after));
      versions.push(await version());
      await lab.write(remove(after));
      versions.push(await version());
      must(
        versions.every((one, index) => one !== versions[index + 1]),
        `over three changes it was ${versions.join(', ')}`,
      );
    },
  },
  {
    sentence: 'gives with the list of zones the version that it gives for a zone',
    run: async (lab) => {
      const { provider, zone } = lab;
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      await lab.write(create(record));
      const listed = (await provider.listZones(lab.signal)).find(({ id }) => id === zone.id);
      if (listed?.version === undefined) throw new NotApplicable('listZones brings no versions');
      must(
        provider.zoneVersion !== undefined,
        'listZones brings versions, but there is no zoneVersion',
      );
      const version = await provider.zoneVersion(zone, lab.signal);
      must(version === listed.version, `the list says ${listed.version}, zoneVersion ${version}`);
    },
  },
  {
    sentence: 'says of a zone that is not there that it is not found, on reading and on writing',
    run: async (lab) => {
      if (lab.zone.name === '') throw new NotApplicable('it knows no zones');
      const name = toDnsName('no-such-zone.example.net');
      const zone: Zone = { id: unlike(lab.zone.id, lab.zone.name, name), name };
      const reading = await providerErrorOf(async () => {
        for await (const _chunk of lab.provider.readZone(zone, lab.signal));
      });
      mustBeReason(reading, ['not-found'], 'readZone');
      const record = {
        ...lab.wanted('host', 'A', ['192.0.2.1']),
        name: toDnsName(`host.${name}`),
        spelling: `host.${name}`,
      };
      const writing = await providerErrorOf(async () => {
        const group = { name: record.name, changes: [create(record)] };
        const { outcomes } = await lab.provider.applyChanges(zone, [group], lab.signal);
        if (outcomes[0] !== undefined && outcomes[0].outcome !== 'applied') throw outcomes[0].error;
      });
      mustBeReason(writing, ['not-found'], 'applyChanges');
    },
  },
  {
    sentence: 'assigns a record to zones of the list only',
    run: async (lab) => {
      const { provider } = lab;
      if (provider.zonesFor === undefined) throw new NotApplicable('it has no zonesFor');
      const zones = await provider.listZones(lab.signal);
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      const chosen = provider.zonesFor(record, zones);
      must(
        chosen.some(({ id }) => id === lab.zone.id) && chosen.every((one) => zones.includes(one)),
        `${describeAll([record])} goes to ${listOf(chosen)}`,
      );
      must(provider.zonesFor(record, []).length === 0, 'it names zones where none are given');
    },
  },
];

/** An identifier of the same form as that of a zone that exists. */
function unlike(id: string, name: string, other: string): string {
  if (id.includes(name)) return id.replace(name, other);
  return id.replace(/[a-z0-9]/gi, (character) => (/\d/.test(character) ? '9' : 'f'));
}

function listOf(zones: readonly Zone[]): string {
  return zones
    .map(({ id, name }) => `${name} (${id})`)
    .toSorted()
    .join(', ');
}

function mustEqual(found: readonly Endpoint[], expected: readonly Endpoint[]): void {
  const seen = `it gives ${describeAll(found)} where the zone holds ${describeAll(expected)}`;
  must(found.length === expected.length, seen);
  for (const endpoint of expected) {
    const other = found.find((one) => identityOf(one) === identityOf(endpoint));
    must(other !== undefined && differenceOf(endpoint, other) === undefined, seen);
  }
}
