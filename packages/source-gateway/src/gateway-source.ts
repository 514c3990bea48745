import {
  keepOurs,
  withTemplateFields,
  type ObjectSource,
  type ResourceNeed,
} from '@org/dns-kubernetes';
import type { GatewaySourceOptions } from './options.ts';
import {
  gatewayFields,
  gateways,
  listenerSetFields,
  listenerSets,
  namespaces,
  routeFields,
  type Route,
} from './resources.ts';
import { routeKinds, type GatewaySourceName } from './route-kinds.ts';
import { routeState } from './route-state.ts';

/** Records of the routes of one kind: of the hostnames that they share with the listeners of their Gateways. */
export function createGatewaySource(
  name: GatewaySourceName,
  options: GatewaySourceOptions,
): ObjectSource {
  const { type, table } = routeKinds[name];
  const templates = options.templates.for(name, table);
  return {
    name,
    primary: {
      type,
      namespace: options.namespace,
      labelSelector: options.labelFilter.text,
      fields: withTemplateFields(routeFields, templates),
      keep: keepOurs(options),
    },
    reads: [
      {
        type: gateways,
        namespace: options.gatewayNamespace,
        labelSelector: options.gatewayLabelFilter.text,
        fields: gatewayFields,
      },
      ...(options.listenerSets ? [listenerSetNeed] : []),
      { type: namespaces, fields: [] },
    ],
    endpoints: (object, reader) => routeState(name, object as Route, options, templates, reader),
  };
}

const listenerSetNeed: ResourceNeed = { type: listenerSets, fields: listenerSetFields };
