import { resourceKey } from '@org/dns-kubernetes';
import { describe, expect, test } from 'vitest';
import { parseServiceSourceSettings, type ServiceSourceSettings } from './options.ts';
import { createServiceSource } from './service-source.ts';

test('all problems are reported at once', () => {
  const settings = {
    serviceTypes: ['loadbalancer', 'LoadBalancer,NodePort'],
    compatibility: 'kops',
    labelFilter: 'team in web',
    annotationFilter: 'team!=web',
    annotationPrefix: 'dns.example.com',
    colour: 'blue',
  };
  const parsed = parseServiceSourceSettings(settings as ServiceSourceSettings);
  expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual([
    'colour',
    'serviceTypes[0]',
    'serviceTypes[1]',
    'compatibility',
    'annotationPrefix',
    'labelFilter',
    'annotationFilter',
  ]);
});

describe('what is read', () => {
  test.each([
    { types: [], reads: ['pods', 'nodes', 'endpointslices'] },
    { types: ['NodePort'], reads: ['pods', 'nodes', 'endpointslices'] },
    { types: ['ClusterIP'], reads: ['pods', 'endpointslices'] },
    { types: ['LoadBalancer', 'ExternalName'], reads: [] },
  ])('for Services of the types $types: $reads', ({ types, reads }) => {
    const options = parseServiceSourceSettings({ serviceTypes: types, namespace: 'shop' });
    if (!options.ok) throw new Error('the settings are right');
    const source = createServiceSource(options.value);
    const read = source.reads.map(({ type }) => type.plural);
    expect(read.toSorted()).toEqual(reads.toSorted());
    expect(resourceKey(source.primary.type)).toBe('/v1/services');
    expect(source.primary.namespace).toBe('shop');
  });
});
