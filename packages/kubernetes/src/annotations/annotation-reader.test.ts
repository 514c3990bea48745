import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../model/kube-object.ts';
import { annotationPrefixes } from './annotation-prefixes.ts';
import { createAnnotationReader } from './annotation-reader.ts';

const current = 'external-dns.kubernetes.io/';
const former = 'external-dns.alpha.kubernetes.io/';
const safe = createAnnotationReader({ prefixes: annotationPrefixes('safe', undefined) });
const compat = createAnnotationReader({ prefixes: annotationPrefixes('compat', undefined) });

function withAnnotations(annotations: Readonly<Record<string, string>>): KubeObject {
  return { metadata: { name: 'web', namespace: 'shop', annotations } };
}

describe('prefixes', () => {
  test.each([
    {
      name: 'safe reads the former prefix behind the current one',
      reader: safe,
      annotations: { [`${former}hostname`]: 'a.example.org' },
      expected: ['a.example.org'],
    },
    {
      name: 'the current prefix wins where both are present, even when it is empty',
      reader: safe,
      annotations: { [`${former}hostname`]: 'a.example.org', [`${current}hostname`]: '' },
      expected: [''],
    },
    {
      name: 'compat reads the current prefix alone',
      reader: compat,
      annotations: { [`${former}hostname`]: 'a.example.org' },
      expected: [],
    },
    {
      name: 'an explicit prefix is read alone',
      reader: createAnnotationReader({ prefixes: annotationPrefixes('safe', 'dns.example.com/') }),
      annotations: {
        'dns.example.com/hostname': 'b.example.org',
        [`${current}hostname`]: 'a.example.org',
      },
      expected: ['b.example.org'],
    },
  ])('$name', ({ reader, annotations, expected }) => {
    expect(reader.hostnames(withAnnotations(annotations))).toEqual(expected);
  });
});

test.each([
  { value: undefined, ours: true },
  { value: 'dns-controller', ours: true },
  { value: 'Dns-Controller', ours: false },
  { value: 'other', ours: false },
  { value: '', ours: false },
])('controller "$value" is ours: $ours', ({ value, ours }) => {
  const annotations = value === undefined ? undefined : { [`${current}controller`]: value };
  expect(safe.isOurs(withAnnotations(annotations ?? {}))).toBe(ours);
});

test.each([
  { value: 'a.example.org, b.example.org', items: ['a.example.org', 'b.example.org'] },
  { value: 'a.example.org,', items: ['a.example.org', ''] },
  { value: '', items: [''] },
  { value: '\n a.example.org,\n b.example.org\n', items: ['a.example.org', '\nb.example.org'] },
])('hostname $value is $items', ({ value, items }) => {
  const object = withAnnotations({
    [`${current}hostname`]: value,
    [`${current}internal-hostname`]: value,
  });
  expect(safe.hostnames(object)).toEqual(items);
  expect(safe.internalHostnames(object)).toEqual(items);
});

test.each([
  { value: '', items: [] },
  { value: ' ', items: [''] },
  { value: 'lb.example.org.', items: ['lb.example.org'] },
  { value: '192.0.2.1,', items: ['192.0.2.1', ''] },
  { value: '192.0.2.1, 2001:db8::1', items: ['192.0.2.1', '2001:db8::1'] },
])('target "$value" is $items', ({ value, items }) => {
  expect(safe.targets(withAnnotations({ [`${current}target`]: value }))).toEqual(items);
});

test('a TTL that cannot be understood is no TTL and a sentence', () => {
  const object = withAnnotations({ [`${current}ttl`]: '1d' });
  expect(safe.ttlSeconds(object)).toBe(0);
  expect(safe.ttlProblem(object)).toBe(
    'external-dns.kubernetes.io/ttl: "1d" is neither seconds nor a duration such as 10m; no TTL is set',
  );
  expect(safe.ttlProblem(withAnnotations({ [`${current}ttl`]: '1h' }))).toBeUndefined();
  expect(safe.ttlProblem(withAnnotations({}))).toBeUndefined();
});

test('settings bring TTL, set identifier and properties, Cloudflare under the canonical prefix', () => {
  const object = withAnnotations({
    [`${former}cloudflare-proxied`]: 'true',
    [`${former}aws-weight`]: '5',
    [`${current}aws-weight`]: '10',
    [`${current}scw-`]: 'x',
    [`${current}webhook-a`]: '1',
    [`${current}coredns-group`]: 'g',
    [`${current}azure-tags`]: 'a=b',
    [`${current}azure-other`]: 'ignored',
    [`${current}cloudflare-other`]: 'ignored',
    [`${current}cloudflare-tags-x`]: 't',
    [`${current}record-type`]: '',
    [`${current}alias`]: 'true',
    [`${current}set-identifier`]: 'eu',
    [`${current}ttl`]: '10m',
    'example.org/aws-weight': 'foreign',
  });
  expect(safe.settings(object)).toEqual({
    ttlSeconds: 600,
    setIdentifier: 'eu',
    properties: [
      { name: 'alias', value: 'true' },
      { name: 'record-type', value: '' },
      { name: 'aws/weight', value: '10' },
      { name: 'azure/tags', value: 'a=b' },
      { name: `${current}cloudflare-proxied`, value: 'true' },
      { name: `${current}cloudflare-tags`, value: 't' },
      { name: 'coredns/group', value: 'g' },
      { name: 'scw/', value: 'x' },
      { name: 'webhook/a', value: '1' },
    ],
  });
});

test.each(['false', 'True', 'A', ''])('alias "%s" is no property', (alias) => {
  expect(safe.properties(withAnnotations({ [`${current}alias`]: alias }))).toEqual([]);
});

test('words outside a vocabulary count as absent, or as unknown where that differs', () => {
  const object = withAnnotations({
    [`${current}access`]: 'Public',
    [`${current}endpoints-type`]: 'hostip',
    [`${current}ingress-hostname-source`]: 'both',
    [`${current}gateway-hostname-source`]: 'Annotation-Only',
  });
  expect(safe.access(object)).toBeUndefined();
  expect(safe.endpointsType(object)).toBeUndefined();
  expect(safe.ingressHostnameSource(object)).toBe('unknown');
  expect(safe.gatewayHostnameSource(object)).toBe('annotation-only');
  expect(safe.ingressHostnameSource(withAnnotations({}))).toBeUndefined();
  expect(safe.keyOf('target')).toBe('external-dns.kubernetes.io/target');
});
