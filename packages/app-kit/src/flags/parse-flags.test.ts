import { Secret } from '@org/dns-core';
import { describe, expect, test } from 'vitest';
import { environmentName, flagDefinitions, type FlagName } from './flag-groups.ts';
import { parseFlags, type Environment, type FlagsOutcome } from './parse-flags.ts';

const base = ['--source=service', '--provider=pdns'];

function parse(
  argv: readonly string[],
  environment: Environment = {},
  files: Readonly<Record<string, string>> = {},
): FlagsOutcome {
  return parseFlags(argv, environment, (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`ENOENT: ${path}`);
    return text;
  });
}

function values(
  argv: readonly string[],
  environment: Environment = {},
  files: Readonly<Record<string, string>> = {},
) {
  const outcome = parse([...base, ...argv], environment, files);
  if (outcome.kind !== 'flags') throw new Error(JSON.stringify(outcome));
  return outcome;
}

function problems(argv: readonly string[], environment: Environment = {}): readonly string[] {
  const outcome = parse(argv, environment);
  if (outcome.kind !== 'problems') throw new Error(JSON.stringify(outcome));
  return outcome.problems.map(({ path, message, hint }) => `${path}: ${message}. ${hint}`);
}

describe('values', () => {
  test.each<[string, readonly string[], Environment, FlagName, unknown]>([
    ['the form with =', ['--log-level=debug'], {}, 'log-level', 'debug'],
    ['the form with a space', ['--log-level', 'debug'], {}, 'log-level', 'debug'],
    ['an empty value', ['--txt-owner-id='], {}, 'txt-owner-id', ''],
    ['a value with = in it', ['--txt-prefix=a=b'], {}, 'txt-prefix', 'a=b'],
    ['a value that begins with -', ['--txt-suffix=-own'], {}, 'txt-suffix', '-own'],
    ['a boolean', ['--once'], {}, 'once', true],
    ['a negated boolean', ['--no-exclude-unschedulable'], {}, 'exclude-unschedulable', false],
    ['a default', [], {}, 'interval', 60_000],
    ['a duration in days', ['--interval=1d'], {}, 'interval', 86_400_000],
    ['an int as float', ['--kube-api-qps=1e3'], {}, 'kube-api-qps', 1000],
    ['an int cut off', ['--kube-api-burst=1.9'], {}, 'kube-api-burst', 1],
    ['an int64 with base', ['--godaddy-api-ttl=0x10'], {}, 'godaddy-api-ttl', 16],
    ['an octal int64', ['--godaddy-api-ttl=010'], {}, 'godaddy-api-ttl', 8],
    [
      'a map',
      ['--aws-sd-create-tag=a=b=c', '--aws-sd-create-tag=d:e'],
      {},
      'aws-sd-create-tag',
      { a: 'b=c', d: 'e' },
    ],
    [
      'repeatables in order',
      ['--domain-filter=b', '--domain-filter=a,c'],
      {},
      'domain-filter',
      ['b', 'a,c'],
    ],
    ['a repeatable default', [], {}, 'managed-record-types', ['A', 'AAAA', 'CNAME']],
    [
      'a repeatable that replaces its default',
      ['--managed-record-types=NS'],
      {},
      'managed-record-types',
      ['NS'],
    ],
    ['a variable', [], { EXTERNAL_DNS_MIN_TTL: '90s' }, 'min-ttl', 90_000],
    [
      'an argument over a variable',
      ['--min-ttl=1s'],
      { EXTERNAL_DNS_MIN_TTL: '90s' },
      'min-ttl',
      1000,
    ],
    ['an empty variable', [], { EXTERNAL_DNS_INTERVAL: '' }, 'interval', 60_000],
    [
      'a variable with lines',
      [],
      { EXTERNAL_DNS_DOMAIN_FILTER: 'a\nb\n' },
      'domain-filter',
      ['a', 'b'],
    ],
    ['a boolean variable', [], { EXTERNAL_DNS_DRY_RUN: 'T' }, 'dry-run', true],
    ['an unknown variable', [], { EXTERNAL_DNS_SERVICE_HOST: '192.0.2.1' }, 'dry-run', false],
    ['no secret', [], {}, 'pdns-api-key', undefined],
    ['an empty secret', ['--pdns-api-key='], {}, 'pdns-api-key', undefined],
    ['a secret', ['--pdns-api-key=key'], {}, 'pdns-api-key', new Secret('key')],
    ['a lone dash', ['--txt-prefix', '-'], {}, 'txt-prefix', '-'],
  ])('%s', (_, argv, environment, name, expected) => {
    expect(values(argv, environment).flags[name]).toEqual(expected);
  });

  test('the lines of a file stand for its name', () => {
    const files = {
      '/args': '# comment\n\n--txt-owner-id=me\r\n--domain-filter\nexample.org\n@more',
      more: '--once',
    };
    const { flags } = values(['@/args'], {}, files);
    expect([flags['txt-owner-id'], flags['domain-filter'], flags.once]).toEqual([
      'me',
      ['example.org'],
      true,
    ]);
  });

  test('knows which flags were given', () => {
    expect([...values(['--once'], { EXTERNAL_DNS_INTERVAL: '5m' }).given]).toEqual([
      'source',
      'provider',
      'once',
      'interval',
    ]);
  });

  test('source and provider can come from the environment', () => {
    const outcome = parse([], {
      EXTERNAL_DNS_SOURCE: 'service\ningress\n',
      EXTERNAL_DNS_PROVIDER: 'inmemory',
    });
    expect(outcome.kind === 'flags' && outcome.flags.source).toEqual(['service', 'ingress']);
  });
});

