import { expect, test } from 'vitest';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName } from '../model/dns-name.ts';
import { lines } from '../testing/engine-bench.ts';
import { createZoneCopy } from './zone-copy.ts';

const record = (name: string, type: string, target: string) =>
  createEndpoint({ name, type, targets: [target] });
const www = toDnsName('www.example.org');

function filled() {
  const copy = createZoneCopy({ readAtMs: 0, version: '1', keepDuplicates: false });
  copy.add(record(www, 'A', '192.0.2.1'));
  copy.add(record(www, 'AAAA', '2001:db8::1'));
  copy.add(record('api.example.org', 'A', '192.0.2.2'));
  return copy;
}

test('a record that is read twice is held once', () => {
  const copy = filled();
  copy.add(record(www, 'A', '192.0.2.1'));
  expect([copy.size, copy.records().length]).toEqual([3, 3]);
});

test('our own changes are written through, and the token is not trusted any more', () => {
  const copy = filled();
  const before = record(www, 'A', '192.0.2.1');
  copy.write({ kind: 'update', before, after: record(www, 'A', '192.0.2.9'), role: 'record' });
  copy.write({ kind: 'create', after: record('new.example.org', 'TXT', '"x"'), role: 'marker' });
  copy.write({
    kind: 'delete',
    before: record('api.example.org', 'A', '192.0.2.2'),
    role: 'record',
  });
  expect(lines(copy.records())).toEqual([
    'new.example.org TXT "x"',
    'www.example.org A 192.0.2.9',
    'www.example.org AAAA 2001:db8::1',
  ]);
  expect([copy.size, copy.version]).toEqual([3, undefined]);
});

test('a change that is written twice is written once', () => {
  const copy = filled();
  const change = {
    kind: 'create',
    after: record('new.example.org', 'A', '192.0.2.3'),
    role: 'record',
  } as const;
  copy.write(change);
  copy.write(change);
  expect([copy.size, copy.under(toDnsName('new.example.org')).length]).toEqual([4, 1]);
});

test('what is forgotten is unknown until it is looked at', () => {
  const copy = filled();
  copy.forget(www);
  expect([copy.knows(www), copy.allKnown]).toEqual([false, false]);
  copy.replace(www, [record(www, 'A', '192.0.2.7')]);
  expect([copy.knows(www), copy.allKnown, copy.size]).toEqual([true, true, 2]);
});

test('property lists that are equal are held once; an empty list stays apart from none', () => {
  const copy = filled();
  for (const name of ['a.example.org', 'b.example.org']) {
    const properties = [{ name: 'aws/weight', value: '10' }];
    copy.add(createEndpoint({ name, type: 'A', targets: ['192.0.2.1'], properties }));
  }
  copy.add(
    createEndpoint({ name: 'c.example.org', type: 'A', targets: ['192.0.2.1'], properties: [] }),
  );
  const [a, b] = ['a.example.org', 'b.example.org'].map((name) => copy.under(toDnsName(name))[0]);
  expect(a?.properties).toBe(b?.properties);
  expect(copy.under(toDnsName('c.example.org'))[0]?.properties).not.toBe(
    copy.under(www)[0]?.properties,
  );
});
