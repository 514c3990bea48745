import { describe, expect, test } from 'vitest';
import { compareText } from './compare-text.ts';
import { compareTargets, newTargets, recordTypeOfTarget, sameTargets } from './targets.ts';

test.each([
  ['192.0.2.1', 'A'],
  ['2001:db8::1', 'AAAA'],
  ['::ffff:192.0.2.1', 'AAAA'],
  ['fe80::1%eth0', 'AAAA'],
  ['lb.example.org', 'CNAME'],
  ['192.168.0.1/22', 'CNAME'],
  ['256.256.256.256', 'CNAME'],
  ['192.168.1', 'CNAME'],
  ['10.01.2.3', 'CNAME'],
  ['', 'CNAME'],
])('the target %j asks for %s', (target, type) => {
  expect(recordTypeOfTarget(target)).toBe(type);
});

describe('sameTargets', () => {
  test.each([
    [['::1'], ['::0001'], true],
    [['::1', 'dd:dd::01'], ['00dd:dd::0001', '::0001'], true],
    [['::1', '1.1.1.1', '2600.com', '3.3.3.3'], ['2600.com', '::0001', '3.3.3.3', '1.1.1.1'], true],
    [['example.org'], ['EXAMPLE.ORG'], true],
    [['lb.example.org'], ['lb.example.org.'], false],
    [['Abc'], ['abc'], true],
    [['1.2.3.4'], ['::ffff:1.2.3.4'], false],
    [['1.2.3.4'], ['1.2.3.4', '4.3.2.1'], false],
    [[], [], true],
  ])('%j and %j: %j', (a, b, same) => {
    expect(sameTargets(a, b)).toBe(same);
    expect(sameTargets(b, a)).toBe(same);
  });

  test('leaves the lists as they are', () => {
    const targets = Object.freeze(['b.example.org', 'a.example.org']);
    expect(sameTargets(targets, Object.freeze(['a.example.org', 'b.example.org']))).toBe(true);
  });
});

describe('compareTargets', () => {
  test.each([
    [[''], ['', ''], true],
    [['1.2.3.4'], ['1-2-3-4.example.org'], true],
    [['1.2.3.4'], ['1.2.3.5'], true],
    [['9.9.9.9'], ['10.0.0.1'], true],
    [['example.org', 'example.com'], ['example.com', 'examplea.org'], true],
    [['8.8.8.8', '8.8.4.4'], ['8.8.8.8'], false],
    [['1-2-3-4.example.org', 'EXAMPLE.ORG'], ['1.2.3.4', 'EXAMPLE.ORG'], false],
    [['a.example.org'], ['a.example.org'], false],
  ])('%j before %j: %j', (a, b, less) => {
    expect(compareTargets(a, b) < 0).toBe(less);
  });
});

test('newTargets are unique and sorted by bytes', () => {
  expect(newTargets(['example.com', '::0001', '8.8.8.8', '::0001'])).toEqual([
    '8.8.8.8',
    '::0001',
    'example.com',
  ]);
});

test('compareText orders by code points, not by UTF-16 units', () => {
  expect(['😸', '\uFF5E', 'a', 'ab', ''].sort(compareText)).toEqual([
    '',
    'a',
    'ab',
    '\uFF5E',
    '😸',
  ]);
});
