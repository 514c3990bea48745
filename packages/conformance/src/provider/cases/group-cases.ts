import { toDnsName, type Change, type Endpoint } from '@org/dns-core';
import { must, NotApplicable, type PromiseCase } from '../../promise-case.ts';
import { create, remove } from '../changes.ts';
import { describeAll, identityOf } from '../describe-endpoint.ts';
import type { Lab } from '../lab.ts';
import { holdsOrSaysNo } from './content-cases.ts';

const marker = '"heritage=external-dns,external-dns/owner=me"';

/** Groups of changes and what is said about each. */
export const groupCases: readonly PromiseCase<Lab>[] = [
  {
    sentence: 'writes a record and its marker together, and takes them away together',
    run: async (lab) => {
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      const owned = await lab.record('a-host', 'TXT', [marker]);
      const { name } = record;
      await lab.write({ name, changes: [create(owned, 'marker'), create(record)] });
      await lab.holds(record, owned);
      await lab.write({ name, changes: [remove(record), remove(owned, 'marker')] });
      await lab.holds();
    },
  },
  {
    sentence: 'gives one outcome per group, in the order of the groups',
    run: async (lab) => {
      const groups = await manyRecords(lab, 6);
      const changes: Change[] = groups.map((record) => create(record));
      changes.splice(2, 0, lab.refused('refused'));
      const outcomes = await lab.apply(...changes.map((change) => groupOfOne(change)));
      const words = outcomes.map(({ outcome }) => (outcome === 'applied' ? 'applied' : 'not'));
      must(
        words.findIndex((word) => word === 'not') === 2 && words.lastIndexOf('not') === 2,
        `the third of seven groups is refused, the outcomes are: ${words.join(', ')}`,
      );
    },
  },
  {
    sentence: 'writes all other groups when one is refused',
    run: async (lab) => {
      const records = await manyRecords(lab, 12);
      const changes: Change[] = records.map((record) => create(record));
      changes.splice(5, 0, lab.refused('refused'));
      await lab.apply(...changes.map((change) => groupOfOne(change)));
      const held = new Set((await lab.read()).map(identityOf));
      const missing = records.filter((record) => !held.has(identityOf(record)));
      must(missing.length === 0, `${describeAll(missing)} was not written`);
    },
  },
  {
    sentence: 'says of a refused group that it failed, with a reason that is not transient',
    run: async (lab) => {
      const [outcome] = await lab.apply(groupOfOne(lab.refused('refused')));
      must(outcome?.outcome === 'failed', `the outcome is ${outcome?.outcome}`);
      const { reason, message } = outcome.error;
      must(
        reason === 'rejected' || reason === 'unsupported' || reason === 'not-found',
        `the reason is ${reason} (${message}); another attempt would change nothing`,
      );
    },
  },
  {
    sentence: 'writes a group whole or reports that it failed',
    run: async (lab) => {
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      const { name } = record;
      const [outcome] = await lab.apply({
        name,
        changes: [create(record), lab.refused('refused')],
      });
      must(
        outcome?.outcome !== 'applied',
        'a group with a change that is refused was reported as applied',
      );
      const held = await lab.read();
      must(
        !lab.provider.capabilities.atomicGroups || held.every((one) => one.name !== name),
        `the capabilities say that groups are whole or nothing, yet ${describeAll(held)} was written of a group that failed`,
      );
    },
  },
  {
    sentence: 'gives no outcome where no group is given',
    run: async (lab) => {
      const { outcomes } = await lab.provider.applyChanges(lab.zone, [], lab.signal);
      must(outcomes.length === 0, `${outcomes.length} outcomes came`);
    },
  },
  {
    sentence: 'writes and reads back some hundred names, each once',
    run: async (lab) => {
      const records = await manyRecords(lab, 230);
      await lab.write(...records.map((record) => create(record)));
      await lab.holds(...records);
    },
  },
  {
    sentence:
      'never says that it wrote a type that its capabilities say no to, unless it holds it all the same',
    run: async (lab) => {
      const { recordTypes } = lab.provider.capabilities;
      if (recordTypes === 'any') throw new NotApplicable('it holds any type');
      for (const [type, can] of Object.entries(recordTypes)) {
        if (can === true) continue;
        must(can.no.trim() !== '', `capabilities.recordTypes.${type} gives no reason`);
        await holdsOrSaysNo(lab, 'other', type, ['refused.example.net']);
      }
    },
  },
  {
    sentence: 'leaves what it is given unchanged',
    run: async (lab) => {
      const record = deepFrozen(await lab.record('host', 'A', ['192.0.2.2', '192.0.2.1']));
      const group = deepFrozen({ name: record.name, changes: [create(record)] });
      await lab.adjust(deepFrozen([record]));
      await lab.write(group);
      await lab.holds(record);
    },
  },
];

async function manyRecords(lab: Lab, count: number): Promise<readonly Endpoint[]> {
  const wanted = Array.from({ length: count }, (_, index) =>
    lab.wanted(`n${index}`, 'A', [`192.0.2.${index % 250}`]),
  );
  return lab.adjust(wanted);
}

function groupOfOne(change: Change): {
  readonly name: Endpoint['name'];
  readonly changes: Change[];
} {
  const endpoint = change.kind === 'delete' ? change.before : change.after;
  return { name: toDnsName(endpoint.spelling), changes: [change] };
}

function deepFrozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFrozen(part);
  return Object.freeze(value);
}
