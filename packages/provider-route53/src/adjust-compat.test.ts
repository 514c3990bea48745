import type { Endpoint } from '@org/dns-core';
import { expect, test } from 'vitest';
import { adjustCompat } from './adjust-compat.ts';
import { properties, record } from './testing/changes.ts';

const elb = 'x.eu-central-1.elb.amazonaws.com';
const evaluate = 'aws/evaluate-target-health';

function short({ type, ttlSeconds, properties: held }: Endpoint): string {
  return `${type} ${ttlSeconds} ${held.map(({ name, value }) => `${name}=${value}`).join(' ')}`.trim();
}

test.each<readonly [string, string, string, Readonly<Record<string, string>>, readonly string[]]>([
  ['a CNAME stays one', 'CNAME', 'c.example.com', {}, ['CNAME 600 alias=false']],
  [
    'a CNAME to an ELB is two aliases',
    'CNAME',
    elb,
    {},
    [`A 300 alias=true ${evaluate}=true`, `AAAA 300 alias=true ${evaluate}=true`],
  ],
  [
    'unless it says no',
    'CNAME',
    elb,
    { alias: 'false', [evaluate]: 'true' },
    ['CNAME 600 alias=false'],
  ],
  [
    'evaluation as given',
    'CNAME',
    elb,
    { [evaluate]: 'false' },
    [`A 300 ${evaluate}=false alias=true`, `AAAA 300 ${evaluate}=false alias=true`],
  ],
  [
    'any CNAME that says yes',
    'CNAME',
    'c.example.com',
    { alias: 'true' },
    [`A 300 alias=true ${evaluate}=true`, `AAAA 300 alias=true ${evaluate}=true`],
  ],
  [
    'nonsense counts as nothing',
    'CNAME',
    'c.example.com',
    { alias: 'nonsense' },
    ['CNAME 600 alias=false'],
  ],
  ['one type', 'CNAME', 'c.example.com', { alias: 'A' }, [`A 300 alias=true ${evaluate}=true`]],
  [
    'the other type',
    'CNAME',
    'c.example.com',
    { alias: 'AAAA' },
    [`AAAA 300 alias=true ${evaluate}=true`],
  ],
  [
    'an A alias',
    'A',
    elb,
    { alias: 'true', [evaluate]: 'invalid' },
    [`A 300 alias=true ${evaluate}=false`],
  ],
  ['an A that is none', 'A', '192.0.2.1', { alias: 'false', [evaluate]: 'true' }, ['A 600']],
  ['other types', 'TXT', 'x', { [evaluate]: 'true' }, [`TXT 600 ${evaluate}=true`]],
])('%s', (_name, type, target, given, expected) => {
  const wanted = record('a.example.org', type, target, {
    ttlSeconds: 600,
    properties: properties(given),
  });
  const adjusted = adjustCompat([wanted], { preferCname: false, evaluateTargetHealth: true });
  expect(adjusted.map(short)).toEqual(expected);
});

test('CNAMEs are preferred when asked for; a TTL that is not set stays so; a bias is filled in', () => {
  const preferences = { preferCname: true, evaluateTargetHealth: false };
  const near = {
    setIdentifier: 'x',
    properties: properties({ 'aws/geoproximity-region': 'eu-west-1' }),
  };
  const adjusted = adjustCompat(
    [
      record('a.example.org', 'CNAME', elb),
      record('b.example.org', 'A', elb, { properties: properties({ alias: 'true' }) }),
      record('c.example.org', 'A', '192.0.2.1', near),
    ],
    preferences,
  );
  expect(adjusted.map(short)).toEqual([
    'CNAME 0 alias=false',
    `A 0 alias=true ${evaluate}=false`,
    'A 0 aws/geoproximity-region=eu-west-1 aws/geoproximity-bias=0',
  ]);
});

test('the AAAA halves come at the end', () => {
  const adjusted = adjustCompat(
    ['a.example.org', 'b.example.org'].map((name) => record(name, 'CNAME', elb)),
    { preferCname: false, evaluateTargetHealth: true },
  );
  expect(adjusted.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'a.example.org A',
    'b.example.org A',
    'a.example.org AAAA',
    'b.example.org AAAA',
  ]);
});
