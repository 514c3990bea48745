import type { ConfigProblem, Parsed } from '@org/dns-core';
import type { FlagName } from '../flags/flag-groups.ts';

/** Problems of a provider's settings as problems of the flags that gave them; the first word of a path is the setting. */
export function nameFlags<T>(
  parsed: Parsed<T>,
  flagOf: Readonly<Record<string, FlagName>>,
): Parsed<T> {
  if (parsed.ok) return parsed;
  return {
    ok: false,
    problems: parsed.problems.map((problem): ConfigProblem => {
      const setting = /^\w+/.exec(problem.path)?.[0] ?? '';
      const flag = Object.hasOwn(flagOf, setting) ? flagOf[setting] : undefined;
      return flag === undefined ? problem : { ...problem, path: `--${flag}` };
    }),
  };
}
