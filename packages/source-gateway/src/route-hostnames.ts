import type { ObjectRef, Problem } from '@org/dns-core';
import { templateProblem, type SourceTemplates } from '@org/dns-kubernetes';
import { isHostname } from './match-hostname.ts';
import type { GatewaySourceOptions } from './options.ts';
import type { Route } from './resources.ts';
import type { RouteKind } from './route-kinds.ts';

export interface RouteHostnames {
  /** What the route asks its listeners for; `''`: whatever hostname a listener has. */
  readonly hostnames: readonly string[];
  readonly problems: readonly Problem[];
}

/** The hostnames of a route: of its spec, of templates, and of its annotation, which `gateway-hostname-source` chooses from. */
export function routeHostnames(
  route: Route,
  kind: RouteKind,
  templates: SourceTemplates,
  options: GatewaySourceOptions,
  object: ObjectRef,
): RouteHostnames {
  const { annotations } = options;
  const problems: Problem[] = [];
  const own = kind.hasHostnames ? (route.spec?.hostnames ?? []) : [];
  const defined = [...own];
  if (own.length === 0 || templates.combine) {
    const rendered = templates.hostnames(route, kind.type);
    if (rendered.ok) defined.push(...rendered.value);
    else problems.push(templateProblem(rendered.message, object));
  }
  const annotated = options.ignoreHostnameAnnotation ? [] : annotations.hostnames(route);
  const chosen = annotations.gatewayHostnameSource(route);
  if (chosen === 'unknown') {
    const key = annotations.keyOf('gateway-hostname-source');
    const value = annotations.value(route, 'gateway-hostname-source');
    problems.push({
      code: 'unknown-hostname-source',
      message: `${key}: "${value}" counts as absent; use annotation-only or defined-hosts-only`,
      object,
    });
  }
  const hostnames = choose(chosen, defined, own.length === 0 ? [''] : [], annotated);
  for (const hostname of hostnames) {
    if (isHostname(hostname)) continue;
    problems.push({
      code: 'invalid-hostname',
      message: `"${hostname}" is no hostname and gets no record; use letters, digits, "-" and ".", with "*." in front if need be`,
      object,
    });
  }
  return { hostnames: [...new Set(hostnames)], problems };
}

function choose(
  chosen: ReturnType<GatewaySourceOptions['annotations']['gatewayHostnameSource']>,
  defined: readonly string[],
  any: readonly string[],
  annotated: readonly string[],
): readonly string[] {
  switch (chosen) {
    case 'annotation-only':
      return annotated;
    case 'defined-hosts-only':
      return defined;
    default:
      return [...defined, ...any, ...annotated];
  }
}
