import type { IngressSourceOptions } from './options.ts';
import type { Ingress } from './resources.ts';

/**
 * The names that an Ingress asks for by itself: hosts of its rules, then of its TLS entries, then of its annotation, as the
 * flags and the annotation `ingress-hostname-source` allow. A word in that annotation that means nothing gives no names.
 */
export function ingressHostnames(
  ingress: Ingress,
  options: IngressSourceOptions,
): readonly string[] {
  const source = options.annotations.ingressHostnameSource(ingress);
  if (source === 'unknown') return [];
  const defined = [
    ...(options.ignoreRules ? [] : (ingress.spec?.rules ?? []).map(({ host = '' }) => host)),
    ...(options.ignoreTls ? [] : (ingress.spec?.tls ?? []).flatMap(({ hosts = [] }) => hosts)),
  ].filter((host) => host !== '');
  const annotated = options.ignoreHostnameAnnotation ? [] : options.annotations.hostnames(ingress);
  return [
    ...(source === 'annotation-only' ? [] : defined),
    ...(source === 'defined-hosts-only' ? [] : annotated),
  ];
}