describe('what is refused', () => {
  test.each<[string, readonly string[], string]>([
    ['an unknown flag', [...base, '--no-such-flag'], '--no-such-flag: is not a flag. See --help.'],
    [
      'a misspelt flag',
      [...base, '--domain-filer=x'],
      '--domain-filer: is not a flag. Did you mean --domain-filter? See --help.',
    ],
    ['a short option', [...base, '-v'], '-v: is not a flag. See --help.'],
    [
      'a value for a boolean',
      [...base, '--once=true'],
      '--once=true: a flag that is on or off takes no value. Write --once or --no-once.',
    ],
    [
      'a stray argument',
      [...base, 'stray'],
      'stray: is an argument without a flag. Write --flag=value; a flag that is on or off takes no value (--flag or --no-flag).',
    ],
    [
      'an argument after --',
      [...base, '--', '--once'],
      '--once: is an argument without a flag. Write --flag=value; a flag that is on or off takes no value (--flag or --no-flag).',
    ],
    [
      'no value',
      [...base, '--domain-filter'],
      '--domain-filter: needs a value. Write --domain-filter=value (a value that begins with - needs the form with =).',
    ],
    [
      'a value like an option',
      [...base, '--txt-suffix', '-own'],
      '--txt-suffix: needs a value. Write --txt-suffix=value (a value that begins with - needs the form with =).',
    ],
    [
      'no- on a flag with a value',
      [...base, '--no-interval'],
      '--no-interval: is not a flag. Did you mean --interval? See --help.',
    ],
    [
      'twice the same',
      [...base, '--interval=1m', '--interval=2m'],
      '--interval: is given more than once. Give it one time.',
    ],
    [
      'a duration without unit',
      [...base, '--min-ttl=72'],
      '--min-ttl: "72" is not a duration. Add a unit, such as 72s.',
    ],
    [
      'a wrong word',
      [...base, '--log-format=xml'],
      '--log-format: "xml" is not one of the allowed values. Use one of: text, json.',
    ],
    [
      'a number that is none',
      [...base, '--kube-api-qps=many'],
      '--kube-api-qps: "many" is not a number. Use a whole number.',
    ],
    [
      'a removed provider',
      ['--source=crd', '--provider=infoblox'],
      '--provider: "infoblox" is not one of the allowed values. This provider is no longer part of ExternalDNS: run its webhook and use --provider=webhook.',
    ],
    [
      'a removed source',
      ['--provider=pdns', '--source=cloudfoundry'],
      '--source: "cloudfoundry" is not one of the allowed values. There is no successor; write DNSEndpoint objects and use --source=crd.',
    ],
    [
      'an unreadable file',
      [...base, '@/nowhere'],
      '@/nowhere: the argument file cannot be read: ENOENT: /nowhere. Name a readable file after the @.',
    ],
  ])('%s', (_, argv, expected) => {
    expect(problems(argv)[0]).toBe(expected);
  });

  test('a file that names itself ends', () => {
    const outcome = parse([...base, '@loop'], {}, { loop: '@loop' });
    expect(outcome.kind).toBe('problems');
  });

  test('variables are named in problems, also those of version', () => {
    expect(
      problems(base, { EXTERNAL_DNS_PREFER_ALIAS: 'yes', EXTERNAL_DNS_VERSION: 'v1.2.3' }),
    ).toEqual([
      'EXTERNAL_DNS_VERSION: "v1.2.3" is neither true nor false. Use true or false.',
      'EXTERNAL_DNS_PREFER_ALIAS: "yes" is neither true nor false. Use true or false.',
    ]);
  });

  test('all problems at once', () => {
    expect(problems(['--nope', '--interval=x']).map((text) => text.split(':')[0])).toEqual([
      '--nope',
      '--interval',
      '--source',
      '--provider',
    ]);
  });

  test('no problem tells a secret', () => {
    const texts = problems([...base, '--pdns-api-key=hush-hush', '--pdns-api-key=hush-hush']);
    expect(texts.join(' ')).not.toContain('hush-hush');
  });
});

describe('help, version, warnings', () => {
  test.each([
    [['--help'], 'help'],
    [['--help', '--nonsense'], 'help'],
    [['--version'], 'version'],
    [[...base, '--version'], 'version'],
    [['--version', '--nonsense'], 'problems'],
  ])('%j gives %s', (argv, kind) => {
    expect(parse(argv).kind).toBe(kind);
  });

  test.each([
    [
      ['--txt-new-format-only'],
      '--txt-new-format-only was removed after v0.17 and is ignored: only the new form of ownership records is written.',
    ],
    [
      ['--no-txt-new-format-only'],
      '--txt-new-format-only was removed after v0.17 and is ignored: only the new form of ownership records is written.',
    ],
    [
      ['--plural-cluster', 'x'],
      '--plural-cluster was removed after v0.21 and is ignored: the provider plural is reached through --provider=webhook, which has settings of its own.',
    ],
    [['--request-timeout=5s'], '--request-timeout is deprecated: use --kube-api-request-timeout.'],
  ])('%j warns', (argv, warning) => {
    expect(values(argv).warnings).toEqual([warning]);
  });

  test('variables of removed flags warn', () => {
    expect(values([], { EXTERNAL_DNS_PDNS_TLS_ENABLED: 'true' }).warnings).toEqual([
      'EXTERNAL_DNS_PDNS_TLS_ENABLED was removed after v0.13 and is ignored: TLS is used where --pdns-server begins with https://.',
    ]);
  });
});

test('every flag has a variable of its own', () => {
  const names = Object.keys(flagDefinitions).map(environmentName);
  expect(new Set(names).size).toBe(names.length);
  expect(environmentName('log-level')).toBe('EXTERNAL_DNS_LOG_LEVEL');
});
