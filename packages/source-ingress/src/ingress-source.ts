import { ingressTable, keepOurs, withTemplateFields, type ObjectSource } from '@org/dns-kubernetes';
import { hasIngressClass } from './ingress-class.ts';
import { ingressState } from './ingress-state.ts';
import type { IngressSourceOptions } from './options.ts';
import { ingresses, ingressFields, type Ingress } from './resources.ts';

/** Records of Ingresses: of the hosts in their rules, TLS entries and annotations, and of those that templates give. */
export function createIngressSource(options: IngressSourceOptions): ObjectSource {
  const ours = keepOurs(options);
  const templates = options.templates.for('ingress', ingressTable);
  return {
    name: 'ingress',
    primary: {
      type: ingresses,
      namespace: options.namespace,
      fields: withTemplateFields(ingressFields, templates),
      keep: (object) => hasIngressClass(options.ingressClasses, object) && ours(object),
    },
    reads: [],
    endpoints: (object) => ingressState(object as Ingress, options, templates),
  };
}
