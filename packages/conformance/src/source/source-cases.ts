import { objectKey, type Endpoint } from '@org/dns-core';
import { must, NotApplicable, type PromiseCase } from '../promise-case.ts';
import { lineOf, type SourceLab } from './source-lab.ts';

const one = ['one', 'one.example.org', '192.0.2.1'] as const;
const two = ['two', 'two.example.org', '192.0.2.2'] as const;

/** Every promise of the source contract (`Source` in `@org/dns-core`). */
export const sourceCases: readonly PromiseCase<SourceLab>[] = [
  {
    sentence: 'resolves once every object that exists has been reported',
    run: async (lab) => {
      await lab.subject.put(...one);
      await lab.subject.put(...two);
      await lab.start();
      const wanted = lab.wanted();
      must(
        wanted.join() === [lineOf(one[1], one[2]), lineOf(two[1], two[2])].join(),
        `when it resolved it had reported ${wanted.join(', ') || 'nothing'} of two objects`,
      );
    },
  },
  {
    sentence: 'resolves where there is nothing to report',
    run: async (lab) => {
      await lab.start();
      must(lab.wanted().length === 0, `it wants ${lab.wanted().join(', ')}`);
    },
  },
  {
    sentence: 'reports an object that comes later',
    run: async (lab) => {
      await lab.start();
      await lab.subject.put(...one);
      await lab.untilWanted(lineOf(one[1], one[2]));
    },
  },
  {
    sentence: 'says in the last report about an object all that it wants, under the same reference',
    run: async (lab) => {
      await lab.subject.put(...one);
      await lab.start();
      await lab.subject.put('one', 'other.example.org', '192.0.2.9');
      await lab.untilWanted(lineOf('other.example.org', '192.0.2.9'));
      must(lab.states.size === 1, `it used ${lab.states.size} references for one object`);
    },
  },
  {
    sentence: 'reports an object that goes as gone',
    run: async (lab) => {
      await lab.subject.put(...one);
      await lab.subject.put(...two);
      await lab.start();
      await lab.subject.remove('one');
      await lab.untilWanted(lineOf(two[1], two[2]));
      must(
        [...lab.states.values()].includes(undefined),
        'it reports an object without wants where it should report that it is gone',
      );
    },
  },
  {
    sentence: 'wants the same for an object that was written again without a change',
    run: async (lab) => {
      await lab.subject.put(...one);
      await lab.start();
      await lab.subject.put(...one);
      await lab.subject.put(...two);
      await lab.untilWanted(lineOf(one[1], one[2]), lineOf(two[1], two[2]));
    },
  },
  {
    sentence: 'names the object in each endpoint that it wants',
    run: async (lab) => {
      await lab.subject.put(...one);
      await lab.start();
      for (const [key, state] of lab.states)
        for (const { name, objects } of state?.endpoints ?? [])
          must(
            objects.some((object) => objectKey(object) === key),
            `${name} of ${key} names ${objects.map(objectKey).join(', ') || 'no object'}`,
          );
    },
  },
  {
    sentence: 'says that it is in step once it has reported everything, and not before',
    run: async (lab) => {
      await lab.subject.put(...one);
      must(!lab.subject.source.status().synced, 'it says so before it was started');
      await lab.start();
      const { synced, problem } = lab.subject.source.status();
      must(synced, `it does not say so; its problem is: ${problem?.message ?? 'none'}`);
    },
  },
  {
    sentence: 'reports nothing more once it is aborted',
    run: async (lab) => {
      await lab.subject.put(...one);
      await lab.start();
      lab.abort();
      const before = lab.count();
      await lab.subject.put(...two);
      await lab.aWhile();
      must(lab.count() === before, `${lab.count() - before} reports came after it`);
    },
  },
  {
    sentence: 'stays pending while it cannot be read, says why, and resolves once it can',
    run: async (lab) => {
      const { fail, heal } = failureOf(lab);
      await lab.subject.put(...one);
      await fail();
      let resolved = false;
      const started = lab.start().then(() => {
        resolved = true;
      });
      started.catch(() => {});
      await lab.until(
        () => isExplained(lab),
        () => 'it does not say through status why it is not in step',
      );
      must(!resolved, 'it resolved although nothing could be read');
      await heal();
      await started;
      await lab.untilWanted(lineOf(one[1], one[2]));
      must(lab.subject.source.status().synced, 'it does not say that it is in step again');
    },
  },
  {
    sentence: 'takes nothing back while it cannot be read, and says that it is behind',
    run: async (lab) => {
      const { fail, heal } = failureOf(lab);
      await lab.subject.put(...one);
      await lab.start();
      await fail();
      await lab.until(
        () => isExplained(lab),
        () => 'it does not say through status that it is behind, and why',
      );
      await lab.untilWanted(lineOf(one[1], one[2]));
      must(
        lab.subject.source.status().behindSinceMs !== undefined,
        'it does not say since when it is behind',
      );
      await heal();
      await lab.subject.put(...two);
      await lab.untilWanted(lineOf(one[1], one[2]), lineOf(two[1], two[2]));
    },
  },
  {
    sentence:
      'merges endpoints without a loss, whatever their order, and a second time to the same',
    run: async (lab) => {
      const { source } = lab.subject;
      if (source.merge === undefined) throw new NotApplicable('it has no merge');
      await lab.subject.put('one', 'shared.example.org', '192.0.2.1');
      await lab.subject.put('two', 'shared.example.org', '192.0.2.2');
      await lab.start();
      const all = [...lab.states.values()].flatMap((state) => state?.endpoints ?? []);
      const merged = source.merge(all);
      must(
        targetsOf(merged) === targetsOf(all),
        `of the targets ${targetsOf(all)} it makes ${targetsOf(merged)}`,
      );
      const turned = source.merge(all.toReversed());
      must(targetsOf(turned) === targetsOf(merged), 'the order makes a difference');
      must(
        JSON.stringify(source.merge(merged)) === JSON.stringify(merged),
        'merging what was merged makes a difference',
      );
    },
  },
];

function failureOf(lab: SourceLab): { fail: () => Promise<void>; heal: () => Promise<void> } {
  const { subject } = lab;
  if (subject.fail === undefined || subject.heal === undefined)
    throw new NotApplicable('it cannot be made to fail');
  return { fail: async () => subject.fail?.(), heal: async () => subject.heal?.() };
}

function isExplained({ subject }: SourceLab): boolean {
  const { synced, problem } = subject.source.status();
  return !synced && problem !== undefined && problem.message !== '';
}

function targetsOf(endpoints: readonly Endpoint[]): string {
  const all = endpoints.flatMap(({ targets }) => targets);
  return [...new Set(all)].toSorted().join(', ');
}
