import { toDnsName } from './dns-name.ts';
import type { Endpoint, Labels, Property, RecordType } from './endpoint.ts';
import type { ObjectRef } from './object-ref.ts';

export const noLabels: Labels = Object.freeze({});
/** No property list at all. An empty list that somebody gave is another array: `compat` tells the two apart as upstream does. */
export const noProperties: readonly Property[] = Object.freeze([]);
export const noObjects: readonly ObjectRef[] = Object.freeze([]);

export interface EndpointInit {
  /** The name as written; one final dot is removed. */
  readonly name: string;
  readonly type: RecordType;
  readonly targets: readonly string[];
  readonly setIdentifier?: string | undefined;
  readonly ttlSeconds?: number | undefined;
  readonly labels?: Labels | undefined;
  readonly properties?: readonly Property[] | undefined;
  readonly objects?: readonly ObjectRef[] | undefined;
  /** Keeps a final dot in the spelling: for DNSEndpoints and the webhook protocol, which pass names on as they came. */
  readonly keepFinalDot?: boolean | undefined;
}

/** An endpoint from its parts. Targets are taken as they are. */
export function createEndpoint(init: EndpointInit): Endpoint {
  const spelling =
    init.name.endsWith('.') && init.keepFinalDot !== true ? init.name.slice(0, -1) : init.name;
  const name = toDnsName(spelling);
  return {
    name,
    spelling: spelling === name ? name : spelling,
    type: init.type,
    targets: init.targets,
    setIdentifier: init.setIdentifier ?? '',
    ttlSeconds: init.ttlSeconds !== undefined && init.ttlSeconds > 0 ? init.ttlSeconds : 0,
    labels: init.labels ?? noLabels,
    properties: init.properties ?? noProperties,
    objects: init.objects ?? noObjects,
  };
}
