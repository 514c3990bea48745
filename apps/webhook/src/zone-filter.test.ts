import { createDomainMatcher, toDnsName, type DomainFilter } from '@org/dns-core';
import { expect, test } from 'vitest';
import { toZoneFilter } from './zone-filter.ts';

const lists = (include: string[], exclude: string[] = []): DomainFilter => ({ include, exclude });
const below: DomainFilter = {
  ...lists([]),
  regexInclude: {
    source: String.raw`\.example\.org$`,
    test: (text) => text.endsWith('.example.org'),
  },
};

test.each<[string, DomainFilter, string, boolean]>([
  ['no filter', lists([]), 'example.org', true],
  ['a domain in the list', lists(['example.org']), 'example.org', true],
  ['a zone below a domain', lists(['example.org']), 'sub.example.org', true],
  ['the zone above a domain', lists(['sub.example.org']), 'example.org', true],
  ['another domain', lists(['example.org']), 'example.net', false],
  ['an excluded domain', lists(['example.org'], ['sub.example.org']), 'sub.example.org', false],
  ['an expression that names in the zone match', below, 'example.org', true],
])('%s', (_name, filter, zone, expected) => {
  expect(createDomainMatcher([toZoneFilter(filter)])(toDnsName(zone))).toBe(expected);
});
