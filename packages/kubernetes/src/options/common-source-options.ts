import type { Behavior } from '@org/dns-core';
import { annotationPrefixes } from '../annotations/annotation-prefixes.ts';
import { createAnnotationReader, type AnnotationReader } from '../annotations/annotation-reader.ts';
import {
  everything,
  parseLabelSelector,
  parseSimpleSelector,
  type Selector,
} from '../selectors/selector.ts';
import {
  noTemplates,
  parseTemplates,
  type Templates,
  type TemplateSettings,
} from '../templates/templates.ts';
import type { SettingsCheck } from './settings-check.ts';

/** What most sources are told, parsed. */
export interface CommonSourceOptions {
  readonly behavior: Behavior;
  readonly annotations: AnnotationReader;
  /** `--namespace`; `''`: every namespace. */
  readonly namespace: string;
  /** `--label-filter`. */
  readonly labelFilter: Selector;
  /** `--annotation-filter`. */
  readonly annotationFilter: Selector;
  /** `--ignore-hostname-annotation`. */
  readonly ignoreHostnameAnnotation: boolean;
  /** `--fqdn-template` and kin; bound to a source and a kind by `templates.for`. */
  readonly templates: Templates;
}

/** The same as a person writes it; everything may be left out. */
export interface CommonSourceSettings {
  /** Default: `safe`. */
  readonly behavior?: Behavior;
  /** Read this prefix of annotation keys alone; see `annotationPrefixes` for the default. Ends in `/`. */
  readonly annotationPrefix?: string;
  readonly namespace?: string;
  /** A Kubernetes label selector. */
  readonly labelFilter?: string;
  /** A label selector over annotations, without `!=`, `<` and `>`. */
  readonly annotationFilter?: string;
  /** Needs an FQDN template, which then gives the names. */
  readonly ignoreHostnameAnnotation?: boolean;
  readonly templates?: TemplateSettings;
}

/** The names of the common settings, for checks of unknown ones. */
export const commonSourceSettings: readonly (keyof CommonSourceSettings)[] = [
  'behavior',
  'annotationPrefix',
  'namespace',
  'labelFilter',
  'annotationFilter',
  'ignoreHostnameAnnotation',
  'templates',
];

/** The common part of a source's options; what is wrong is added to `check`. */
export function parseCommonSourceSettings(
  settings: CommonSourceSettings,
  check: SettingsCheck,
): CommonSourceOptions {
  const { behavior = 'safe', annotationPrefix, ignoreHostnameAnnotation = false } = settings;
  if (annotationPrefix !== undefined && !/.\/$/.test(annotationPrefix)) {
    check.add({
      path: 'annotationPrefix',
      message: `"${annotationPrefix}" does not end in "/" behind a name`,
      hint: 'such as external-dns.kubernetes.io/',
    });
  }
  if (ignoreHostnameAnnotation && (settings.templates?.fqdn ?? []).length === 0) {
    check.add({
      path: 'ignoreHostnameAnnotation',
      message: 'leaves no names where no FQDN template gives any',
      hint: 'set an FQDN template, or remove this',
    });
  }
  const templates = parseTemplates(settings.templates ?? {});
  if (!templates.ok) for (const problem of templates.problems) check.add(problem);
  return {
    behavior,
    annotations: createAnnotationReader({
      prefixes: annotationPrefixes(behavior, annotationPrefix),
    }),
    namespace: settings.namespace ?? '',
    labelFilter: check.attempt('labelFilter', everything, () =>
      parseLabelSelector(settings.labelFilter ?? ''),
    ),
    annotationFilter: check.attempt('annotationFilter', everything, () =>
      parseSimpleSelector(settings.annotationFilter ?? ''),
    ),
    ignoreHostnameAnnotation,
    templates: templates.ok ? templates.value : noTemplates,
  };
}
