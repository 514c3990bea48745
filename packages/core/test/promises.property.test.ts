import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, type CorpusCase, type RecordJson } from './corpus-case.ts';
import { brokenPromises } from './safe-run.ts';

const names = ['www', 'a-www', 'any', '*', 'api', 'Api', 'bücher'].map(
  (label) => `${label}.example.org`,
);
const name = fc.constantFrom(...names, 'example.org');
const setIdentifier = fc.constantFrom('', '', '', 'eu');
const owner = fc.constantFrom('me', 'me', 'other', 'old');

/** A record with targets that fit its type. */
const record: fc.Arbitrary<RecordJson> = fc
  .record({
    dnsName: name,
    setIdentifier,
    recordTTL: fc.constantFrom(0, 0, 300),
    data: fc.constantFrom<[string, string[]]>(
      ['A', ['192.0.2.1']],
      ['A', ['192.0.2.2', '192.0.2.1']],
      ['AAAA', ['2001:db8::1']],
      ['CNAME', ['lb.example.net']],
      ['CNAME', ['Lb2.example.net']],
      ['TXT', ['"hello"']],
    ),
  })
  .map(({ data: [recordType, targets], dnsName, ...rest }) => ({
    ...rest,
    // Where a record and a marker want one place, the order of passes decides.
    dnsName: ['TXT', 'CNAME'].includes(recordType) ? dnsName.replace('a-www', 'www') : dnsName,
    recordType,
    targets,
  }));

const marker: fc.Arbitrary<RecordJson> = fc
  .record({
    prefix: fc.constantFrom('a-', 'aaaa-', 'cname-', 'txt-', ''),
    dnsName: name,
    setIdentifier,
    owner,
    resource: fc.constantFrom('', ',external-dns/resource=service/default/web'),
  })
  .map((given) => ({
    dnsName: given.prefix + given.dnsName,
    recordType: 'TXT',
    setIdentifier: given.setIdentifier,
    targets: [`"heritage=external-dns,external-dns/owner=${given.owner}${given.resource}"`],
  }));

const desired = fc.array(
  fc.record({
    record,
    resource: fc.constantFrom('service/default/web', 'crd/default/web'),
    isEmpty: fc.constantFrom(false, false, false, false, true),
  }),
  { maxLength: 8 },
);

/** Several steps over one zone in which records of ours, of others and of nobody lie, with markers in every form. */
const world: fc.Arbitrary<CorpusCase> = fc
  .record({
    records: fc.array(fc.oneof(record, marker), { maxLength: 14 }),
    steps: fc.array(desired, { minLength: 1, maxLength: 3 }),
    flags: fc.tuple(
      fc.constantFrom('--policy=sync', '--policy=upsert-only', '--policy=create-only'),
      fc.constantFrom('--txt-owner-id=me', '--txt-owner-id=me', '--registry=noop'),
      fc.constantFrom('--x', '--migrate-from-txt-owner=old'),
      fc.constantFrom('--x', '--managed-record-types=TXT', '--exclude-record-types=CNAME'),
    ),
  })
  .map(({ records, steps, flags }) => ({
    id: 'random',
    name: 'random',
    args: [...flags, ...['A', 'AAAA', 'CNAME'].map((type) => `--managed-record-types=${type}`)],
    records: uniqueByKey(records),
    expected: steps.map((wanted) => ({
      ok: true,
      desired: canonical(
        wanted.map(({ record: wish, resource, isEmpty }) => ({
          ...wish,
          labels: { resource },
          ...(isEmpty && { targets: [] }),
        })),
      ),
      changes: { create: [], updateOld: [], updateNew: [], delete: [] },
      records: [],
    })),
  }));

/** A zone holds one record set of a name, whatever the case. */
function uniqueByKey(records: readonly RecordJson[]): readonly RecordJson[] {
  const byKey = new Map(
    records.map((entry) => [
      `${entry.dnsName?.toLowerCase()} ${entry.recordType} ${entry.setIdentifier}`,
      entry,
    ]),
  );
  return [...byKey.values()];
}

test('safe keeps its promises in any world', () => {
  fc.assert(
    fc.property(world, (given) => {
      expect(brokenPromises(given)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
