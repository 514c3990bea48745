import type { KubeObject, Reader } from '@org/dns-kubernetes';
import type { CrdSourceOptions } from './options.ts';
import { dnsEndpoints } from './resources.ts';

/**
 * Whether any DNSEndpoint may be looked at, in `compat`: upstream's cache of them stays empty while it meets one that
 * `--annotation-filter` does not let through (seen in v0.22).
 */
export function createAnnotationFilterGate(
  options: Pick<CrdSourceOptions, 'annotationFilter' | 'labelFilter' | 'namespace'>,
): (reader: Reader) => boolean {
  // One list serves all objects until something changes: it is judged once.
  const judged = new WeakMap<readonly KubeObject[], boolean>();
  return (reader) => {
    const objects = reader.list(dnsEndpoints, { namespace: options.namespace });
    const known = judged.get(objects);
    if (known !== undefined) return known;
    const open = objects.every(
      ({ metadata }) =>
        !options.labelFilter.matches(metadata.labels) ||
        options.annotationFilter.matches(metadata.annotations),
    );
    judged.set(objects, open);
    return open;
  };
}
