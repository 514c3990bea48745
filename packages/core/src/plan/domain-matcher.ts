import { toUnicodeName } from '../model/idna.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { DomainFilter, DomainMatcher } from './domain-filter.ts';

/** All filters must accept a name; none at all accept every name. */
export function createDomainMatcher(filters: readonly DomainFilter[]): DomainMatcher {
  const tests = filters.map(createTest).filter((test) => test !== undefined);
  if (tests.length === 0) return () => true;
  return (name, spelling) => {
    const unicode = toUnicodeName(spelling ?? name);
    return tests.every((test) => test(unicode));
  };
}

type NameTest = (unicodeName: string) => boolean;

function createTest(filter: DomainFilter): NameTest | undefined {
  const { regexInclude, regexExclude } = filter;
  if (regexInclude !== undefined || regexExclude !== undefined) {
    return (name) => regexExclude?.test(name) !== true && regexInclude?.test(name) !== false;
  }
  const include = entriesOf(filter.include);
  const exclude = entriesOf(filter.exclude);
  if (include.length === 0 && exclude.length === 0) return undefined;
  return (name) => (include.length === 0 || isIn(name, include)) && !isIn(name, exclude);
}

/** Trimmed, without one final dot, in the form names are compared in; blank entries vanish. */
function entriesOf(list: readonly string[]): readonly string[] {
  return list.map((entry) => toUnicodeName(entry.trim())).filter((entry) => entry !== '');
}

/** An entry with a dot in front accepts only what lies below it. */
function isIn(name: string, entries: readonly string[]): boolean {
  return entries.some((entry) => {
    if (entry.startsWith('.')) return name.endsWith(entry);
    return name === entry || name.endsWith(`.${entry}`);
  });
}

/**
 * Whether a domain may hold a name that the filter accepts, so that a parent zone is kept for the sake of what lies below
 * it. Where expressions are set, every domain may.
 */
export function matchesParent(filter: DomainFilter, domain: DnsName): boolean {
  if (filter.regexInclude !== undefined || filter.regexExclude !== undefined) return true;
  const name = toUnicodeName(domain);
  const include = entriesOf(filter.include);
  if (isIn(name, entriesOf(filter.exclude))) return false;
  return (
    include.length === 0 ||
    include.some((entry) => !entry.startsWith('.') && entry.endsWith(`.${name}`))
  );
}
