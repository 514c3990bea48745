import type { CommonSourceSettings } from '@org/dns-kubernetes';
import type { SourceContext } from './create-source.ts';

/** The settings that most sources share. */
export function commonSettings({ flags, given }: SourceContext): CommonSourceSettings {
  // Naming the default prefix means that prefix alone.
  const onePrefix = given.has('annotation-prefix') || !flags['enable-legacy-annotation-prefix'];
  return {
    behavior: flags.behavior,
    ...(onePrefix ? { annotationPrefix: flags['annotation-prefix'] } : {}),
    namespace: flags.namespace,
    labelFilter: flags['label-filter'],
    annotationFilter: flags['annotation-filter'],
    ignoreHostnameAnnotation: flags['ignore-hostname-annotation'],
    templates: {
      fqdn: flags['fqdn-template'],
      target: flags['target-template'],
      fqdnTarget: flags['fqdn-target-template'],
      combine: flags['combine-fqdn-annotation'],
    },
  };
}
