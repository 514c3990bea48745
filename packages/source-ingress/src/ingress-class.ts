import type { KubeObject } from '@org/dns-kubernetes';
import type { Ingress } from './resources.ts';

/** How the class of an Ingress was written before `spec.ingressClassName`. */
export const ingressClassAnnotation = 'kubernetes.io/ingress.class';

/** Whether an Ingress has one of the classes: by its spec, or where that names none by its annotation. No classes: any. */
export function hasIngressClass(classes: readonly string[], object: KubeObject): boolean {
  if (classes.length === 0) return true;
  const { spec, metadata } = object as Ingress;
  const name = spec?.ingressClassName || metadata.annotations?.[ingressClassAnnotation];
  return name !== undefined && classes.includes(name);
}
