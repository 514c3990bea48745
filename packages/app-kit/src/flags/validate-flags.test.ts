import { describe, expect, test } from 'vitest';
import { parseFlags } from './parse-flags.ts';
import { problemText, settingAsFlag } from './problem-text.ts';
import { validateFlags } from './validate-flags.ts';

function validate(...argv: string[]) {
  const outcome = parseFlags(['--source=service', ...argv], {}, () => '');
  if (outcome.kind !== 'flags') throw new Error(JSON.stringify(outcome));
  return validateFlags(outcome.flags, outcome.given);
}

const fine = ['--provider=pdns', '--policy=sync'];

describe('what is refused', () => {
  test.each<[string, readonly string[], string]>([
    [
      'compat without a policy',
      ['--provider=pdns', '--behavior=compat'],
      '--policy: is required. Use one of: sync, upsert-only, create-only.',
    ],
    [
      'azure without its file',
      ['--provider=azure', '--policy=sync', '--azure-config-file='],
      '--azure-config-file: is empty. Name the file, or use --provider=azure-dns, which takes the flags and the environment.',
    ],
    [
      'no name at all',
      [...fine, '--ignore-hostname-annotation'],
      '--ignore-hostname-annotation: leaves objects without a name. Give names with --fqdn-template, or remove it.',
    ],
    [
      'prefix and suffix',
      [...fine, '--txt-prefix=a-', '--txt-suffix=-b'],
      '--txt-prefix: excludes --txt-suffix. Give one of the two, the one in use so far.',
    ],
    [
      'a prefix without slash',
      [...fine, '--annotation-prefix=dns.example.com'],
      '--annotation-prefix: "dns.example.com" does not end with a slash. Write it as in external-dns.kubernetes.io/.',
    ],
    [
      'an empty prefix',
      [...fine, '--annotation-prefix='],
      '--annotation-prefix: "" does not end with a slash. Write it as in external-dns.kubernetes.io/.',
    ],
    [
      'PTR that is not managed',
      [...fine, '--create-ptr'],
      '--create-ptr: needs PTR among the managed types. Add --managed-record-types=PTR (beside A, AAAA and CNAME, which are no longer implied then).',
    ],
    [
      'no requests',
      [...fine, '--kube-api-qps=0'],
      '--kube-api-qps: 0 is not positive. Use 1 or more.',
    ],
    [
      'no address',
      [...fine, '--metrics-address=nowhere'],
      '--metrics-address: "nowhere" is not an address to listen on. Write HOST:PORT or :PORT, such as :7979.',
    ],
    [
      'the webhook server',
      [...fine, '--webhook-server'],
      '--webhook-server: is a program of its own here. Start external-dns-webhook with the same flags.',
    ],
    [
      'a share over 100',
      [...fine, '--max-deletions-percent=101'],
      '--max-deletions-percent: 101 is not a share. Use 0 to 100.',
    ],
    [
      'a negative limit',
      [...fine, '--max-deletions=-1'],
      '--max-deletions: is negative. Use zero or more.',
    ],
    [
      'leases that do not fit',
      [...fine, '--leader-election', '--leader-election-lease-duration=5s'],
      '--leader-election-renew-deadline: the times do not fit. Let the retry period be shorter than the renew deadline, and that shorter than the lease duration.',
    ],
    [
      'a lease without server',
      [...fine, '--leader-election', '--manifests=m'],
      '--leader-election: needs an API server, --manifests has none. Remove one of the two.',
    ],
    [
      'a negative TTL',
      ['--provider=rfc2136', '--policy=sync', '--rfc2136-min-ttl=-1s'],
      '--rfc2136-min-ttl: is negative. Use zero or more.',
    ],
    [
      'two kinds of signature',
      [
        '--provider=rfc2136',
        '--policy=sync',
        '--rfc2136-insecure',
        '--rfc2136-gss-tsig',
        '--rfc2136-kerberos-realm=R',
        '--rfc2136-kerberos-username=u',
        '--rfc2136-kerberos-password=p',
      ],
      '--rfc2136-insecure: excludes --rfc2136-gss-tsig. Give one of the two.',
    ],
    [
      'half an identity',
      ['--provider=rfc2136', '--policy=sync', '--rfc2136-gss-tsig', '--rfc2136-kerberos-realm=R'],
      '--rfc2136-gss-tsig: needs a Kerberos identity. Give --rfc2136-kerberos-realm, --rfc2136-kerberos-username and --rfc2136-kerberos-password.',
    ],
    [
      'an empty batch',
      ['--provider=rfc2136', '--policy=sync', '--rfc2136-batch-change-size=0'],
      '--rfc2136-batch-change-size: is less than 1. Use 1 or more.',
    ],
  ])('%s', (_, argv, expected) => {
    expect(validate(...argv).problems.map(problemText)).toEqual([expected]);
  });
});

test('what is fine has no problem and no warning', () => {
  expect(validate(...fine)).toEqual({ problems: [], warnings: [], policy: 'sync' });
});

test('safe without a policy warns and uses sync', () => {
  const { problems, warnings, policy } = validate('--provider=pdns');
  expect({ problems, policy, warnings: warnings.length }).toEqual({
    problems: [],
    policy: 'sync',
    warnings: 1,
  });
});

test('a comma in a repeatable flag is noticed', () => {
  expect(validate(...fine, '--domain-filter=a.org,b.org').warnings).toEqual([
    '--domain-filter=a.org,b.org is one value with a comma in it; repeat the flag for several.',
  ]);
});

test('quotation marks around a value are noticed', () => {
  const argv = [
    ...fine,
    '--txt-owner-id="me"',
    "--domain-filter='example.org'",
    '--txt-prefix=a"b',
  ];
  expect(validate(...argv).warnings).toEqual([
    '--txt-owner-id="me": the quotation marks are part of the value; in a manifest they belong around the whole argument.',
    "--domain-filter='example.org': the quotation marks are part of the value; in a manifest they belong around the whole argument.",
  ]);
});

test.each([
  ['annotationFilter', '', '--annotation-filter'],
  ['apiKey', 'pdns-', '--pdns-api-key'],
  ['--policy', '', '--policy'],
])('the setting %s (prefix "%s") is the flag %s', (path, prefix, flag) => {
  expect(settingAsFlag(path, prefix)).toBe(flag);
});
