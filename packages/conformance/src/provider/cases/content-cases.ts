import { unquoteTxt } from '@org/dns-provider-kit';
import { must, NotApplicable, type PromiseCase } from '../../promise-case.ts';
import { create, remove, update } from '../changes.ts';
import type { Lab } from '../lab.ts';

const setA = { setIdentifier: 'set-a' };
const setB = { setIdentifier: 'set-b' };

/** What one record set can hold. */
export const contentCases: readonly PromiseCase<Lab>[] = [
  {
    sentence: 'keeps several targets in one record set',
    run: async (lab) => {
      const record = await lab.record('host', 'A', ['192.0.2.3', '192.0.2.1', '192.0.2.2']);
      await lab.write(create(record));
      await lab.holds(record);
    },
  },
  {
    sentence: 'keeps record sets of several types at one name apart',
    run: async (lab) => {
      const records = [
        await lab.record('host', 'A', ['192.0.2.1']),
        await lab.record('host', 'AAAA', ['2001:db8::1']),
        await lab.record('host', 'TXT', ['"a note"']),
      ];
      await lab.write(...records.map((record) => create(record)));
      await lab.holds(...records);
    },
  },
  {
    sentence: 'gives names in their canonical form, however they were spelt',
    run: async (lab) => {
      const record = await lab.record('Mixed-Case', 'A', ['192.0.2.1']);
      await lab.write(create(record));
      await lab.holds(record);
    },
  },
  {
    sentence: 'keeps wildcard names, or says in its capabilities why not',
    run: async (lab) => {
      const { wildcards } = lab.provider.capabilities;
      if (wildcards !== true) {
        must(wildcards.no.trim() !== '', 'capabilities.wildcards gives no reason');
        await holdsOrSaysNo(lab, '*', 'A', ['192.0.2.1']);
        return;
      }
      const record = await lab.record('*', 'A', ['192.0.2.1']);
      const beside = await lab.record('host', 'A', ['192.0.2.2']);
      await lab.write(create(record), create(beside));
      await lab.holds(record, beside);
      await lab.write(remove(record));
      await lab.holds(beside);
    },
  },
  ...(
    [
      ['quotes and backslashes', '"say \\"hi\\" and \\\\"', 'say "hi" and \\'],
      ['semicolons and blanks', '"v=DMARC1; p=none;  x"', 'v=DMARC1; p=none;  x'],
      [
        'more than 255 characters',
        `"${'x'.repeat(255)}" "${'y'.repeat(145)}"`,
        `${'x'.repeat(255)}${'y'.repeat(145)}`,
      ],
      [
        'an ownership marker',
        '"heritage=external-dns,external-dns/owner=me,external-dns/resource=service/default/www"',
        'heritage=external-dns,external-dns/owner=me,external-dns/resource=service/default/www',
      ],
    ] as const
  ).map(([what, target, text]): PromiseCase<Lab> => ({
    sentence: `keeps every character of a TXT record with ${what}`,
    run: async (lab) => {
      const record = await lab.record('text', 'TXT', [target]);
      await lab.write(create(record));
      const [read] = await lab.holds(record);
      const seen = textOf(read?.targets[0] ?? '');
      must(seen === text, `it reads as ${JSON.stringify(seen)} (${seen.length} characters)`);
    },
  })),
  {
    sentence: 'keeps the TTL that a record is given',
    run: async (lab) => {
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      must(
        record.ttlSeconds === lab.ttlSeconds,
        `adjust makes ${record.ttlSeconds} of a TTL of ${lab.ttlSeconds} s, which the capabilities allow`,
      );
      await lab.write(create(record));
      await lab.holds(record);
    },
  },
  {
    sentence: 'says through adjust what becomes of a TTL that it cannot hold',
    run: async (lab) => {
      const { min = 0, max = Infinity } = lab.provider.capabilities.ttlSeconds ?? {};
      // Not 1 second: at some services that is a word of its own.
      const outside = min > 2 ? min - 1 : max + 1;
      if (!Number.isSafeInteger(outside) || outside > 2_147_483_647)
        throw new NotApplicable('it holds any TTL');
      const record = await lab.record('host', 'A', ['192.0.2.1'], { ttlSeconds: outside });
      must(
        record.ttlSeconds !== outside,
        `adjust leaves a TTL of ${outside} s although the capabilities say ${min} to ${max}`,
      );
      await lab.write(create(record));
      await lab.holds(record);
    },
  },
  {
    sentence: 'takes a record without a TTL, and gives it the default that its capabilities name',
    run: async (lab) => {
      const record = await lab.record('host', 'A', ['192.0.2.1'], { ttlSeconds: 0 });
      await lab.write(create(record));
      const [read] = await lab.holds(record);
      const fallback = lab.provider.capabilities.ttlSeconds?.default;
      const expected = record.ttlSeconds > 0 ? record.ttlSeconds : fallback;
      must(
        expected === undefined || read?.ttlSeconds === expected || read?.ttlSeconds === 0,
        `it has a TTL of ${read?.ttlSeconds} s, where ${expected} s is the default`,
      );
    },
  },
  {
    sentence: 'tells record sets apart by set identifier, or says in its capabilities why not',
    run: async (lab) => {
      const { setIdentifiers } = lab.provider.capabilities;
      if (setIdentifiers !== true) {
        must(setIdentifiers.no.trim() !== '', 'capabilities.setIdentifiers gives no reason');
        throw new NotApplicable(setIdentifiers.no);
      }
      const { setIdentifierProperties: properties = [] } = lab.options;
      const given = [
        lab.wanted('host', 'A', ['192.0.2.1'], { ...setA, properties }),
        lab.wanted('host', 'A', ['192.0.2.2'], { ...setB, properties }),
      ];
      const records = await lab.adjust(given);
      if (records.some(({ setIdentifier }) => setIdentifier === '') || records.length < 2)
        throw new NotApplicable('adjust takes the set identifiers away');
      const [first, second] = records as [(typeof given)[0], (typeof given)[0]];
      await lab.write(create(first), create(second));
      const [, other] = await lab.holds(first, second);
      const changed = { ...second, targets: ['192.0.2.9'] };
      await lab.write(update(other ?? second, changed));
      await lab.holds(first, changed);
      await lab.write(remove(first));
      await lab.holds(changed);
    },
  },
  {
    sentence: 'gives back the properties that adjust left and its capabilities name',
    run: async (lab) => {
      const properties = lab.options.properties ?? [
        { name: 'conformance.example/colour', value: 'blue' },
      ];
      const { properties: holds } = lab.provider.capabilities;
      const record = await lab.record('host', 'A', ['192.0.2.1'], { properties });
      const expected = record.properties.filter(
        ({ name }) =>
          holds === undefined ||
          holds.some((held) => (held.endsWith('/') ? name.startsWith(held) : name === held)),
      );
      if (expected.length === 0)
        throw new NotApplicable('it holds none; name some that it holds with `properties`');
      await lab.write(create(record));
      await lab.holds({ ...record, properties: expected });
    },
  },
];

function textOf(target: string): string {
  return unquoteTxt(target) ?? target;
}

/** What cannot be held is left out by `adjust` or refused; where it is taken nevertheless it is there as it was given. */
export async function holdsOrSaysNo(
  lab: Lab,
  label: string,
  type: string,
  targets: readonly string[],
): Promise<void> {
  const adjusted = await lab.adjust([lab.wanted(label, type, targets)]);
  const outcomes = await lab.apply(...adjusted.map((record) => create(record)));
  const taken = adjusted.filter((_, index) => outcomes[index]?.outcome === 'applied');
  const held = await lab.holds(...taken);
  await lab.write(...held.map((record) => remove(record)));
}
