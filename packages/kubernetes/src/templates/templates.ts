import { parseTemplate, TemplateError, type Template } from '@org/dns-go-template';
import type { ConfigProblem, Parsed } from '@org/dns-core';
import {
  createSourceTemplates,
  type SourceTemplates,
  type TemplateKind,
} from './source-templates.ts';
import { templateFunctions } from './template-functions.ts';

/** The template flags as they are given. Each may be repeated; the values are joined with commas into one template. */
export interface TemplateSettings {
  /** `--fqdn-template`. */
  readonly fqdn?: readonly string[];
  /** `--target-template`. */
  readonly target?: readonly string[];
  /** `--fqdn-target-template`: `host:target`. */
  readonly fqdnTarget?: readonly string[];
  /** `--combine-fqdn-annotation`: add to what annotations and specs name, instead of standing in where they name nothing. */
  readonly combine?: boolean;
}

/** The parsed templates of a process. `undefined`: not configured. */
export interface Templates {
  readonly fqdn: Template | undefined;
  readonly target: Template | undefined;
  readonly fqdnTarget: Template | undefined;
  readonly combine: boolean;
  /** The templates as one source runs them on objects of one kind. */
  for(source: string, kind: TemplateKind): SourceTemplates;
}

const flags = {
  fqdn: '--fqdn-template',
  target: '--target-template',
  fqdnTarget: '--fqdn-target-template',
} as const;

/** Parses the template flags; what is wrong names the flag with the index of the value. */
export function parseTemplates(settings: TemplateSettings): Parsed<Templates> {
  const problems: ConfigProblem[] = [];
  const parse = (key: keyof typeof flags) => parseFlag(flags[key], settings[key] ?? [], problems);
  const parsed = {
    fqdn: parse('fqdn'),
    target: parse('target'),
    fqdnTarget: parse('fqdnTarget'),
    combine: settings.combine ?? false,
  };
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: { ...parsed, for: (source, kind) => createSourceTemplates(parsed, source, kind) },
  };
}

/** No templates at all. */
export const noTemplates: Templates = {
  fqdn: undefined,
  target: undefined,
  fqdnTarget: undefined,
  combine: false,
  for: (source, kind) => createSourceTemplates(noTemplates, source, kind),
};

function parseFlag(
  flag: string,
  values: readonly string[],
  problems: ConfigProblem[],
): Template | undefined {
  const functions = templateFunctions('');
  let template: Template | undefined;
  for (const [index, value] of values.entries()) {
    try {
      template = parseTemplate('endpoint', values.slice(0, index + 1).join(','), functions);
    } catch (error) {
      if (!TemplateError.is(error)) throw error;
      problems.push({
        path: `${flag}[${index}]`,
        message: `${JSON.stringify(value)}: ${error.message}`,
        hint: "written in the language of Go's text/template, such as {{.Name}}.example.org",
      });
      return undefined;
    }
  }
  return values.join(',').trim() === '' ? undefined : template;
}
