import type { KubeObject, Reader } from '@org/dns-kubernetes';
import { matchLabels } from './match-labels.ts';
import { namespaces, type NamespaceRule } from './resources.ts';

export interface NamespaceRules {
  /** Whether something in namespace `from` may attach to something in namespace `to`. */
  allows(rule: NamespaceRule, to: string, from: string): boolean;
}

/** Decides by `allowedRoutes.namespaces` and `allowedListeners.namespaces`; an unknown word allows nothing. */
export function createNamespaceRules(reader: Reader): NamespaceRules {
  return {
    allows({ from: word, selector }, to, from) {
      switch (word) {
        case 'Same':
          return to === from;
        case 'All':
          return true;
        case 'Selector': {
          const namespace = reader.get<KubeObject>(namespaces, '', from);
          return namespace !== undefined && matchLabels(selector, namespace.metadata.labels);
        }
        default:
          return false;
      }
    },
  };
}
