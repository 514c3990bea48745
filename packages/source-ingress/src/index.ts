export { createIngressSource } from './ingress-source.ts';
export {
  parseIngressSourceSettings,
  type IngressSourceOptions,
  type IngressSourceSettings,
} from './options.ts';
