import type { ConfigProblem } from '@org/dns-core';
import type { Flags } from './flag-groups.ts';

/** Rules that upstream checks before a provider is made. */
export function validateProviderFlags(flags: Flags): readonly ConfigProblem[] {
  if (flags.provider === 'azure' && flags['azure-config-file'] === '')
    return [
      {
        path: '--azure-config-file',
        message: 'is empty',
        hint: 'Name the file, or use --provider=azure-dns, which takes the flags and the environment.',
      },
    ];
  return flags.provider === 'rfc2136' ? validateRfc2136(flags) : [];
}

function validateRfc2136(flags: Flags): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const add = (flag: string, message: string, hint: string) =>
    problems.push({ path: `--rfc2136-${flag}`, message, hint });
  if (flags['rfc2136-min-ttl'] < 0) add('min-ttl', 'is negative', 'Use zero or more.');
  if (flags['rfc2136-insecure'] && flags['rfc2136-gss-tsig'])
    add('insecure', 'excludes --rfc2136-gss-tsig', 'Give one of the two.');
  const kerberos = [
    flags['rfc2136-kerberos-realm'],
    flags['rfc2136-kerberos-username'],
    flags['rfc2136-kerberos-password']?.reveal(),
  ];
  if (flags['rfc2136-gss-tsig'] && kerberos.some((part) => !part))
    add(
      'gss-tsig',
      'needs a Kerberos identity',
      'Give --rfc2136-kerberos-realm, --rfc2136-kerberos-username and --rfc2136-kerberos-password.',
    );
  if (flags['rfc2136-batch-change-size'] < 1)
    add('batch-change-size', 'is less than 1', 'Use 1 or more.');
  return problems;
}
