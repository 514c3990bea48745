import type { Reader } from '@org/dns-kubernetes';
import { matchHostname } from './match-hostname.ts';
import { createNamespaceRules } from './namespace-rules.ts';
import type { GatewaySourceOptions } from './options.ts';
import { completeReference, findParent, type Parent } from './parents.ts';
import {
  gatewayGroup,
  isAccepted,
  type Listener,
  type ParentReference,
  type Route,
} from './resources.ts';
import type { RouteKind } from './route-kinds.ts';

export interface RouteTargets {
  /** The targets of each name, as found. */
  readonly targets: ReadonlyMap<string, readonly string[]>;
  /** Names without a target for now: the parent is not there, has no address, or does not accept the route. */
  readonly waiting: ReadonlySet<string>;
}

/** Where a route's hostnames lead: through each parent that it names, to the addresses of the Gateway. */
export function routeTargets(
  route: Route,
  hostnames: readonly string[],
  kind: RouteKind,
  options: GatewaySourceOptions,
  reader: Reader,
): RouteTargets {
  const targets = new Map<string, string[]>();
  const waiting = new Set<string>();
  const namespace = route.metadata.namespace ?? '';
  const listenerOpen = createListenerCheck(namespace, kind, reader);

  function visit(reference: ParentReference, accepted: boolean): void {
    const parent = findParent(reference, namespace, options, reader);
    if (parent === 'ignored') return;
    if (parent === 'missing') {
      for (const hostname of hostnames) addWaiting(matchHostname('', hostname));
      return;
    }
    for (const { listener, isAccepted: listenerAccepted } of parent.listeners) {
      if (!isReferenced(reference, listener) || !listenerOpen(listener, parent)) continue;
      const isReady = accepted && parent.isAttached && listenerAccepted;
      for (const hostname of hostnames) {
        const name = matchHostname(listener.hostname ?? '', hostname);
        if (!isReady || parent.targets.length === 0) addWaiting(name);
        else if (name) targets.set(name, [...(targets.get(name) ?? []), ...parent.targets]);
      }
    }
  }

  function addWaiting(name: string | undefined): void {
    if (name) waiting.add(name);
  }

  const named = route.spec?.parentRefs ?? [];
  const answered = (route.status?.parents ?? []).map(({ parentRef = {}, conditions }) => ({
    reference: parentRef,
    accepted: isAccepted(conditions),
  }));
  const isSame = (a: ParentReference, b: ParentReference) => isSameParent(a, b, namespace);
  for (const { reference, accepted } of answered) {
    if (named.some((each) => isSame(each, reference))) visit(reference, accepted);
  }
  for (const reference of named) {
    if (!answered.some((each) => isSame(each.reference, reference))) visit(reference, false);
  }
  return { targets, waiting: new Set([...waiting].filter((name) => !targets.has(name))) };
}

/** Group, kind, namespace and name are equal; section and port are not compared. */
function isSameParent(a: ParentReference, b: ParentReference, namespace: string): boolean {
  const [left, right] = [completeReference(a, namespace), completeReference(b, namespace)];
  return (
    left.group === right.group &&
    left.kind === right.kind &&
    left.namespace === right.namespace &&
    left.name === right.name
  );
}

function isReferenced({ sectionName = '', port }: ParentReference, listener: Listener): boolean {
  return (
    (sectionName === '' || sectionName === listener.name) &&
    (port === undefined || port === listener.port)
  );
}

/** Whether a listener takes routes of this kind from this namespace. */
function createListenerCheck(namespace: string, kind: RouteKind, reader: Reader) {
  const rules = createNamespaceRules(reader);
  return ({ protocol = '', allowedRoutes }: Listener, parent: Parent): boolean => {
    if (!kind.protocols.includes(protocol)) return false;
    const kinds = allowedRoutes?.kinds ?? [];
    const isKindAllowed =
      kinds.length === 0 ||
      kinds.some(
        (each) => (each.group ?? gatewayGroup) === kind.type.group && each.kind === kind.type.kind,
      );
    const rule = { from: 'Same', ...allowedRoutes?.namespaces };
    return isKindAllowed && rules.allows(rule, parent.namespace, namespace);
  };
}
