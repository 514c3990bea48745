import { createDomainMatcher, ProviderError, type ChangeGroup } from '@org/dns-core';
import { expect, test } from 'vitest';
import type { GoogleChange, GoogleRecordSet } from './record-set.ts';
import { a, create, group, marker, record, remove, update } from './testing/start-google.ts';
import { writeAsUpstream } from './write-as-upstream.ts';

interface Written {
  readonly sent: readonly string[];
  readonly outcomes: readonly string[];
}

/** What is sent, one line per change: `+www A -www A`. */
async function write(
  groups: readonly ChangeGroup[],
  batchChangeSize: number,
  more: { readonly refuse?: string; readonly domains?: readonly string[] } = {},
): Promise<Written> {
  const sent: string[] = [];
  const line = (sign: string) => (set: GoogleRecordSet) =>
    `${sign}${set.name.replace('.example.org.', '')} ${set.type}`;
  const { outcomes } = await writeAsUpstream(groups, {
    batchChangeSize,
    acceptsName: createDomainMatcher([{ include: more.domains ?? [], exclude: [] }]),
    between: async () => {
      sent.push('pause');
    },
    send: async ({ additions, deletions }: GoogleChange) => {
      const text = [...additions.map(line('+')), ...deletions.map(line('-'))].join(' ');
      sent.push(text);
      if (more.refuse !== undefined && text.includes(more.refuse))
        throw new ProviderError('rejected', 'status 400');
    },
  });
  return { sent, outcomes: outcomes.map(({ outcome }) => outcome) };
}

const pair = (name: string): ChangeGroup =>
  group(create(a(`${name}.example.org`, '192.0.2.1')), create(marker(`${name}.example.org`)));

test.each<{
  name: string;
  groups: readonly ChangeGroup[];
  size: number;
  more?: Parameters<typeof write>[2];
  expected: Written;
}>([
  {
    name: 'creations and new sides are added, old sides and deletions deleted, in this order',
    groups: [
      group(remove(a('d.example.org', '192.0.2.1'))),
      group(update(a('u.example.org', '192.0.2.1'), a('u.example.org', '192.0.2.2'))),
      group(create(a('c.example.org', '192.0.2.1'))),
    ],
    size: 0,
    expected: { sent: ['+c A +u A -u A -d A'], outcomes: ['applied', 'applied', 'applied'] },
  },
  {
    name: 'names fill changes in their own order, records apart from their markers',
    groups: [pair('b'), pair('c')],
    size: 3,
    expected: {
      sent: ['+a-b TXT +a-c TXT +b A', 'pause', '+c A'],
      outcomes: ['applied', 'applied'],
    },
  },
  {
    name: 'a name that is over the limit is left out without a word',
    groups: [
      group(update(a('u.example.org', '192.0.2.1'), a('u.example.org', '192.0.2.2'))),
      group(create(a('c.example.org', '192.0.2.1'))),
    ],
    size: 1,
    expected: { sent: ['+c A'], outcomes: ['applied', 'applied'] },
  },
  {
    name: 'an update that changes nothing is sent',
    groups: [group(update(a('u.example.org', '192.0.2.1'), a('u.example.org', '192.0.2.1')))],
    size: 1000,
    expected: { sent: ['+u A -u A'], outcomes: ['applied'] },
  },
  {
    name: 'the first refusal ends the rest',
    groups: ['a', 'b', 'c'].map((name) => group(create(a(`${name}.example.org`, '192.0.2.1')))),
    size: 1,
    more: { refuse: '+b A' },
    expected: { sent: ['+a A', 'pause', '+b A'], outcomes: ['applied', 'failed', 'failed'] },
  },
  {
    name: 'names outside the domain filter are left out, markers among them',
    groups: [
      group(create(a('x.apps.example.org', '192.0.2.1')), create(marker('apps.example.org'))),
      group(create(a('c.example.org', '192.0.2.1'))),
    ],
    size: 1000,
    more: { domains: ['apps.example.org'] },
    expected: { sent: ['+x.apps A'], outcomes: ['applied', 'applied'] },
  },
  { name: 'nothing is no change', groups: [], size: 0, expected: { sent: [], outcomes: [] } },
])('$name', async ({ groups, size, more, expected }) => {
  expect(await write(groups, size, more)).toEqual(expected);
});

test('25 names with two entries each, eleven entries in a change: five changes', async () => {
  const groups = Array.from({ length: 25 }, (_item, index) => {
    const name = `n${index}.example.org`;
    return group(remove(a(name, '192.0.2.1')), create(record(name, 'CNAME', 'lb.example.net')));
  });
  const { sent } = await write(groups, 11);
  expect(sent.filter((line) => line !== 'pause')).toHaveLength(5);
});
