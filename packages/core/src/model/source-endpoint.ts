import { compareText } from './compare-text.ts';
import { createEndpoint, type EndpointInit } from './create-endpoint.ts';
import type { Endpoint, Property, RecordType } from './endpoint.ts';
import type { ObjectRef } from './object-ref.ts';
import { newTargets, recordTypeOfTarget } from './targets.ts';

const encoder = new TextEncoder();
const verbatimTypes: ReadonlySet<RecordType> = new Set(['TXT', 'NAPTR', 'SRV']);

/** `service/default/web`; without a namespace `node/worker-1`. The kind is lowered. */
export function resourceLabel(kind: string, namespace: string, name: string): string {
  const lower = kind.toLowerCase();
  // Joined, because V8 keeps what a template was made of beside the text, and every object keeps such a label.
  return (namespace === '' ? [lower, name] : [lower, namespace, name]).join('/');
}

/**
 * An endpoint as a source makes it (upstream's `NewEndpoint`): one final dot is taken off each target, but for TXT, NAPTR
 * and SRV. `undefined` when a label of the name is longer than 63 bytes as written.
 */
export function createSourceEndpoint(init: EndpointInit): Endpoint | undefined {
  if (hasOverlongLabel(init.name)) return undefined;
  const isVerbatim = verbatimTypes.has(init.type) || !init.targets.some(hasFinalDot);
  return createEndpoint(
    isVerbatim ? init : { ...init, targets: init.targets.map(withoutFinalDot) },
  );
}

/** Some label is longer than 63 bytes as written. */
export function hasOverlongLabel(name: string): boolean {
  for (let start = 0; ;) {
    const dot = name.indexOf('.', start);
    const end = dot < 0 ? name.length : dot;
    // A UTF-16 unit takes three bytes at most.
    if (end - start > 21 && encoder.encode(name.slice(start, end)).length > 63) return true;
    if (dot < 0) return false;
    start = dot + 1;
  }
}

function hasFinalDot(target: string): boolean {
  return target.endsWith('.');
}

function withoutFinalDot(target: string): string {
  return hasFinalDot(target) ? target.slice(0, -1) : target;
}

export interface HostnameOptions {
  readonly ttlSeconds?: number | undefined;
  readonly properties?: readonly Property[] | undefined;
  readonly setIdentifier?: string | undefined;
  /** Becomes the label `resource`; `''` for none. */
  readonly resource?: string | undefined;
  readonly objects?: readonly ObjectRef[] | undefined;
}

/** One hostname's endpoints: targets grouped by the type they ask for, in the order A, AAAA, CNAME. */
export function endpointsForHostname(
  hostname: string,
  targets: readonly string[],
  options: HostnameOptions = {},
): readonly Endpoint[] {
  const { resource, ttlSeconds, properties, setIdentifier, objects } = options;
  const labels = resource === undefined || resource === '' ? undefined : { resource };
  const endpointOf = (type: RecordType, group: readonly string[]): Endpoint | undefined =>
    createSourceEndpoint({
      name: hostname,
      type,
      targets: group,
      setIdentifier,
      ttlSeconds,
      labels,
      properties,
      objects,
    });
  const [only] = targets;
  if (only !== undefined && targets.length === 1) {
    const endpoint = endpointOf(recordTypeOfTarget(only), targets);
    // The list is kept with its object, and one that flatMap makes has room for sixteen more.
    return endpoint === undefined ? [] : [endpoint];
  }
  return byType(targets).flatMap(([type, group]) => endpointOf(type, group) ?? []);
}

/** Every host to every target; hosts and targets unique and sorted by bytes, types in the order A, AAAA, CNAME. */
export function endpointsForHostsAndTargets(
  hosts: readonly string[],
  targets: readonly string[],
  objects?: readonly ObjectRef[],
): readonly Endpoint[] {
  const groups = byType(newTargets(targets));
  return [...new Set(hosts)]
    .sort(compareText)
    .flatMap((name) =>
      groups.flatMap(
        ([type, group]) => createSourceEndpoint({ name, type, targets: group, objects }) ?? [],
      ),
    );
}

function byType(targets: readonly string[]): readonly (readonly [RecordType, readonly string[]])[] {
  const groups = Object.groupBy(targets, recordTypeOfTarget);
  return (['A', 'AAAA', 'CNAME'] as const).flatMap((type): [RecordType, string[]][] => {
    const group = groups[type];
    return group === undefined ? [] : [[type, group]];
  });
}
