import type { DnsName } from '../model/dns-name.ts';

/** A compiled regular expression with RE2's meaning; core compiles none itself. */
export interface Pattern {
  /** The expression as written. */
  readonly source: string;
  /** Whether the expression is found anywhere in `text`. */
  test(text: string): boolean;
}

/**
 * The domains that may be touched, as upstream's `--domain-filter` and kin. Lists and expressions exclude each other; where
 * an expression is set the lists are ignored.
 */
export interface DomainFilter {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly regexInclude?: Pattern;
  readonly regexExclude?: Pattern;
}

/**
 * Whether a name may be touched. `spelling` is the name as written, where it is known: filters tell `ß` from `ss`, the
 * canonical form does not.
 */
export type DomainMatcher = (name: DnsName, spelling?: string) => boolean;
