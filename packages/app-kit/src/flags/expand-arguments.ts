import type { ConfigProblem } from '@org/dns-core';

/** Gives the content of a text file, or throws. */
export type ReadText = (path: string) => string;

export interface ArgumentToken {
  readonly text: string;
  /** Begins with `-` and stands before a `--`. */
  readonly option: boolean;
}

const maxFiles = 100;

/**
 * Arguments with each stand-alone `@file` replaced by the lines of the file (blank lines and lines that begin with `#` left
 * out); what follows `--` is taken as it stands.
 */
export function expandArguments(
  argv: readonly string[],
  readText: ReadText,
): { readonly tokens: readonly ArgumentToken[]; readonly problem?: ConfigProblem } {
  const tokens: ArgumentToken[] = [];
  const pending = [...argv];
  let files = 0;
  for (;;) {
    const text = pending.shift();
    if (text === undefined) return { tokens };
    if (text === '--') {
      for (const rest of pending) tokens.push({ text: rest, option: false });
      return { tokens };
    }
    if (!text.startsWith('@') || text.length === 1) {
      tokens.push({ text, option: text.length > 1 && text.startsWith('-') });
      continue;
    }
    files += 1;
    if (files > maxFiles) {
      const hint = 'Let no file name itself.';
      return { tokens, problem: { path: text, message: 'argument files never end', hint } };
    }
    try {
      const lines = readText(text.slice(1)).split(/\r?\n/);
      pending.unshift(...lines.filter((line) => line !== '' && !line.startsWith('#')));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        tokens,
        problem: {
          path: text,
          message: `the argument file cannot be read: ${why}`,
          hint: 'Name a readable file after the @.',
        },
      };
    }
  }
}
