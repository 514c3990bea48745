import { must, type PromiseCase } from '../../promise-case.ts';
import { create, remove, update } from '../changes.ts';
import { describeAll } from '../describe-endpoint.ts';
import type { Lab } from '../lab.ts';

/** Creating, changing and deleting, once and again. */
export const changeCases: readonly PromiseCase<Lab>[] = [
  {
    sentence: 'takes a create of what is there already as done',
    run: async (lab) => {
      const record = await lab.record('host', 'A', ['192.0.2.1', '192.0.2.2']);
      await lab.write(create(record));
      await lab.write(create(record));
      await lab.holds(record);
    },
  },
  {
    sentence: 'never replaces other content by a create without saying so',
    run: async (lab) => {
      const foreign = await lab.record('host', 'A', ['192.0.2.1']);
      const record = await lab.record('host', 'A', ['192.0.2.2']);
      await lab.write(create(foreign));
      const [outcome] = await lab.apply(create(record));
      const held = await lab.read();
      const kept = held.some(({ targets }) => targets.includes('192.0.2.1'));
      must(
        kept,
        `the create of ${describeAll([record])} was ${outcome?.outcome}, and ${describeAll([foreign])} is gone`,
      );
    },
  },
  {
    sentence: 'deletes',
    run: async (lab) => {
      const record = await lab.record('host', 'A', ['192.0.2.1', '192.0.2.2']);
      await lab.write(create(record));
      const [read] = await lab.holds(record);
      await lab.write(remove(read ?? record));
      await lab.holds();
    },
  },
  {
    sentence: 'takes a delete of what is gone as done',
    run: async (lab) => {
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      await lab.write(remove(record));
      await lab.holds();
    },
  },
  {
    sentence: 'changes targets in place',
    run: async (lab) => {
      const before = await lab.record('host', 'A', ['192.0.2.1', '192.0.2.2']);
      await lab.write(create(before));
      const [read] = await lab.holds(before);
      const after = await lab.record('host', 'A', ['192.0.2.2', '192.0.2.3', '192.0.2.4']);
      await lab.write(update(read ?? before, after));
      await lab.holds(after);
    },
  },
  {
    sentence: 'takes an update that was made already as done',
    run: async (lab) => {
      const before = await lab.record('host', 'A', ['192.0.2.1']);
      await lab.write(create(before));
      const [read] = await lab.holds(before);
      const after = await lab.record('host', 'A', ['192.0.2.2']);
      const change = update(read ?? before, after);
      await lab.write(change);
      await lab.write(change);
      await lab.holds(after);
    },
  },
  {
    sentence: 'changes a TTL alone',
    run: async (lab) => {
      const before = await lab.record('host', 'A', ['192.0.2.1']);
      await lab.write(create(before));
      const [read] = await lab.holds(before);
      const after = await lab.record('host', 'A', ['192.0.2.1'], {
        ttlSeconds: lab.ttlSeconds + 300,
      });
      await lab.write(update(read ?? before, after));
      await lab.holds(after);
    },
  },
  {
    sentence: 'puts a CNAME in the place of addresses in one group, and back',
    run: async (lab) => {
      const address = await lab.record('host', 'A', ['192.0.2.1']);
      const alias = await lab.record('host', 'CNAME', ['target.example.net']);
      await lab.write(create(address));
      const [read] = await lab.holds(address);
      await lab.write(remove(read ?? address), create(alias));
      const [readAlias] = await lab.holds(alias);
      await lab.write(remove(readAlias ?? alias), create(address));
      await lab.holds(address);
    },
  },
  {
    sentence: 'leaves records of other types under the same name alone',
    run: async (lab) => {
      const foreign = await lab.record('host', 'TXT', ['"by somebody else"']);
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      await lab.write(create(foreign));
      await lab.write(create(record));
      const [, read] = await lab.holds(foreign, record);
      const after = await lab.record('host', 'A', ['192.0.2.2']);
      await lab.write(update(read ?? record, after));
      const [, changed] = await lab.holds(foreign, after);
      await lab.write(remove(changed ?? after));
      await lab.holds(foreign);
    },
  },
  {
    sentence: 'leaves records of names that look alike alone',
    run: async (lab) => {
      const others = [
        await lab.record('a.host', 'A', ['192.0.2.11']),
        await lab.record('host2', 'A', ['192.0.2.12']),
        await lab.record('my-host', 'A', ['192.0.2.13']),
      ];
      await lab.write(...others.map((other) => create(other)));
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      await lab.write(create(record));
      const [read] = await lab.holds(record, ...others);
      const after = await lab.record('host', 'A', ['192.0.2.2']);
      await lab.write(update(read ?? record, after));
      const [changed] = await lab.holds(after, ...others);
      await lab.write(remove(changed ?? after));
      await lab.holds(...others);
    },
  },
  {
    sentence: 'plans nothing anew for what it just wrote',
    run: async (lab) => {
      const wanted = [
        lab.wanted('host', 'A', ['192.0.2.2', '192.0.2.1']),
        lab.wanted('host', 'TXT', ['"a note"']),
        lab.wanted('mail', 'MX', ['10 mail.example.net']),
        lab.wanted('alias', 'CNAME', ['Target.example.net']),
        lab.wanted('plain', 'TXT', ['no quotes']),
        lab.wanted('untimed', 'A', ['192.0.2.3'], { ttlSeconds: 0 }),
      ];
      const first = await lab.adjust(wanted);
      await lab.write(...first.map((record) => create(record)));
      const second = await lab.adjust(wanted);
      await lab.holds(...second);
    },
  },
];
