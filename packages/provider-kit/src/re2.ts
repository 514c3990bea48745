import type { Pattern } from '@org/dns-core';

/**
 * A regular expression with RE2's meaning, which is Go's. The library is loaded at the first call.
 *
 * @throws Error that names the expression and what is wrong with it.
 */
export async function compileRe2(source: string): Promise<Pattern> {
  const { RE2JS } = await import('re2js');
  try {
    const compiled = RE2JS.compile(source);
    return { source, test: (text) => compiled.matcher(text).find() };
  } catch (error) {
    throw new Error(
      `invalid regular expression ${JSON.stringify(source)}: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}
