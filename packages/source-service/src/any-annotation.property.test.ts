import fc from 'fast-check';
import { expect, test } from 'vitest';
import { node, pod, service, slice, stateOf } from './testing/world.ts';

const keys = [
  'hostname',
  'internal-hostname',
  'target',
  'ttl',
  'access',
  'endpoints-type',
  'set-identifier',
  'alias',
  'record-type',
  'aws-weight',
  'zalando.org/dnsname',
  'dns.alpha.kubernetes.io/external',
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom('web.example.org', 'a.example.org, b.example.org', '192.0.2.1', '10m', 'public'),
);
const annotations = fc.dictionary(fc.constantFrom(...keys), text);
const world = [
  node('n1', { external: ['203.0.113.1'] }, { labels: { 'node-role.kubernetes.io/node': '' } }),
  pod('w-0', { hostname: 'w0' }),
  slice([['w-0', '10.1.0.1']]),
];

test('whatever is written into annotations, a Service gives endpoints that name it, or waits, or says why not', () => {
  fc.assert(
    fc.property(
      annotations,
      fc.constantFrom('LoadBalancer', 'ClusterIP', 'NodePort', 'ExternalName'),
      fc.constantFrom('None', '10.96.0.9', ''),
      fc.constantFrom('safe', 'compat'),
      fc.constantFrom('', 'mate', 'kops-dns-controller'),
      (written, type, clusterIP, behavior, compatibility) => {
        const given = service({
          type,
          clusterIP,
          annotations: written,
          ports: [{ nodePort: 30080, protocol: 'TCP' }],
          ingress: [{ ip: '192.0.2.10' }],
        });
        const state = stateOf([given, ...world], { behavior, compatibility });
        const { endpoints = [], waiting = [], problems = [] } = state ?? {};
        const objects = endpoints.map((endpoint) => endpoint.objects.map(({ name }) => name));
        expect(objects).toEqual(endpoints.map(() => ['web']));
        const names = new Set(endpoints.map((endpoint) => endpoint.name));
        expect(waiting.filter((name) => names.has(name))).toEqual([]);
        expect(problems.every(({ object }) => object?.name === 'web')).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
