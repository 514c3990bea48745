import type { Endpoint, ObjectRef, Problem } from '@org/dns-core';
import type { KubeObject } from '../model/kube-object.ts';
import type { ResourceType } from '../model/resource-type.ts';
import type { Rendered, SourceTemplates } from '../templates/source-templates.ts';
import { templateProblem } from '../templates/template-problem.ts';
import { hostTargetEndpoints } from './host-target-endpoints.ts';

export interface TemplateSubject {
  readonly templates: SourceTemplates;
  readonly object: KubeObject;
  readonly type: ResourceType;
  /** The object, as its endpoints and problems name it. */
  readonly ref: ObjectRef;
  /** The endpoints of names that a template gave: these have the object's own targets. */
  readonly publish: (hostnames: readonly string[]) => readonly Endpoint[];
}

/**
 * What an object wants by itself, with what templates add: first the pairs of `--fqdn-target-template`, then the names of
 * `--fqdn-template`. Where one fails, what was there before it stays, with the problem.
 */
export function addTemplateEndpoints(
  existing: readonly Endpoint[],
  { templates, object, type, ref, publish }: TemplateSubject,
): { readonly endpoints: readonly Endpoint[]; readonly problem?: Problem } {
  if (!templates.has.any) return { endpoints: existing };
  let endpoints = existing;
  const steps: readonly (() => Rendered<Endpoint>)[] = [
    () => {
      const pairs = templates.hostTargets(object, type);
      return pairs.ok ? { ok: true, value: hostTargetEndpoints(pairs.value, ref) } : pairs;
    },
    () => {
      const names = templates.hostnames(object, type);
      return names.ok ? { ok: true, value: publish(names.value) } : names;
    },
  ];
  for (const step of steps) {
    const merged = templates.merge(endpoints, step);
    if (!merged.ok) return { endpoints, problem: templateProblem(merged.message, ref) };
    endpoints = merged.value;
  }
  return { endpoints };
}
