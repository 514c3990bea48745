import {
  grpcRouteTable,
  httpRouteTable,
  tcpRouteTable,
  tlsRouteTable,
  udpRouteTable,
  type KindTable,
  type ResourceType,
} from '@org/dns-kubernetes';
import { gatewayGroup } from './resources.ts';

/** What is particular to one kind of route. */
export interface RouteKind {
  readonly type: ResourceType;
  /** The Go types that templates see. */
  readonly table: KindTable;
  /** The protocols of the listeners that it can attach to. */
  readonly protocols: readonly string[];
  /** Whether its spec has hostnames. */
  readonly hasHostnames: boolean;
}

function routeType(version: string, kind: string): ResourceType {
  const plural = `${kind.toLowerCase()}s`;
  return { group: gatewayGroup, version, plural, kind, namespaced: true };
}

/** The kinds of routes, by the name of the source that reads them. */
export const routeKinds = {
  'gateway-httproute': {
    type: routeType('v1', 'HTTPRoute'),
    table: httpRouteTable,
    protocols: ['HTTP', 'HTTPS'],
    hasHostnames: true,
  },
  'gateway-grpcroute': {
    type: routeType('v1', 'GRPCRoute'),
    table: grpcRouteTable,
    protocols: ['HTTP', 'HTTPS'],
    hasHostnames: true,
  },
  'gateway-tlsroute': {
    type: routeType('v1', 'TLSRoute'),
    table: tlsRouteTable,
    protocols: ['TLS'],
    hasHostnames: true,
  },
  'gateway-tcproute': {
    type: routeType('v1alpha2', 'TCPRoute'),
    table: tcpRouteTable,
    protocols: ['TCP', 'TLS'],
    hasHostnames: false,
  },
  'gateway-udproute': {
    type: routeType('v1alpha2', 'UDPRoute'),
    table: udpRouteTable,
    protocols: ['UDP'],
    hasHostnames: false,
  },
} as const satisfies Readonly<Record<string, RouteKind>>;

/** A source of this package, as `--source` names it. */
export type GatewaySourceName = keyof typeof routeKinds;
