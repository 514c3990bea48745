import { createDomainMatcher, createEndpoint, toDnsName, type Zone } from '@org/dns-core';
import { describe, expect, test } from 'vitest';
import type { GoogleSettings } from './options.ts';
import { toGoogleZone, type GoogleZone } from './record-set.ts';
import { createZonesFor, createZonesForAsUpstream, selectZones } from './zones.ts';

function google(
  name: string,
  id: string,
  more: Readonly<Record<string, unknown>> = {},
): GoogleZone {
  const zone = toGoogleZone({ name, id, dnsName: 'example.org.', visibility: 'public', ...more });
  if (zone === undefined) throw new Error('not a zone');
  return zone;
}

const all = [
  google('edge-a', '70001'),
  google('edge-b', '70002', { visibility: 'private' }),
  google('peer', '70003', { visibility: 'private', peeringConfig: {} }),
  google('forwarded', '70004', { visibility: 'private', forwardingConfig: {} }),
  google('lab', '70005', { dnsName: 'lab.example.org.' }),
];

describe('zones are chosen', () => {
  test.each<{
    name: string;
    settings?: Partial<GoogleSettings>;
    domains?: readonly string[];
    chosen: readonly string[];
  }>([
    { name: 'all that hold records of their own', chosen: ['edge-a', 'edge-b', 'lab'] },
    {
      name: 'as upstream, all but those that peer',
      settings: { behavior: 'compat' },
      chosen: ['edge-a', 'edge-b', 'forwarded', 'lab'],
    },
    { name: 'by visibility', settings: { zoneVisibility: 'private' }, chosen: ['edge-b'] },
    { name: 'by number', settings: { zoneIds: ['70002'] }, chosen: ['edge-b'] },
    {
      name: 'by the end of a number or a name',
      settings: { zoneIds: ['1', '-b'] },
      chosen: ['edge-a', 'edge-b'],
    },
    {
      name: 'all, by an empty entry',
      settings: { zoneIds: ['x', ''] },
      chosen: ['edge-a', 'edge-b', 'lab'],
    },
    { name: 'by domain', domains: ['lab.example.org'], chosen: ['lab'] },
    { name: 'none by a domain below', domains: ['a.lab.example.org'], chosen: [] },
  ])('$name', ({ settings, domains = [], chosen }) => {
    const selected = selectZones(
      all,
      { behavior: 'safe', zoneIds: [], zoneVisibility: '', ...settings },
      createDomainMatcher([{ include: domains, exclude: [] }]),
    );
    expect(selected.map(({ id }) => id)).toEqual(chosen);
  });

  test('and are named without the final dot', () => {
    const settings = { behavior: 'safe', zoneIds: ['lab'], zoneVisibility: '' } as const;
    expect(selectZones(all, settings, () => true)).toEqual([
      { id: 'lab', name: 'lab.example.org' },
    ]);
  });
});

describe('a record goes', () => {
  const zone = (id: string, name: string): Zone => ({ id, name: toDnsName(name) });
  const zones = [
    zone('parent', 'example.org'),
    zone('public', 'lab.example.org'),
    zone('private', 'lab.example.org'),
    zone('idn', 'bücher.example.org'),
  ];
  const endpoint = (name: string) => createEndpoint({ name, type: 'A', targets: ['192.0.2.1'] });

  test.each([
    { name: 'a-lab.example.org', safe: ['parent'], compat: ['parent'] },
    { name: 'a.lab.example.org', safe: ['public', 'private'], compat: ['public'] },
    { name: '_sip._tcp.example.org', safe: ['parent'], compat: ['parent'] },
    { name: 'a.Bücher.example.org', safe: ['idn'], compat: ['parent'] },
    { name: 'a.xn--bcher-kva.example.org', safe: ['idn'], compat: ['parent'] },
    { name: 'a.example.com', safe: [], compat: [] },
  ])('$name: to every zone with the longest name, as upstream to one', ({ name, safe, compat }) => {
    const ids = (found: readonly Zone[]): readonly string[] => found.map(({ id }) => id);
    expect([
      ids(createZonesFor()(endpoint(name), zones)),
      ids(createZonesForAsUpstream()(endpoint(name), zones)),
    ]).toEqual([safe, compat]);
  });

  test('by the zones of this moment', () => {
    const zonesFor = createZonesFor();
    expect(zonesFor(endpoint('a.lab.example.org'), zones)).toHaveLength(2);
    expect(zonesFor(endpoint('a.lab.example.org'), zones.slice(0, 1))).toEqual([zones[0]]);
  });
});
