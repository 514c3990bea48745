import { describe, expect, test } from 'vitest';
import { toDnsName } from '../model/dns-name.ts';
import type { DomainFilter, Pattern } from './domain-filter.ts';
import { domainFilterToJson, parseDomainFilter } from './domain-filter-json.ts';
import { createDomainMatcher, matchesParent } from './domain-matcher.ts';

function compile(source: string): Pattern {
  const expression = new RegExp(source, 'u');
  return { source, test: (text) => expression.test(text) };
}

function list(include: string[], exclude: string[] = []): DomainFilter {
  return { include, exclude };
}

function regex(include: string, exclude: string): DomainFilter {
  return {
    include: ['never.example'],
    exclude: [],
    ...(include !== '' && { regexInclude: compile(include) }),
    ...(exclude !== '' && { regexExclude: compile(exclude) }),
  };
}

describe('createDomainMatcher', () => {
  test.each([
    [list([]), 'anything.example', true],
    [list(['']), 'anything.example', true],
    [list(['example.org']), 'example.org', true],
    [list(['example.org']), 'a.example.org', true],
    [list(['example.org']), 'anexample.org', false],
    [list(['.example.org']), 'example.org', false],
    [list(['.example.org']), 'test.example.org', true],
    [list(['example.org.'], ['api.example.org']), 'dev-api.example.org', true],
    [list(['example.org.'], ['api.example.org']), 'dev.api.example.org', false],
    [list(['ex.com'], ['.ex.com']), 'ex.com', true],
    [list(['ex.com'], ['.ex.com']), 'a.ex.com', false],
    [list([' EXAMPLE.org ']), 'a.example.org', true],
    [list(['API.xn--StonkS-u354e.ORG']), 'FoOoo.Api.Stonks📈.Org', true],
    [list([], ['x.com']), 'y.com', true],
    [list([], ['x.com']), 'a.x.com', false],
    [list(['a.com,b.com']), 'a.com', false],
    [list(['xn--bcher-kva.example']), 'bücher.example', true],
    [list(['straße.example']), 'straße.example', true],
    [list(['straße.example']), 'strasse.example', false],
    [regex('\\.org$', ''), 'foo.org', true],
    [regex('foo\\.org$', '^temp\\.'), 'bar.org', false],
    [regex('\\.prod\\.example\\.com$', '^temp-'), 'temp-api.prod.example.com', false],
    [regex('', '^excluded\\.'), 'allowed.example.com', true],
    [regex('', '^excluded\\.'), 'excluded.example.com', false],
    [regex('(?:😍|🤩)\\.org$', ''), 'xn--r28h.org', true],
  ])('%j accepts %s: %j', (filter, spelling, accepted) => {
    const isIn = createDomainMatcher([filter]);
    expect(isIn(toDnsName(spelling), spelling)).toBe(accepted);
  });

  test('all filters must accept', () => {
    const isIn = createDomainMatcher([list(['example.org', 'example.com']), list(['example.org'])]);
    expect(['example.org', 'example.com'].map((name) => isIn(toDnsName(name)))).toEqual([
      true,
      false,
    ]);
  });
});

test.each([
  [list([]), 'example.org', true],
  [list(['www.example.org']), 'example.org', true],
  [list(['www.example.org']), 'www.example.org', false],
  [list(['.www.example.org']), 'example.org', false],
  [list([], ['example.org']), 'example.org', false],
  [regex('nothing', ''), 'example', true],
])('%j keeps the parent %s: %j', (filter, domain, kept) => {
  expect(matchesParent(filter, toDnsName(domain))).toBe(kept);
});

describe('the JSON form', () => {
  test.each([
    [list([]), {}],
    [list(['']), {}],
    [
      list(['b.example', 'a.example'], ['c.example']),
      { include: ['a.example', 'b.example'], exclude: ['c.example'] },
    ],
    [regex('x$', ''), { regexInclude: 'x$' }],
    [regex('x$', '^y'), { regexInclude: 'x$', regexExclude: '^y' }],
  ])('%j is %j', (filter, json) => {
    expect(domainFilterToJson(filter)).toEqual(json);
    const parsed = parseDomainFilter(json, compile);
    expect(parsed.ok && domainFilterToJson(parsed.value)).toEqual(json);
  });

  test.each([
    [null, true],
    [{ Include: ['example.org'] }, true],
    [{ unknown: 1 }, true],
    [{ include: ['example.org'], regexExclude: 'x' }, false],
    [{ regexInclude: '(' }, false],
    [{ regexInclude: 1 }, false],
    [{ include: 'example.org' }, false],
    [{ exclude: [1] }, false],
    ['example.org', false],
  ])('%j is accepted: %j', (json, accepted) => {
    expect(parseDomainFilter(json, compile).ok).toBe(accepted);
  });
});
