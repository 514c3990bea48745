import type { Endpoint } from '@org/dns-core';
import { must, NotApplicable, type PromiseCase } from '../../promise-case.ts';
import { describeAll } from '../describe-endpoint.ts';
import type { Lab } from '../lab.ts';

/** What `adjust` may do. */
export const adjustCases: readonly PromiseCase<Lab>[] = [
  {
    sentence: 'adjusts what it adjusted already to the same',
    run: async (lab) => {
      const once = await adjusted(lab, wantedOf(lab));
      const twice = await adjusted(lab, once);
      must(
        sameLists(once, twice),
        `once it is ${describeAll(once)}, twice it is ${describeAll(twice)}`,
      );
    },
  },
  {
    sentence: 'adjusts name by name: the answer for a name does not depend on other names',
    run: async (lab) => {
      const wanted = wantedOf(lab);
      const together = await adjusted(lab, wanted);
      const apart: Endpoint[] = [];
      for (const some of Map.groupBy(wanted, ({ name }) => name).values())
        apart.push(...(await adjusted(lab, some)));
      must(
        sameLists(together, apart),
        `together they are ${describeAll(together)}, one by one ${describeAll(apart)}`,
      );
      must((await adjusted(lab, [])).length === 0, 'it makes records out of nothing');
    },
  },
];

async function adjusted(lab: Lab, endpoints: readonly Endpoint[]): Promise<readonly Endpoint[]> {
  if (lab.provider.adjust === undefined) throw new NotApplicable('it has no adjust');
  return lab.provider.adjust(endpoints, lab.signal);
}

function wantedOf(lab: Lab): readonly Endpoint[] {
  return [
    lab.wanted('host', 'A', ['192.0.2.2', '192.0.2.1']),
    lab.wanted('host', 'TXT', ['plain text']),
    lab.wanted('quoted', 'TXT', ['"quoted \\"text\\""']),
    lab.wanted('alias', 'CNAME', ['Target.Example.net.']),
    lab.wanted('mail', 'MX', ['10 mail.example.net.']),
    lab.wanted('brief', 'A', ['192.0.2.3'], { ttlSeconds: 1 }),
    lab.wanted('untimed', 'AAAA', ['2001:DB8:0::1'], { ttlSeconds: 0 }),
    lab.wanted('odd', 'A', ['192.0.2.4'], {
      setIdentifier: 'set-a',
      properties: [
        ...(lab.options.properties ?? []),
        { name: 'conformance.example/colour', value: 'blue' },
      ],
    }),
  ];
}

function sameLists(a: readonly Endpoint[], b: readonly Endpoint[]): boolean {
  const text = (list: readonly Endpoint[]): string =>
    list
      .map((one) => JSON.stringify({ ...one, objects: [] }))
      .toSorted()
      .join('\n');
  return text(a) === text(b);
}
