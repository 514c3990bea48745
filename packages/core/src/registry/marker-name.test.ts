import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMarkerNaming, type MarkerNamingOptions } from './marker-name.ts';

describe('nameFor', () => {
  test.each<[MarkerNamingOptions, string, string, string]>([
    [{}, 'foo.example.com', 'A', 'a-foo.example.com'],
    [{}, 'foo.example.com', 'TXT', 'txt-foo.example.com'],
    [{}, 'example.com', 'A', 'a-example.com'],
    [{}, '*.example.com', 'A', 'a-*.example.com'],
    [{}, '_sip._udp.x.org', 'SRV', 'srv-_sip._udp.x.org'],
    [{}, 'example', 'CNAME', 'cname-example'],
    [{ prefix: 'foo' }, 'example.com', 'A', 'fooa-example.com'],
    [{ prefix: 'foo-' }, 'example.com', 'A', 'foo-a-example.com'],
    [{ prefix: 'FOO.bar.' }, 'example.com', 'CNAME', 'foo.bar.cname-example.com'],
    [
      { prefix: 'txt-', wildcardReplacement: 'wild' },
      '*.example.com',
      'MX',
      'txt-mx-wild.example.com',
    ],
    [
      { suffix: '-txt', wildcardReplacement: 'wildcard' },
      '*.wildcard.z.org',
      'CNAME',
      'cname-wildcard-txt.wildcard.z.org',
    ],
    [{ suffix: 'foo' }, 'example.com', 'AAAA', 'aaaa-examplefoo.com'],
    [{ suffix: '.foo.bar.test' }, 'example.com', 'CNAME', 'cname-example.foo.bar.test.com'],
    [{ prefix: '%{record_type}-' }, 'foo.example.com', 'A', 'a-foo.example.com'],
    [{ prefix: '%{record_type}-abc-.' }, 'ex.com', 'CNAME', 'cname-abc-.ex.com'],
    [{ prefix: '%{record_type}-foo' }, 'example.com', 'A', 'a-fooexample.com'],
    [{ prefix: 'bar.%{record_type}.foo.' }, 'example.com', 'CNAME', 'bar.cname.foo.example.com'],
    [{ suffix: '-%{record_type}' }, 'foo.example.com', 'A', 'foo-a.example.com'],
    [{ suffix: '-.%{record_type}' }, 'ex.com', 'A', 'ex-.a.com'],
    [{ suffix: '.foo%{record_type}.bar' }, 'example.com', 'A', 'example.fooa.bar.com'],
    [{ prefix: 'prefix%{RECORD_TYPE}.' }, 'new.z.org', 'CNAME', 'prefixcname.new.z.org'],
  ])('%j: the marker of %s %s is %s', (options, name, type, marker) => {
    expect(createMarkerNaming(options).nameFor(name, type)).toBe(marker);
  });

  test('gives none where a label would not fit', () => {
    const naming = createMarkerNaming({});
    const name = `${'a'.repeat(61)}.example.org`;
    expect([naming.nameFor(name, 'A'), naming.nameFor(name, 'CNAME')]).toEqual([
      `a-${name}`,
      undefined,
    ]);
  });
});

describe('readings', () => {
  test.each<[MarkerNamingOptions, string, string]>([
    [{}, 'ptr-2.49.168.192.in-addr.arpa', 'PTR 2.49.168.192.in-addr.arpa'],
    [{}, 'zone.example.com', ' zone.example.com'],
    [{}, 'a-b.example.com', 'A b.example.com'],
    [{ prefix: 'txt.' }, 'TxT.tar.z.org', ' tar.z.org'],
    [{ prefix: 'foo-%{record_type}-' }, 'foo-cname-test.example.com', 'CNAME test.example.com'],
    [{ prefix: 'foo-%{record_type}-' }, 'foo--test.example.com', ' test.example.com'],
    [{ suffix: '-%{record_type}-foo' }, 'test-a-foo.example.com', 'A test.example.com'],
    [{ suffix: '-%{record_type}-foo' }, 'test--foo.example.com', ' test.example.com'],
    [{ suffix: 'txt%{record_type}' }, 'mailtxt.z.org', ' mail.z.org'],
    [{ suffix: '.foo.bar' }, 'a-example.foo.bar', 'A example'],
    [{ suffix: '-txt' }, 'ns-txt.example.com', 'NS ns.example.com'],
    [{ prefix: '%{record_type}' }, 'aaaafoo.example.com', 'A aaafoo.example.com'],
  ])('%j: upstream reads %s as %s', (options, marker, expected) => {
    const [first] = createMarkerNaming(options).readings(marker);
    expect(`${first?.type} ${first?.name}`).toBe(expected);
  });

  test.each<[MarkerNamingOptions, string]>([
    [{ suffix: '.foo.bar' }, 'a-example.foo'],
    [{ prefix: 'own-' }, 'a-example.com'],
    [{ prefix: 'own-', suffix: '-own' }, 'own-a-example-own.com'],
  ])('%j: %s says nothing', (options, marker) => {
    expect(createMarkerNaming(options).readings(marker)).toEqual([]);
  });

  test('lists what else a name may mean', () => {
    expect(createMarkerNaming({}).readings('a-team.example.org')).toEqual([
      { name: 'team.example.org', type: 'A' },
      { name: 'a-team.example.org', type: '' },
    ]);
    expect(createMarkerNaming({ prefix: '%{record_type}' }).readings('aaaax.example.org')).toEqual([
      { name: 'aaax.example.org', type: 'A' },
      { name: 'x.example.org', type: 'AAAA' },
      { name: 'aaaax.example.org', type: '' },
    ]);
  });
});

test('a name comes back from its marker, whatever the affixes', () => {
  const affix = fc.constantFrom(
    '',
    'own-',
    '_owner.',
    'x%{record_type}.',
    '%{record_type}-',
    '%{record_type}',
  );
  const options = fc.oneof(
    fc.record({ prefix: affix }),
    fc.record({ suffix: fc.constantFrom('-own', '-%{record_type}', '.own', '.x%{record_type}') }),
  );
  const type = fc.constantFrom(
    'A',
    'AAAA',
    'CNAME',
    'NS',
    'MX',
    'PTR',
    'SRV',
    'NAPTR',
    'TXT',
    'DNAME',
  );
  const letters = fc.constantFrom(...Array.from('abcdmnprstxv0-_'));
  const label = fc.string({ unit: letters, minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(
      options,
      type,
      fc.array(label, { minLength: 2, maxLength: 4 }),
      (given, recordType, labels) => {
        const naming = createMarkerNaming(given);
        const name = labels.join('.');
        const marker = naming.nameFor(name, recordType);
        expect(naming.readings(marker ?? '')).toContainEqual({ name, type: recordType });
      },
    ),
  );
});
