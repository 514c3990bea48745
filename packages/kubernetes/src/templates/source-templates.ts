import type { Template } from '@org/dns-go-template';
import type { KubeObject } from '../model/kube-object.ts';
import type { ResourceType } from '../model/resource-type.ts';
import { readGoTypes } from './go-types.ts';
import { parseHostTargets, type HostTarget } from './host-target.ts';
import type { KindTable } from './kind-table.ts';
import { createObjectViews, type ObjectViews } from './object-views.ts';
import { reachedFields } from './reached-fields.ts';
import { splitOutput } from './split-output.ts';
import { templateFunctions } from './template-functions.ts';

/** How templates see a kind: by the Go types of a table, or (`'unstructured'`) by JSON keys alone. */
export type TemplateKind = KindTable | 'unstructured';

/** What templates made of an object, or why they failed: a sentence that names the object and the place in the template. */
export type Rendered<T> =
  | { readonly ok: true; readonly value: readonly T[] }
  | { readonly ok: false; readonly message: string };

/** The templates of a process, bound to one source and one kind. Those that are not configured give nothing. */
export interface SourceTemplates {
  /** Which template is configured. */
  readonly has: {
    readonly fqdn: boolean;
    readonly target: boolean;
    readonly fqdnTarget: boolean;
    readonly any: boolean;
  };
  readonly combine: boolean;
  /** The fields that the templates can read, as paths of a `ResourceNeed`. */
  readonly fields: readonly string[] | 'all';
  /** The names that `--fqdn-template` gives an object: unique and sorted. */
  hostnames(object: KubeObject, type: ResourceType): Rendered<string>;
  /** The targets that `--target-template` gives it. */
  targets(object: KubeObject, type: ResourceType): Rendered<string>;
  /** The pairs that `--fqdn-target-template` gives it. */
  hostTargets(object: KubeObject, type: ResourceType): Rendered<HostTarget>;
  /**
   * What an object wants by itself, with what templates add: generated only where there is nothing by itself, or where
   * `--combine-fqdn-annotation` says so, and only if any template is configured.
   */
  merge<T>(existing: readonly T[], generate: () => Rendered<T>): Rendered<T>;
}

interface Configured {
  readonly fqdn: Template | undefined;
  readonly target: Template | undefined;
  readonly fqdnTarget: Template | undefined;
  readonly combine: boolean;
}

export function createSourceTemplates(
  { fqdn, target, fqdnTarget, combine }: Configured,
  source: string,
  kind: TemplateKind,
): SourceTemplates {
  const types = kind === 'unstructured' ? undefined : readGoTypes(kind);
  const without = kind === 'unstructured' ? [] : (kind.without ?? []);
  const functions = templateFunctions(source);
  const configured = [fqdn, target, fqdnTarget].filter((template) => template !== undefined);

  function render(
    template: Template | undefined,
    object: KubeObject,
    type: ResourceType,
  ): Rendered<string> {
    if (!template) return { ok: true, value: [] };
    const views = createObjectViews(types, without, object, type);
    const text = attempt(template, views);
    if (typeof text === 'string') return { ok: true, value: splitOutput(text) };
    const { namespace = '', name } = object.metadata;
    const where = `${type.kind} ${namespace}/${name}`;
    return { ok: false, message: `failed to apply template on ${where}: ${text.message}` };
  }

  /** By Go names first; where that fails by JSON keys, which must then all be there. */
  function attempt(template: Template, views: ObjectViews): string | Error {
    try {
      return template.execute(views.first(), { functions });
    } catch {
      try {
        return template.execute(views.second(), { functions, missingKey: 'error' });
      } catch (error) {
        return error as Error;
      }
    }
  }

  return {
    has: {
      fqdn: fqdn !== undefined,
      target: target !== undefined,
      fqdnTarget: fqdnTarget !== undefined,
      any: configured.length > 0,
    },
    combine,
    fields: reachedFields(configured, types),
    hostnames: (object, type) => render(fqdn, object, type),
    targets: (object, type) => render(target, object, type),
    hostTargets(object, type) {
      const rendered = render(fqdnTarget, object, type);
      return rendered.ok ? { ok: true, value: parseHostTargets(rendered.value) } : rendered;
    },
    merge(existing, generate) {
      if (configured.length === 0 || (!combine && existing.length > 0)) {
        return { ok: true, value: existing };
      }
      const generated = generate();
      if (!generated.ok) return generated;
      return { ok: true, value: combine ? [...existing, ...generated.value] : generated.value };
    },
  };
}
