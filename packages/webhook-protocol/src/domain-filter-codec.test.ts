import { expect, test } from 'vitest';
import { decodeDomainFilter, encodeDomainFilter } from './domain-filter-codec.ts';

test.each([
  {
    name: 'nothing matches all',
    body: '{}',
    expected: { ok: true, value: { include: [], exclude: [] } },
  },
  {
    name: 'null matches all',
    body: 'null',
    expected: { ok: true, value: { include: [], exclude: [] } },
  },
  {
    name: 'lists, in any case of the names',
    body: '{"Include":["example.org"],"EXCLUDE":["lab.example.org"]}',
    expected: { ok: true, value: { include: ['example.org'], exclude: ['lab.example.org'] } },
  },
  {
    name: 'expressions as they are written',
    body: '{"regexInclude":"\\\\.example\\\\.org$"} trailing',
    expected: { ok: true, value: { include: [], exclude: [], regexInclude: '\\.example\\.org$' } },
  },
  {
    name: 'a mix is refused',
    body: '{"include":["a"],"regexExclude":"b"}',
    expected: {
      ok: false,
      problem: 'the domain filter holds lists and regular expressions; only one is allowed',
    },
  },
  {
    name: 'a list of numbers is refused',
    body: '{"include":[1]}',
    expected: { ok: false, problem: 'include and exclude must be lists of texts' },
  },
  {
    name: 'a list in its place is refused',
    body: '[]',
    expected: { ok: false, problem: 'the domain filter must be an object' },
  },
])('decodes: $name', ({ body, expected }) => {
  expect(decodeDomainFilter(body)).toEqual(expected);
});

test('an empty body is a problem', () => {
  expect(decodeDomainFilter('')).toMatchObject({ ok: false });
});

test.each([
  {
    name: 'sorted lists',
    filter: { include: ['b', 'a'], exclude: [] },
    body: '{"include":["a","b"]}\n',
  },
  {
    name: 'expressions instead of lists',
    filter: { include: ['a'], exclude: [], regexInclude: '<b>' },
    body: '{"regexInclude":"\\u003cb\\u003e"}\n',
  },
  { name: 'nothing', filter: { include: [], exclude: [] }, body: '{}\n' },
])('encodes: $name', ({ filter, body }) => {
  expect(encodeDomainFilter(filter)).toBe(body);
});
