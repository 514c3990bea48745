import {
  createEndpoint,
  hasOverlongLabel,
  resourceLabel,
  toDnsName,
  type DnsName,
  type Endpoint,
  type ObjectState,
  type Problem,
} from '@org/dns-core';
import {
  hostTargetEndpoints,
  objectRefOf,
  templateProblem,
  type Reader,
  type Rendered,
  type SourceTemplates,
} from '@org/dns-kubernetes';
import { compatibilityEndpoints } from './compatibility.ts';
import { endpointInit } from './endpoint-init.ts';
import { generate } from './generate.ts';
import type { ServiceSourceOptions } from './options.ts';
import { services, type Service } from './resources.ts';
import type { ServiceContext } from './service-context.ts';

/** What one Service wants. */
export function serviceState(
  service: Service,
  reader: Reader,
  options: ServiceSourceOptions,
  templates: SourceTemplates,
): ObjectState {
  const { annotations } = options;
  const { name, namespace = '' } = service.metadata;
  const object = objectRefOf('service', services, service);
  const problems: Problem[] = [];
  const note = (code: string, message: string) => {
    if (problems.some((problem) => problem.message === message)) return;
    problems.push({ code, message, object });
  };
  const ttlProblem = annotations.ttlProblem(service);
  if (ttlProblem !== undefined) note('invalid-ttl', ttlProblem);
  const context: ServiceContext = {
    options,
    service,
    reader,
    shared: {
      ...annotations.settings(service),
      resource: resourceLabel('service', namespace, name),
      objects: [object],
    },
    note,
  };
  const waiting = new Set<DnsName>();
  let claims = true;
  /** In `safe` the name is passed on as it is: it is reported with the other names that cannot be, and deletes nothing. */
  const unusable = (hostname: string): readonly Endpoint[] => {
    if (options.behavior === 'safe') {
      return [
        createEndpoint({ ...endpointInit(context.shared), name: hostname, type: 'A', targets: [] }),
      ];
    }
    note('invalid-name', `${hostname} has a label of more than 63 bytes; it is left out`);
    return [];
  };
  const publish = (hostnames: readonly string[], internal: boolean): readonly Endpoint[] =>
    hostnames.flatMap((hostname) => {
      if (hasOverlongLabel(hostname)) return unusable(hostname);
      const generated = generate(hostname, internal, context);
      if (generated.waiting && claims) waiting.add(toDnsName(hostname));
      return generated.endpoints;
    });

  let endpoints: readonly Endpoint[] = options.ignoreHostnameAnnotation
    ? []
    : [
        ...publish(annotations.hostnames(service), false),
        ...publish(annotations.internalHostnames(service), true),
      ];
  if (endpoints.length === 0) {
    endpoints = compatibilityEndpoints(service, options, reader, [object]);
  }
  // Templates stand in for annotations that have no address now, but do not claim names beside theirs.
  claims = templates.combine || waiting.size === 0;
  const steps: readonly (() => Rendered<Endpoint>)[] = [
    () => {
      const pairs = templates.hostTargets(service, services);
      return pairs.ok ? { ok: true, value: hostTargetEndpoints(pairs.value, object) } : pairs;
    },
    () => {
      const names = templates.hostnames(service, services);
      return names.ok ? { ok: true, value: publish(names.value, false) } : names;
    },
  ];
  for (const step of steps) {
    const merged = templates.merge(endpoints, step);
    if (!merged.ok) {
      problems.push(templateProblem(merged.message, object));
      break;
    }
    endpoints = merged.value;
  }
  for (const endpoint of endpoints) waiting.delete(endpoint.name);
  return { endpoints, waiting: options.behavior === 'compat' ? [] : [...waiting], problems };
}
