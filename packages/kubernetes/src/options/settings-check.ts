import type { ConfigProblem, Parsed } from '@org/dns-core';

/** Collects what is wrong with settings, so that all of it is reported at once. */
export interface SettingsCheck {
  readonly problems: readonly ConfigProblem[];
  add(problem: ConfigProblem): void;
  /** The result of `parse`, or `fallback` and a problem with the message of what it threw. */
  attempt<T>(path: string, fallback: T, parse: () => T): T;
  /** Settings without a meaning are problems. */
  unknownKeys(settings: object, known: readonly string[]): void;
  /** The value where no problem was found, else all problems. */
  result<T>(value: T): Parsed<T>;
}

export function createSettingsCheck(): SettingsCheck {
  const problems: ConfigProblem[] = [];
  return {
    problems,
    add: (problem) => void problems.push(problem),
    attempt(path, fallback, parse) {
      try {
        return parse();
      } catch (error) {
        problems.push({ path, message: error instanceof Error ? error.message : String(error) });
        return fallback;
      }
    },
    unknownKeys(settings, known) {
      for (const key of Object.keys(settings)) {
        if (known.includes(key)) continue;
        problems.push({
          path: key,
          message: 'is not a setting of this source',
          hint: `known: ${known.join(', ')}`,
        });
      }
    },
    result: (value) => (problems.length > 0 ? { ok: false, problems } : { ok: true, value }),
  };
}
