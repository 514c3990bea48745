import {
  endpointsForHostname,
  newTargets,
  resourceLabel,
  toDnsName,
  type ObjectState,
  type Problem,
} from '@org/dns-core';
import { objectRefOf, type Reader, type SourceTemplates } from '@org/dns-kubernetes';
import type { GatewaySourceOptions } from './options.ts';
import type { Route } from './resources.ts';
import { routeHostnames } from './route-hostnames.ts';
import { routeKinds, type GatewaySourceName } from './route-kinds.ts';
import { routeTargets } from './route-targets.ts';

/** What one route wants. */
export function routeState(
  source: GatewaySourceName,
  route: Route,
  options: GatewaySourceOptions,
  templates: SourceTemplates,
  reader: Reader,
): ObjectState {
  const { annotations, behavior } = options;
  const kind = routeKinds[source];
  const object = objectRefOf(source, kind.type, route);
  const { hostnames, problems } = routeHostnames(route, kind, templates, options, object);
  const { targets, waiting } = routeTargets(route, hostnames, kind, options, reader);
  const shared = {
    ...annotations.settings(route),
    resource: resourceLabel(kind.type.kind, object.namespace, object.name),
    objects: [object],
  };
  const ttlProblem = annotations.ttlProblem(route);
  const invalidTtl: readonly Problem[] =
    ttlProblem === undefined ? [] : [{ code: 'invalid-ttl', message: ttlProblem, object }];
  return {
    endpoints: [...targets].flatMap(([name, found]) =>
      endpointsForHostname(name, newTargets(found), shared),
    ),
    waiting: behavior === 'safe' ? Array.from(waiting, toDnsName) : [],
    problems: [...problems, ...invalidTtl],
  };
}
