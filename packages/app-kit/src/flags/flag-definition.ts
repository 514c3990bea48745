import type { Secret } from '@org/dns-core';

interface Described {
  /** One or two sentences for `--help` and the documentation. */
  readonly help: string;
  /** Still obeyed, but should be replaced; says by what. */
  readonly deprecated?: string;
}

/** One command-line flag, as data: parser, help, documentation and the dump of the configuration read it. */
export type FlagDefinition =
  | (Described & { readonly type: 'boolean'; readonly default: boolean })
  | (Described & { readonly type: 'string'; readonly default: string })
  /** A string that is never shown. */
  | (Described & { readonly type: 'string'; readonly secret: true })
  /** Repeatable. `secret`: its values are not shown, because some may be. */
  | (Described & {
      readonly type: 'strings';
      readonly default: readonly string[];
      readonly secret?: true;
    })
  | (Described & {
      readonly type: 'enum';
      readonly choices: readonly string[];
      /** Beside the choices, anything that begins so and goes on. */
      readonly prefix?: string;
      readonly default?: string;
      readonly required?: true;
    })
  /** Repeatable. */
  | (Described & {
      readonly type: 'enums';
      readonly choices: readonly string[];
      readonly required?: true;
    })
  /** Written in Go's form (`1m30s`), with `d` and `w` beside it. */
  | (Described & { readonly type: 'duration'; readonly default: string })
  /** A number whose fraction is cut off. */
  | (Described & { readonly type: 'integer'; readonly default: number })
  /** A whole number, with base prefixes such as `0x`. */
  | (Described & { readonly type: 'int64'; readonly default: number })
  /** An RE2 expression; checked when it is compiled, because the compiler is only loaded where one is given. */
  | (Described & { readonly type: 'pattern' })
  /** Repeatable `key=value` or `key:value`. */
  | (Described & { readonly type: 'map' });

export type FlagGroup = Readonly<Record<string, FlagDefinition>>;

/** What a flag of this definition has as value; durations are milliseconds, a secret that is not given is absent. */
export type FlagValue<D> = D extends { readonly type: 'boolean' }
  ? boolean
  : D extends { readonly type: 'string'; readonly secret: true }
    ? Secret | undefined
    : D extends { readonly type: 'string' | 'pattern' }
      ? string
      : D extends { readonly type: 'strings' }
        ? readonly string[]
        : D extends { readonly type: 'enums'; readonly choices: readonly (infer C)[] }
          ? readonly C[]
          : D extends { readonly type: 'enum'; readonly choices: readonly (infer C)[] }
            ? C | (D extends { readonly prefix: infer P extends string } ? `${P}${string}` : never)
            : D extends { readonly type: 'map' }
              ? Readonly<Record<string, string>>
              : number;
