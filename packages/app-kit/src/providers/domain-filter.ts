import type { ConfigProblem, DomainFilter, Parsed, Pattern } from '@org/dns-core';
import { compileRe2 } from '@org/dns-provider-kit';
import type { Flags } from '../flags/flag-groups.ts';

/** The domain filter that the flags describe; a pattern that RE2 cannot read is a problem. */
export async function domainFilterFromFlags(flags: Flags): Promise<Parsed<DomainFilter>> {
  const problems: ConfigProblem[] = [];
  const compile = async (
    name: 'regex-domain-filter' | 'regex-domain-exclusion',
  ): Promise<Pattern | undefined> => {
    if (flags[name] === '') return undefined;
    try {
      return await compileRe2(flags[name]);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      problems.push({ path: `--${name}`, message, hint: 'Use the syntax of RE2.' });
      return undefined;
    }
  };
  const regexInclude = await compile('regex-domain-filter');
  const regexExclude = await compile('regex-domain-exclusion');
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: {
      include: flags['domain-filter'],
      exclude: flags['exclude-domains'],
      ...(regexInclude === undefined ? {} : { regexInclude }),
      ...(regexExclude === undefined ? {} : { regexExclude }),
    },
  };
}
