import type { Reader } from '@org/dns-kubernetes';
import { createNamespaceRules } from './namespace-rules.ts';
import type { GatewaySourceOptions } from './options.ts';
import {
  gatewayGroup,
  gateways,
  isAccepted,
  listenerSets,
  type Gateway,
  type Listener,
  type ListenerSet,
  type ParentReference,
} from './resources.ts';

/** What a route can attach to: a Gateway, or a ListenerSet with the Gateway that it extends. */
export interface Parent {
  /** The Gateway or ListenerSet whose listeners these are; its namespace is what `Same` means. */
  readonly namespace: string;
  /** The ListenerSet is attached; always so for a Gateway. */
  readonly isAttached: boolean;
  readonly listeners: readonly ParentListener[];
  readonly targets: readonly string[];
}

interface ParentListener {
  readonly listener: Listener;
  /** The entry of a ListenerSet is accepted; always so for a Gateway. */
  readonly isAccepted: boolean;
}

/**
 * `'missing'`: it is not there, although nothing says that it would not count. `'ignored'`: not ours, by kind, flags or
 * annotations.
 */
export type ParentLookup = Parent | 'missing' | 'ignored';

/** The kind of a reference with its defaults, from a route in `namespace`. */
export function completeReference(
  reference: ParentReference,
  namespace: string,
): Required<Pick<ParentReference, 'group' | 'kind' | 'namespace' | 'name'>> {
  return {
    group: reference.group ?? gatewayGroup,
    kind: reference.kind ?? 'Gateway',
    namespace: reference.namespace ?? namespace,
    name: reference.name ?? '',
  };
}

/** Finds the parent that a reference of a route in `namespace` names. */
export function findParent(
  reference: ParentReference,
  namespace: string,
  options: GatewaySourceOptions,
  reader: Reader,
): ParentLookup {
  const { group, kind, ...at } = completeReference(reference, namespace);
  if (group !== gatewayGroup) return 'ignored';
  if (kind === 'Gateway') {
    const gateway = findGateway(at.namespace, at.name, options, reader);
    return typeof gateway === 'string' ? gateway : gatewayParent(gateway, options);
  }
  if (kind !== 'ListenerSet' || !options.listenerSets) return 'ignored';
  const set = reader.get<ListenerSet>(listenerSets, at.namespace, at.name);
  if (!set) return limitsGateways(options) ? 'ignored' : 'missing';
  const ours =
    options.annotations.isOurs(set) && options.annotationFilter.matches(set.metadata.annotations);
  return ours ? listenerSetParent(set, options, reader) : 'ignored';
}

/** Only some Gateways count: one cannot tell which of them a ListenerSet that is not there belonged to. */
function limitsGateways(options: GatewaySourceOptions): boolean {
  const { gatewayName, gatewayNamespace, gatewayLabelFilter } = options;
  return gatewayName !== '' || gatewayNamespace !== '' || gatewayLabelFilter.text !== '';
}

function findGateway(
  namespace: string,
  name: string,
  options: GatewaySourceOptions,
  reader: Reader,
): Gateway | 'missing' | 'ignored' {
  const { gatewayName, gatewayNamespace, gatewayLabelFilter } = options;
  if (gatewayName !== '' && gatewayName !== name) return 'ignored';
  if (gatewayNamespace !== '' && gatewayNamespace !== namespace) return 'ignored';
  const gateway = reader.get<Gateway>(gateways, namespace, name);
  // The API server leaves out Gateways by their labels: one that is not there need not have been ours.
  if (!gateway) return gatewayLabelFilter.text === '' ? 'missing' : 'ignored';
  const ours =
    options.annotations.isOurs(gateway) && gatewayLabelFilter.matches(gateway.metadata.labels);
  return ours ? gateway : 'ignored';
}

function gatewayParent(gateway: Gateway, options: GatewaySourceOptions): Parent {
  return {
    namespace: gateway.metadata.namespace ?? '',
    isAttached: true,
    listeners: (gateway.spec?.listeners ?? []).map((listener) => ({ listener, isAccepted: true })),
    targets: gatewayTargets(gateway, options),
  };
}

function gatewayTargets(gateway: Gateway, options: GatewaySourceOptions): readonly string[] {
  const annotated = options.annotations.targets(gateway);
  if (annotated.length > 0) return annotated;
  return (gateway.status?.addresses ?? []).map(({ value = '' }) => value);
}

function listenerSetParent(
  set: ListenerSet,
  options: GatewaySourceOptions,
  reader: Reader,
): ParentLookup {
  const namespace = set.metadata.namespace ?? '';
  const at = set.spec?.parentRef;
  const gateway = findGateway(at?.namespace ?? namespace, at?.name ?? '', options, reader);
  if (typeof gateway === 'string') return gateway;
  const rules = createNamespaceRules(reader);
  const allowed = gateway.spec?.allowedListeners?.namespaces;
  const gatewayNamespace = gateway.metadata.namespace ?? '';
  if (!rules.allows({ from: 'None', ...allowed }, gatewayNamespace, namespace)) return 'ignored';
  const annotated = options.annotations.targets(set);
  const accepted = new Set(
    (set.status?.listeners ?? [])
      .filter(({ conditions }) => isAccepted(conditions))
      .map(({ name }) => name),
  );
  return {
    namespace,
    isAttached: isAccepted(set.status?.conditions),
    listeners: (set.spec?.listeners ?? []).map((listener) => ({
      listener,
      isAccepted: accepted.has(listener.name),
    })),
    targets: annotated.length > 0 ? annotated : gatewayTargets(gateway, options),
  };
}
