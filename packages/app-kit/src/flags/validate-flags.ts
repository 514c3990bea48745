import type { ConfigProblem, Policy } from '@org/dns-core';
import { parseListenAddress } from '../http/listen-address.ts';
import type { FlagName, Flags } from './flag-groups.ts';
import { validateProviderFlags } from './validate-provider-flags.ts';

export interface ValidFlags {
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly string[];
  /** What `--policy` means: not given is `sync`, with a warning, in behavior `safe`. */
  readonly policy: Policy;
}

const problem = (path: string, message: string, hint: string): ConfigProblem => ({
  path,
  message,
  hint,
});

/** What cannot be told from one flag alone. All problems at once, in upstream's order (`docs/flags.md`). */
export function validateFlags(flags: Flags, given: ReadonlySet<FlagName>): ValidFlags {
  const warnings = [...commaWarnings(flags), ...quoteWarnings(flags, given)];
  const problems: ConfigProblem[] = [
    ...validatePolicy(flags, warnings),
    ...validateProviderFlags(flags),
    ...validateNames(flags, given),
    ...validateConnection(flags, given, warnings),
    ...validateLimits(flags),
    ...validateLeaderElection(flags),
  ];
  if (flags['request-timeout'] !== 30_000 && given.has('kube-api-request-timeout'))
    warnings.push('--request-timeout wins over --kube-api-request-timeout; remove it.');
  return { problems, warnings, policy: flags.policy === '' ? 'sync' : flags.policy };
}

function validatePolicy(flags: Flags, warnings: string[]): ConfigProblem[] {
  if (flags.policy !== '') return [];
  if (flags.behavior === 'compat')
    return [problem('--policy', 'is required', 'Use one of: sync, upsert-only, create-only.')];
  warnings.push(
    '--policy is not given, sync is used: records that nothing asks for any more are deleted. Name a policy to silence this.',
  );
  return [];
}

function validateNames(flags: Flags, given: ReadonlySet<FlagName>): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (flags['ignore-hostname-annotation'] && flags['fqdn-template'].join('') === '')
    problems.push(
      problem(
        '--ignore-hostname-annotation',
        'leaves objects without a name',
        'Give names with --fqdn-template, or remove it.',
      ),
    );
  if (flags['txt-prefix'] !== '' && flags['txt-suffix'] !== '')
    problems.push(
      problem(
        '--txt-prefix',
        'excludes --txt-suffix',
        'Give one of the two, the one in use so far.',
      ),
    );
  if (given.has('annotation-prefix') && !/.\/$/.test(flags['annotation-prefix']))
    problems.push(
      problem(
        '--annotation-prefix',
        `"${flags['annotation-prefix']}" does not end with a slash`,
        'Write it as in external-dns.kubernetes.io/.',
      ),
    );
  if (flags['create-ptr'] && !flags['managed-record-types'].includes('PTR'))
    problems.push(
      problem(
        '--create-ptr',
        'needs PTR among the managed types',
        'Add --managed-record-types=PTR (beside A, AAAA and CNAME, which are no longer implied then).',
      ),
    );
  return problems;
}

function validateConnection(
  flags: Flags,
  given: ReadonlySet<FlagName>,
  warnings: string[],
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const name of ['kube-api-qps', 'kube-api-burst'] as const)
    if (flags[name] <= 0)
      problems.push(problem(`--${name}`, `${flags[name]} is not positive`, 'Use 1 or more.'));
  if (parseListenAddress(flags['metrics-address']) === undefined)
    problems.push(
      problem(
        '--metrics-address',
        `"${flags['metrics-address']}" is not an address to listen on`,
        'Write HOST:PORT or :PORT, such as :7979.',
      ),
    );
  if (flags.manifests !== '' && (given.has('kubeconfig') || given.has('server')))
    warnings.push('--manifests is given: --kubeconfig and --server are not used.');
  if (flags['webhook-server'])
    problems.push(
      problem(
        '--webhook-server',
        'is a program of its own here',
        'Start external-dns-webhook with the same flags.',
      ),
    );
  return problems;
}

function validateLimits(flags: Flags): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const percent = flags['max-deletions-percent'];
  if (percent < 0 || percent > 100)
    problems.push(problem('--max-deletions-percent', `${percent} is not a share`, 'Use 0 to 100.'));
  for (const name of [
    'max-deletions',
    'max-deletions-window',
    'lost-target-grace',
    'source-wait',
  ] as const)
    if (flags[name] < 0) problems.push(problem(`--${name}`, 'is negative', 'Use zero or more.'));
  return problems;
}

function validateLeaderElection(flags: Flags): ConfigProblem[] {
  if (!flags['leader-election']) return [];
  const problems: ConfigProblem[] = [];
  const lease = flags['leader-election-lease-duration'];
  const renew = flags['leader-election-renew-deadline'];
  const retry = flags['leader-election-retry-period'];
  if (!(retry > 0 && retry < renew && renew < lease))
    problems.push(
      problem(
        '--leader-election-renew-deadline',
        'the times do not fit',
        'Let the retry period be shorter than the renew deadline, and that shorter than the lease duration.',
      ),
    );
  if (flags.manifests !== '')
    problems.push(
      problem(
        '--leader-election',
        'needs an API server, --manifests has none',
        'Remove one of the two.',
      ),
    );
  return problems;
}

const listsOfNames = [
  'domain-filter',
  'exclude-domains',
  'default-targets',
  'nat64-networks',
] as const;

function commaWarnings(flags: Flags): string[] {
  return listsOfNames.flatMap((name) =>
    flags[name]
      .filter((value) => value.includes(','))
      .map(
        (value) =>
          `--${name}=${value} is one value with a comma in it; repeat the flag for several.`,
      ),
  );
}

/** In a list of arguments, as a Deployment has it, nothing takes quotation marks away: the value is another one than meant. */
function quoteWarnings(flags: Flags, given: ReadonlySet<FlagName>): string[] {
  return [...given].flatMap((name) => {
    const values = [flags[name]].flat().filter((value) => typeof value === 'string');
    return values
      .filter((value) => /^(["']).*\1$/s.test(value))
      .map(
        (value) =>
          `--${name}=${value}: the quotation marks are part of the value; in a manifest they belong around the whole argument.`,
      );
  });
}
