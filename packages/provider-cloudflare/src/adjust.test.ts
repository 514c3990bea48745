import { createEndpoint, type Endpoint, type Property } from '@org/dns-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjust } from './adjust.ts';
import { adjustAsUpstream } from './adjust-as-upstream.ts';
import { parseCloudflareSettings, type CloudflareSettings } from './options.ts';
import { wanted } from './testing/bench-provider.ts';
import { limitsOf } from './zone-plans.ts';

function settings(more: Readonly<Record<string, unknown>> = {}): CloudflareSettings {
  const parsed = parseCloudflareSettings({ apiToken: 'x', ...more });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

/** `ttl=300 proxied=true`: what is left of an endpoint's wishes. */
const shown = ({ ttlSeconds, properties }: Endpoint): string =>
  [
    `ttl=${ttlSeconds}`,
    ...properties.map(({ name, value }) => `${name.replace(/^.*cloudflare-/, '')}=${value}`),
  ].join(' ');

const safely = (endpoint: Endpoint, options = settings(), plan = 'pro'): string =>
  shown(adjust([endpoint], options, () => limitsOf(plan))[0] ?? endpoint);

const a = 'www.example.org A 192.0.2.1';

describe('in safe', () => {
  test.each<[string, Endpoint, Record<string, unknown>, string]>([
    ['nothing asked for', wanted(a), {}, 'ttl=0'],
    [
      'proxied by default, at automatic TTL',
      wanted(a, {}, 300),
      { proxied: true },
      'ttl=0 proxied=true',
    ],
    ['the property wins: off', wanted(a, { proxied: 'false' }, 300), { proxied: true }, 'ttl=300'],
    ['the property wins: on', wanted(a, { proxied: 'T' }), {}, 'ttl=0 proxied=true'],
    [
      'what is no truth value leaves the default',
      wanted(a, { proxied: 'maybe' }),
      { proxied: true },
      'ttl=0 proxied=true',
    ],
    [
      'a TXT is never proxied',
      wanted('t.example.org TXT x', { proxied: 'true' }, 300),
      { proxied: true },
      'ttl=300',
    ],
    ['a TTL below the least is raised', wanted(a, {}, 5), {}, 'ttl=60'],
    ['a TTL above the most is lowered', wanted(a, {}, 100_000), {}, 'ttl=86400'],
    ['automatic stays', wanted(a, {}, 1), {}, 'ttl=1'],
    ['the default comment', wanted(a), { comment: 'ci' }, 'ttl=0 record-comment=ci'],
    [
      'an own comment',
      wanted(a, { 'record-comment': 'own' }),
      { comment: 'ci' },
      'ttl=0 record-comment=own',
    ],
    ['an empty comment is none', wanted(a, { 'record-comment': '' }), { comment: 'ci' }, 'ttl=0'],
    [
      'line breaks in a comment',
      wanted(a, { 'record-comment': 'a\nb' }),
      {},
      'ttl=0 record-comment=a b',
    ],
    ['tags are sorted, each once', wanted(a, { tags: ' z , a ,, b,a' }), {}, 'ttl=0 tags=a,b,z'],
    ['empty tags are none', wanted(a, { tags: ' , ' }), {}, 'ttl=0'],
    [
      'custom hostnames while they are off',
      wanted(a, { 'custom-hostname': 'x.example.com' }),
      {},
      'ttl=0',
    ],
    [
      'custom hostnames',
      wanted(a, { 'custom-hostname': 'Z.example.com, a.example.com' }),
      { customHostnames: {} },
      'ttl=0 custom-hostname=a.example.com,z.example.com',
    ],
    ['the default region', wanted(a), { defaultRegion: 'us' }, 'ttl=0 region-key=us'],
    [
      'an own region',
      wanted(a, { 'region-key': 'eu' }),
      { defaultRegion: 'us' },
      'ttl=0 region-key=eu',
    ],
    ['an empty region is none', wanted(a, { 'region-key': '' }), { defaultRegion: 'us' }, 'ttl=0'],
    ['a region while regional services are off', wanted(a, { 'region-key': 'eu' }), {}, 'ttl=0'],
    [
      'an MX has no region',
      wanted('m.example.org MX 10 mx.example.net'),
      { defaultRegion: 'us' },
      'ttl=0',
    ],
  ])('%s', (_name, endpoint, options, expected) => {
    expect(safely(endpoint, settings(options))).toBe(expected);
  });

  test.each([
    ['free', 100],
    ['pro', 500],
    ['', 100],
  ])('a comment is cut to what plan %o allows, by characters', (plan, most) => {
    const comment = '🌍'.repeat(600);
    expect(safely(wanted(a, { 'record-comment': comment }), settings(), plan)).toBe(
      `ttl=0 record-comment=${'🌍'.repeat(most)}`,
    );
  });

  test('an enterprise zone takes 30 seconds', () => {
    expect(safely(wanted(a, {}, 30), settings(), 'enterprise')).toBe('ttl=30');
  });

  test.each([
    'external-dns.kubernetes.io/cloudflare-tags',
    'external-dns.alpha.kubernetes.io/cloudflare-tags',
    'own.example.org/cloudflare-tags',
    'cloudflare/tags',
  ])('%s is read', (name) => {
    const endpoint = createEndpoint({
      name: 'www.example.org',
      type: 'A',
      targets: ['192.0.2.1'],
      properties: [
        { name, value: 'a' },
        { name: 'aws/weight', value: '1' },
      ],
    });
    expect(safely(endpoint)).toBe('ttl=0 tags=a');
  });

  test('the records of a name share its hostnames and its region', () => {
    const all = adjust(
      [
        wanted('www.example.org AAAA 2001:db8::1', {
          'region-key': 'us',
          'custom-hostname': 'b.example.com',
        }),
        wanted(a, { 'region-key': 'eu', 'custom-hostname': 'a.example.com' }),
        wanted('www.example.org TXT x', { 'region-key': 'jp' }),
      ],
      settings({ customHostnames: {}, regionalServices: true }),
      () => limitsOf('pro'),
    );
    const both = 'ttl=0 custom-hostname=a.example.com,b.example.com region-key=eu';
    expect(all.map(shown)).toEqual([both, both, 'ttl=0']);
  });

  test('adjusting what was adjusted changes nothing', () => {
    const types = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV', 'CAA', 'HTTPS', 'NAPTR'];
    const keys = ['proxied', 'record-comment', 'tags', 'region-key', 'custom-hostname'];
    const options = settings({ customHostnames: {}, regionalServices: true, proxied: false });
    const endpoint = fc.record({
      type: fc.constantFrom(...types),
      targets: fc.array(fc.string({ unit: 'grapheme', maxLength: 600 }), { maxLength: 3 }),
      ttlSeconds: fc.nat(200_000),
      properties: fc.array(
        fc.record({
          name: fc.constantFrom(
            ...keys.map((key) => `external-dns.kubernetes.io/cloudflare-${key}`),
          ),
          value: fc.string(),
        }),
      ),
    });
    fc.assert(
      fc.property(fc.array(endpoint, { maxLength: 4 }), (parts) => {
        const desired = parts.map((part) => createEndpoint({ name: 'www.example.org', ...part }));
        const once = adjust(desired, options, () => limitsOf('free'));
        expect(adjust(once, options, () => limitsOf('free'))).toEqual(once);
      }),
    );
  });
});

describe('as upstream', () => {
  const compat = (endpoint: Endpoint, options: Record<string, unknown> = {}): string =>
    shown(adjustAsUpstream(endpoint, settings({ behavior: 'compat', ...options })));

  test.each<[string, Endpoint, Record<string, unknown>, string]>([
    ['proxied is always said', wanted(a, {}, 300), {}, 'ttl=300 proxied=false'],
    [
      'on every type',
      wanted('t.example.org TXT x', { proxied: 'true' }),
      { proxied: true },
      'ttl=0 proxied=false',
    ],
    [
      'a CAA may be proxied',
      wanted('c.example.org CAA x'),
      { proxied: true },
      'ttl=0 proxied=true',
    ],
    [
      'an empty comment stays',
      wanted(a, { 'record-comment': '' }),
      { comment: 'ci' },
      'ttl=0 record-comment= proxied=false',
    ],
    ['the default comment', wanted(a), { comment: 'ci' }, 'ttl=0 proxied=false record-comment=ci'],
    ['tags keep repetitions', wanted(a, { tags: 'b, a,a,' }), {}, 'ttl=0 tags=a,a,b proxied=false'],
    [
      'hostnames are sorted, not trimmed',
      wanted(a, { 'custom-hostname': 'b, a' }),
      { customHostnames: {} },
      'ttl=0 custom-hostname= a,b proxied=false',
    ],
    [
      'hostnames while they are off',
      wanted(a, { 'custom-hostname': 'b' }),
      {},
      'ttl=0 proxied=false',
    ],
    [
      'an empty region stays',
      wanted(a, { 'region-key': '' }),
      { defaultRegion: 'eu' },
      'ttl=0 region-key= proxied=false',
    ],
    [
      'an empty default region is said',
      wanted(a),
      { regionalServices: true },
      'ttl=0 proxied=false region-key=',
    ],
  ])('%s', (_name, endpoint, options, expected) => {
    expect(compat(endpoint, options)).toBe(expected);
  });

  test('other properties stay', () => {
    const foreign: Property = { name: 'aws/weight', value: '1' };
    const endpoint = { ...wanted(a), properties: [foreign] };
    expect(adjustAsUpstream(endpoint, settings()).properties).toContainEqual(foreign);
  });
});
