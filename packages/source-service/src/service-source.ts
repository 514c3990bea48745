import {
  keepOurs,
  serviceTable,
  withTemplateFields,
  type KubeObject,
  type ObjectSource,
  type ResourceNeed,
} from '@org/dns-kubernetes';
import { mergeServices } from './merge-services.ts';
import type { ServiceSourceOptions } from './options.ts';
import {
  endpointSliceFields,
  endpointSlices,
  nodeFields,
  nodes,
  podFields,
  pods,
  serviceFields,
  services,
  type Service,
} from './resources.ts';
import { serviceState } from './service-state.ts';

/** Records of Services: of the names in their annotations, and of those that templates give. */
export function createServiceSource(options: ServiceSourceOptions): ObjectSource {
  const ours = keepOurs(options);
  const templates = options.templates.for('service', serviceTable);
  return {
    name: 'service',
    primary: {
      type: services,
      namespace: options.namespace,
      fields: withTemplateFields(serviceFields, templates),
      keep: (object) => hasType(object, options.serviceTypes) && ours(object),
    },
    reads: otherResources(options),
    endpoints: (object, reader) => serviceState(object as Service, reader, options, templates),
    merge: mergeServices,
  };
}

function hasType(object: KubeObject, types: ReadonlySet<string>): boolean {
  return types.size === 0 || types.has((object as Service).spec?.type ?? '');
}

/** Pods, slices and nodes are read only where a Service of a wanted type can need them. */
function otherResources(options: ServiceSourceOptions): readonly ResourceNeed[] {
  const { serviceTypes: types, namespace } = options;
  const needs: ResourceNeed[] = [];
  if (types.size === 0 || types.has('NodePort') || types.has('ClusterIP')) {
    needs.push(
      { type: endpointSlices, namespace, fields: endpointSliceFields },
      { type: pods, namespace, fields: podFields },
    );
  }
  if (types.size === 0 || types.has('NodePort')) needs.push({ type: nodes, fields: nodeFields });
  return needs;
}
