import type { Parsed } from '@org/dns-core';
import {
  createSettingsCheck,
  parseCommonSourceSettings,
  type CommonSourceOptions,
  type CommonSourceSettings,
} from '@org/dns-kubernetes';

/** Annotations mean nothing to this source, but for `--annotation-filter` and the spelling of Cloudflare's properties. */
export type CrdSourceOptions = Pick<
  CommonSourceOptions,
  'behavior' | 'annotations' | 'namespace' | 'labelFilter' | 'annotationFilter'
>;

/** The options as a person writes them; everything may be left out. */
export type CrdSourceSettings = Pick<
  CommonSourceSettings,
  'behavior' | 'annotationPrefix' | 'namespace' | 'labelFilter' | 'annotationFilter'
>;

const settingNames: readonly (keyof CrdSourceSettings)[] = [
  'behavior',
  'annotationPrefix',
  'namespace',
  'labelFilter',
  'annotationFilter',
];

/** The options of the crd source, or everything that is wrong with the settings. */
export function parseCrdSourceSettings(settings: CrdSourceSettings): Parsed<CrdSourceOptions> {
  const check = createSettingsCheck();
  check.unknownKeys(settings, settingNames);
  const { behavior, annotations, namespace, labelFilter, annotationFilter } =
    parseCommonSourceSettings(settings, check);
  return check.result({ behavior, annotations, namespace, labelFilter, annotationFilter });
}
