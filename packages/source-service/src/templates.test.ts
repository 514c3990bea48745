import { resourceKey } from '@org/dns-kubernetes';
import { describe, expect, test } from 'vitest';
import { parseServiceSourceSettings, type ServiceSourceSettings } from './options.ts';
import type { Service } from './resources.ts';
import { createServiceSource } from './service-source.ts';
import { lines, service, stateOf } from './testing/world.ts';

interface Case {
  readonly name: string;
  readonly given: Service;
  readonly settings: ServiceSourceSettings;
  readonly expected: readonly string[];
  readonly waiting?: readonly string[];
}

const ingress = [{ ip: '192.0.2.10' }];
const templates = { fqdn: ['{{.Name}}.t.example.org'] };
const fqdnTarget = ['{{.Name}}.p.example.org:2001:db8::7'];
const annotations = {};

test.each<Case>([
  {
    name: 'a template stands in where annotations name nothing',
    given: service({ ingress, annotations }),
    settings: { templates },
    expected: ['A web.t.example.org 192.0.2.10'],
  },
  {
    name: 'a template stays behind annotations',
    given: service({ ingress }),
    settings: { templates },
    expected: ['A web.example.org 192.0.2.10'],
  },
  {
    name: 'a template adds to annotations where that is said',
    given: service({ ingress }),
    settings: { templates: { ...templates, combine: true } },
    expected: ['A web.example.org 192.0.2.10', 'A web.t.example.org 192.0.2.10'],
  },
  {
    name: 'an ignored annotation leaves the template',
    given: service({ ingress }),
    settings: { templates, ignoreHostnameAnnotation: true },
    expected: ['A web.t.example.org 192.0.2.10'],
  },
  {
    name: 'an older controller comes before the template',
    given: service({ ingress, annotations: { 'zalando.org/dnsname': 'a.example.org' } }),
    settings: { templates, compatibility: 'mate' },
    expected: ['A a.example.org 192.0.2.10'],
  },
  {
    name: 'pairs need no address of the Service, and come before names',
    given: service({ annotations }),
    settings: { templates: { ...templates, fqdnTarget } },
    expected: ['AAAA web.p.example.org 2001:db8::7'],
  },
  {
    name: 'a pending load balancer waits for the names of its annotations alone',
    given: service(),
    settings: { templates },
    expected: [],
    waiting: ['web.example.org'],
  },
  {
    name: 'a pending load balancer without annotations waits for the names of the template',
    given: service({ annotations }),
    settings: { templates },
    expected: [],
    waiting: ['web.t.example.org'],
  },
  {
    name: 'a pending load balancer waits for all names where templates add to annotations',
    given: service(),
    settings: { templates: { ...templates, combine: true } },
    expected: [],
    waiting: ['web.example.org', 'web.t.example.org'],
  },
])('$name', ({ given, settings, expected, waiting = [] }) => {
  const state = stateOf([given], settings);
  expect(lines(state?.endpoints)).toEqual(expected);
  expect(state?.waiting).toEqual(waiting);
});

test('names carry TTL, set identifier, properties and label of the Service, pairs only the Service', () => {
  const given = service({
    ingress,
    annotations: { ttl: '60', 'set-identifier': 'eu', 'aws-weight': '10' },
  });
  const both = { ...templates, fqdnTarget, combine: true };
  expect(stateOf([given], { templates: both })?.endpoints).toMatchObject([
    {
      spelling: 'web.p.example.org',
      ttlSeconds: 0,
      setIdentifier: '',
      labels: {},
      properties: [],
      objects: [{ name: 'web' }],
    },
    {
      spelling: 'web.t.example.org',
      ttlSeconds: 60,
      setIdentifier: 'eu',
      labels: { resource: 'service/shop/web' },
      properties: [{ name: 'aws/weight', value: '10' }],
      objects: [{ name: 'web' }],
    },
  ]);
});

describe('a template that fails', () => {
  const bad = { fqdn: ['{{.Nope}}.example.org'] };

  test('is a problem of the Service, over which upstream ends its run', () => {
    expect(stateOf([service({ ingress, annotations })], { templates: bad })).toMatchObject({
      endpoints: [],
      problems: [
        {
          code: 'template-failed',
          message: expect.stringMatching(/^failed to apply template on Service shop\/web: /),
          object: { kind: 'Service', name: 'web' },
          stopsRun: true,
        },
      ],
    });
  });

  test('leaves what annotations name', () => {
    const state = stateOf([service({ ingress })], { templates: { ...bad, combine: true } });
    expect(lines(state?.endpoints)).toEqual(['A web.example.org 192.0.2.10']);
    expect(state?.problems?.map(({ code }) => code)).toEqual(['template-failed']);
  });

  test('is not run for a Service that names something itself', () => {
    expect(stateOf([service({ ingress })], { templates: bad })?.problems).toEqual([]);
  });
});

test('the fields that templates read are read of Services, and of nothing else', () => {
  const options = parseServiceSourceSettings({ templates: { fqdn: ['{{.Spec.IPFamilies}}'] } });
  if (!options.ok) throw new Error('the settings are right');
  const { primary, reads } = createServiceSource(options.value);
  expect(primary.fields).toEqual(expect.arrayContaining(['spec.type', 'spec.ipFamilies']));
  const all = reads.filter(({ fields }) => fields === 'all' || fields.includes('spec.ipFamilies'));
  expect(all.map(({ type }) => resourceKey(type))).toEqual([]);
});
