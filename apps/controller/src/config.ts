import {
  domainFilterFromFlags,
  parseFlags,
  validateFlags,
  type Environment,
  type FlagName,
  type Flags,
} from '@org/dns-app-kit';
import type { ConfigProblem, DomainFilter, Policy } from '@org/dns-core';

/** Everything that flags, environment and argument files say; nothing is checked again after it. */
export interface Config {
  readonly flags: Flags;
  readonly given: ReadonlySet<FlagName>;
  readonly environment: Environment;
  readonly policy: Policy;
  readonly domainFilter: DomainFilter;
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
  | { readonly kind: 'config'; readonly config: Config };

/** The configuration, or every problem with it. */
export async function loadConfig(
  argv: readonly string[],
  environment: Environment,
  readText: (path: string) => string,
): Promise<ConfigOutcome> {
  const parsed = parseFlags(argv, environment, readText);
  if (parsed.kind !== 'flags') return parsed;
  const { flags, given } = parsed;
  const valid = validateFlags(flags, given);
  const domainFilter = await domainFilterFromFlags(flags);
  const problems = [...valid.problems, ...(domainFilter.ok ? [] : domainFilter.problems)];
  if (problems.length > 0 || !domainFilter.ok) return { kind: 'problems', problems, flags };
  return {
    kind: 'config',
    config: {
      flags,
      given,
      environment,
      policy: valid.policy,
      domainFilter: domainFilter.value,
      warnings: [...parsed.warnings, ...valid.warnings],
    },
  };
}
