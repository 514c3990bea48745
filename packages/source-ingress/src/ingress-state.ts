import {
  createEndpoint,
  endpointsForHostname,
  hasOverlongLabel,
  resourceLabel,
  toDnsName,
  type Endpoint,
  type ObjectState,
  type Problem,
} from '@org/dns-core';
import { objectRefOf, templateProblem, type SourceTemplates } from '@org/dns-kubernetes';
import { ingressHostnames } from './hostnames.ts';
import type { IngressSourceOptions } from './options.ts';
import { ingresses, type Ingress } from './resources.ts';

/** What one Ingress wants. */
export function ingressState(
  ingress: Ingress,
  options: IngressSourceOptions,
  templates: SourceTemplates,
): ObjectState {
  const { annotations } = options;
  const { name, namespace = '' } = ingress.metadata;
  const object = objectRefOf('ingress', ingresses, ingress);
  const problems: Problem[] = [];
  const note = (code: string, message: string) => void problems.push({ code, message, object });
  const ttlProblem = annotations.ttlProblem(ingress);
  if (ttlProblem !== undefined) note('invalid-ttl', ttlProblem);
  const shared = {
    ...annotations.settings(ingress),
    resource: resourceLabel('ingress', namespace, name),
    objects: [object],
  };
  const targets = ingressTargets(ingress, options);
  const publish = (hostname: string): readonly Endpoint[] => {
    const made = endpointsForHostname(hostname, targets, shared);
    if (made.length > 0 || !hasOverlongLabel(hostname)) return made;
    if (options.behavior === 'safe') {
      // Passed on as it is: it is reported with the other names that cannot be, and deletes nothing.
      return [createEndpoint({ name: hostname, type: 'A', targets: [], objects: [object] })];
    }
    note('invalid-name', `${hostname} has a label of more than 63 bytes; it is left out`);
    return [];
  };
  const hostnames = ingressHostnames(ingress, options);
  const own = hostnames.flatMap(publish);
  const claimed = [...hostnames];
  const merged = templates.merge(own, () => {
    const names = templates.hostnames(ingress, ingresses);
    if (!names.ok) return names;
    // Without an address templates give nothing either: they do not claim names beside those of the Ingress itself.
    if (templates.combine || hostnames.length === 0) claimed.push(...names.value);
    return { ok: true, value: names.value.flatMap(publish) };
  });
  if (!merged.ok) problems.push(templateProblem(merged.message, object));
  const waits = options.behavior === 'safe' && targets.length === 0;
  return {
    endpoints: merged.ok ? merged.value : own,
    waiting: waits ? [...new Set(claimed.map(toDnsName))] : [],
    problems,
  };
}

function ingressTargets(ingress: Ingress, options: IngressSourceOptions): readonly string[] {
  const annotated = options.annotations.targets(ingress);
  if (annotated.length > 0) return annotated;
  return (ingress.status?.loadBalancer?.ingress ?? []).flatMap(({ ip = '', hostname = '' }) =>
    [ip, hostname].filter((target) => target !== ''),
  );
}
