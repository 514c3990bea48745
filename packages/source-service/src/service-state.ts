import {
  resourceLabel,
  type DnsName,
  type Endpoint,
  type ObjectRef,
  type ObjectState,
  type Problem,
} from '@org/dns-core';
import {
  addTemplateEndpoints,
  objectRefOf,
  type Reader,
  type SourceTemplates,
} from '@org/dns-kubernetes';
import { publishForOlderController } from './compatibility.ts';
import type { ServiceSourceOptions } from './options.ts';
import { publish, type Published } from './publish.ts';
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
  const own = ownEndpoints(context, object);
  // Templates stand in for annotations that have no address now, but do not claim names beside theirs.
  const claims = templates.combine || own.waiting.length === 0;
  const fromTemplates: DnsName[] = [];
  const { endpoints, problem } = addTemplateEndpoints(own.endpoints, {
    templates,
    object: service,
    type: services,
    ref: object,
    publish: (hostnames) => {
      const published = publish(hostnames, false, context);
      if (claims) fromTemplates.push(...published.waiting);
      return published.endpoints;
    },
  });
  if (problem !== undefined) problems.push(problem);
  const waiting =
    options.behavior === 'compat' ? [] : unserved([...own.waiting, ...fromTemplates], endpoints);
  return { endpoints, waiting, problems };
}

/** The names that have no endpoint at all, each once. */
function unserved(names: readonly DnsName[], endpoints: readonly Endpoint[]): readonly DnsName[] {
  if (names.length === 0) return names;
  const served = new Set(endpoints.map((endpoint) => endpoint.name));
  return [...new Set(names)].filter((name) => !served.has(name));
}

/** What the annotations of the Service ask for, else those of an older controller. */
function ownEndpoints(context: ServiceContext, object: ObjectRef): Published {
  const { options, service, reader } = context;
  const { annotations, ignoreHostnameAnnotation } = options;
  const names = ignoreHostnameAnnotation ? [] : annotations.hostnames(service);
  const internalNames = ignoreHostnameAnnotation ? [] : annotations.internalHostnames(service);
  const external = publish(names, false, context);
  if (internalNames.length === 0 && external.endpoints.length > 0) return external;
  const internal = publish(internalNames, true, context);
  const endpoints = [...external.endpoints, ...internal.endpoints];
  const waiting = [...external.waiting, ...internal.waiting];
  if (endpoints.length > 0) return { endpoints, waiting };
  const older = publishForOlderController(service, options, reader, object);
  return { endpoints: older.endpoints, waiting: [...waiting, ...older.waiting] };
}
