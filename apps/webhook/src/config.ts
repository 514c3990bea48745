import {
  domainFilterFromFlags,
  parseFlags,
  validateProviderFlags,
  type Environment,
  type FlagName,
  type FlagValue,
  type Flags,
} from '@org/dns-app-kit';
import type { ConfigProblem, DomainFilter } from '@org/dns-core';
import type { serverFlags } from './flags/server-flags.ts';
import { isWithoutMeaning, webhookFlagDefinitions } from './flags/webhook-flags.ts';
import { parseListenTarget, type ListenTarget } from './http/listen-target.ts';

type ServerFlags = {
  readonly [K in keyof typeof serverFlags]: FlagValue<(typeof serverFlags)[K]>;
};

/** How requests are taken. */
export interface ServerSettings {
  readonly listen: ListenTarget;
  /** Absent: plain HTTP. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string; readonly caFile?: string };
  /** Absent: anybody who can connect is served. */
  readonly tokenFile?: string;
  readonly readHeaderTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  readonly idleTimeoutMs: number;
  /** Infinity: no limit. */
  readonly maxBodyBytes: number;
  /** Answers whatever is asked as upstream's `--webhook-server` does. */
  readonly lenient: boolean;
}

/** Everything that flags, environment and argument files say; nothing is checked again after it. */
export interface Config {
  readonly flags: Flags;
  readonly given: ReadonlySet<FlagName>;
  readonly environment: Environment;
  readonly domainFilter: DomainFilter;
  readonly server: ServerSettings;
  /** To be logged, one sentence each. */
  readonly warnings: readonly string[];
}

export type ConfigOutcome =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'problems';
      readonly problems: readonly ConfigProblem[];
      /** Where the flags could be read at all. */
      readonly flags?: Flags;
    }
  | { readonly kind: 'config'; readonly config: Config; readonly flags: Flags };

/** The configuration, or every problem with it. */
export async function loadConfig(
  argv: readonly string[],
  environment: Environment,
  readText: (path: string) => string,
): Promise<ConfigOutcome> {
  const parsed = parseFlags(argv, environment, readText, webhookFlagDefinitions);
  if (parsed.kind !== 'flags') return parsed;
  const { given } = parsed;
  const flags = parsed.flags as Flags & ServerFlags;
  const listen = parseListenTarget(flags.listen);
  const domainFilter = await domainFilterFromFlags(flags);
  const problems = [
    ...validateProviderFlags(flags),
    ...listenProblems(flags, listen),
    ...(domainFilter.ok ? [] : domainFilter.problems),
  ];
  if (problems.length > 0 || !domainFilter.ok || listen === undefined)
    return { kind: 'problems', problems, flags };
  return {
    kind: 'config',
    flags,
    config: {
      flags,
      given,
      environment,
      domainFilter: domainFilter.value,
      server: serverSettings(flags, listen),
      warnings: [
        ...parsed.warnings,
        ...Array.from(given)
          .filter(isWithoutMeaning)
          .map((name) => `--${name} means nothing to external-dns-webhook and is not used.`),
      ],
    },
  };
}

function serverSettings(flags: Flags & ServerFlags, listen: ListenTarget): ServerSettings {
  const maxBody = flags['webhook-provider-max-body-size'];
  const caFile = flags['listen-client-ca'];
  const tokenFile = flags['listen-token-file'];
  return {
    listen,
    ...(flags['listen-tls-cert'] === ''
      ? {}
      : {
          tls: {
            certFile: flags['listen-tls-cert'],
            keyFile: flags['listen-tls-key'],
            ...(caFile === '' ? {} : { caFile }),
          },
        }),
    ...(tokenFile === '' ? {} : { tokenFile }),
    readHeaderTimeoutMs: flags['webhook-provider-read-header-timeout'],
    readTimeoutMs: flags['webhook-provider-read-timeout'],
    writeTimeoutMs: flags['webhook-provider-write-timeout'],
    idleTimeoutMs: flags['webhook-provider-idle-timeout'],
    maxBodyBytes: maxBody <= 0 ? Infinity : maxBody,
    lenient: flags['webhook-server'] || flags.behavior === 'compat',
  };
}

function listenProblems(
  flags: Flags & ServerFlags,
  listen: ListenTarget | undefined,
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const add = (flag: string, message: string, hint: string): void => {
    problems.push({ path: `--${flag}`, message, hint });
  };
  if (listen === undefined)
    add(
      'listen',
      `"${flags.listen}" is not an address to listen on`,
      'Write HOST:PORT, such as 127.0.0.1:8888, or unix:PATH.',
    );
  const metrics = parseListenTarget(flags['metrics-address']);
  if (metrics === undefined || 'path' in metrics)
    add(
      'metrics-address',
      `"${flags['metrics-address']}" is not an address to listen on`,
      'Write HOST:PORT or :PORT, such as :8080.',
    );
  if ((flags['listen-tls-cert'] === '') !== (flags['listen-tls-key'] === ''))
    add('listen-tls-cert', 'and --listen-tls-key belong together', 'Give both, or none.');
  if (flags['listen-client-ca'] !== '' && flags['listen-tls-cert'] === '')
    add('listen-client-ca', 'needs TLS', 'Give --listen-tls-cert and --listen-tls-key too.');
  for (const name of [
    'webhook-provider-read-header-timeout',
    'webhook-provider-read-timeout',
    'webhook-provider-write-timeout',
    'webhook-provider-idle-timeout',
  ] as const)
    if (flags[name] < 0) add(name, 'is negative', 'Use zero (no limit) or more.');
  return problems;
}
