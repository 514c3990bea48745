import { must, type PromiseCase } from '../../promise-case.ts';
import { create } from '../changes.ts';
import { describeAll } from '../describe-endpoint.ts';
import { errorOf } from '../failures.ts';
import type { Lab } from '../lab.ts';

/** What an aborted signal does. */
export const abortCases: readonly PromiseCase<Lab>[] = [
  {
    sentence: 'writes nothing once its signal is aborted, and does not say that it did',
    run: async (lab) => {
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      const group = { name: record.name, changes: [create(record)] };
      let applied = false;
      await errorOf(async () => {
        const { outcomes } = await lab.provider.applyChanges(
          lab.zone,
          [group],
          AbortSignal.abort(new Error('enough')),
        );
        applied = outcomes.some(({ outcome }) => outcome === 'applied');
      });
      must(!applied, 'it reports the group as applied');
      const held = await lab.read();
      must(held.length === 0, `${describeAll(held)} was written`);
    },
  },
  {
    sentence: 'ends reading with an error once its signal is aborted',
    run: async (lab) => {
      await lab.write(create(await lab.record('host', 'A', ['192.0.2.1'])));
      const error = await errorOf(async () => {
        const signal = AbortSignal.abort(new Error('enough'));
        for await (const _chunk of lab.provider.readZone(lab.zone, signal));
      });
      must(error !== undefined, 'it ended as if all had been read');
    },
  },
];
