import { expect, test } from 'vitest';
import { ProviderError } from '../contract/provider-error.ts';
import type { Change } from '../model/change.ts';
import { createEndpoint } from '../model/create-endpoint.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { applyToZones } from './apply-to-zones.ts';

const signal = new AbortController().signal;
const create = (name: string, type = 'A'): Change => ({
  kind: 'create',
  after: createEndpoint({ name, type, targets: ['192.0.2.1'] }),
  role: 'record',
});

test('every change goes to the zone with the longest name, and says where it went', async () => {
  const provider = createFakeProvider({ zones: ['example.org', 'sub.example.org'] });
  const changes = [
    create('www.example.org'),
    create('www.sub.example.org'),
    create('sub.example.org'),
    create('xsub.example.org'),
    create('example.net'),
  ];
  const reports = await applyToZones(provider, changes, {}, signal);
  expect(
    reports.map(({ zones, outcome }) => [zones.map(({ name }) => name), outcome.outcome]),
  ).toEqual([
    [['example.org'], 'applied'],
    [['sub.example.org'], 'applied'],
    [['sub.example.org'], 'applied'],
    [['example.org'], 'applied'],
    [[], 'failed'],
  ]);
});

test('a failing zone takes nothing from another', async () => {
  const provider = createFakeProvider({ zones: ['example.org', 'example.net'] });
  provider.fault = ({ zone }) =>
    zone === 'example.org'
      ? { kind: 'error', error: new ProviderError('transient', 'status 500') }
      : undefined;
  const reports = await applyToZones(
    provider,
    [create('a.example.org'), create('a.example.net')],
    {},
    signal,
  );
  expect(reports.map(({ outcome }) => outcome.outcome)).toEqual(['failed', 'applied']);
});

test('what is refused under one name does not hold back another', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.refuses = ({ name }) => name === 'bad.example.org';
  const reports = await applyToZones(
    provider,
    [create('bad.example.org'), create('good.example.org'), create('bad.example.org', 'AAAA')],
    {},
    signal,
  );
  expect(reports.map(({ outcome }) => outcome.outcome)).toEqual(['failed', 'applied', 'failed']);
});

test('a delete comes before the create that takes its place', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const seen: string[] = [];
  provider.refuses = ({ changes }) => {
    seen.push(...changes.map(({ kind }) => kind));
    return false;
  };
  const before = createEndpoint({
    name: 'www.example.org',
    type: 'CNAME',
    targets: ['lb.example.net'],
  });
  await applyToZones(
    provider,
    [create('www.example.org'), { kind: 'delete', before, role: 'record' }],
    {},
    signal,
  );
  expect(seen).toEqual(['delete', 'create']);
});
