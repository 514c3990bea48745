import type { Parsed } from '@org/dns-core';
import {
  checkLabelValue,
  commonSourceSettings,
  createSettingsCheck,
  parseCommonSourceSettings,
  type CommonSourceOptions,
  type CommonSourceSettings,
} from '@org/dns-kubernetes';
import { ingressClassAnnotation } from './ingress-class.ts';

export interface IngressSourceOptions extends CommonSourceOptions {
  /** `--ingress-class`; empty: every class. */
  readonly ingressClasses: readonly string[];
  /** `--ignore-ingress-rules-spec`. */
  readonly ignoreRules: boolean;
  /** `--ignore-ingress-tls-spec`. */
  readonly ignoreTls: boolean;
}

/** The options as a person writes them; everything may be left out. */
export interface IngressSourceSettings extends CommonSourceSettings {
  /** Only Ingresses of these classes. Not together with an annotation filter on the class. */
  readonly ingressClasses?: readonly string[];
  /** No names from `spec.rules`. */
  readonly ignoreRules?: boolean;
  /** No names from `spec.tls`. */
  readonly ignoreTls?: boolean;
}

const ownSettings: readonly (keyof IngressSourceSettings)[] = [
  'ingressClasses',
  'ignoreRules',
  'ignoreTls',
];

/** The options of the ingress source, or everything that is wrong with the settings. */
export function parseIngressSourceSettings(
  settings: IngressSourceSettings,
): Parsed<IngressSourceOptions> {
  const check = createSettingsCheck();
  check.unknownKeys(settings, [...commonSourceSettings, ...ownSettings]);
  const common = parseCommonSourceSettings(settings, check);
  const ingressClasses = settings.ingressClasses ?? [];
  const filtersByClass = common.annotationFilter.requirements.some(
    ({ key }) => key === ingressClassAnnotation,
  );
  if (ingressClasses.length > 0 && filtersByClass) {
    check.add({
      path: 'ingressClasses',
      message: `cannot be combined with an annotation filter on ${ingressClassAnnotation}`,
      hint: 'keep one of the two',
    });
  }
  for (const [index, name] of ingressClasses.entries()) {
    const problem = checkLabelValue(name);
    // Upstream matches classes with a label selector, which refuses such a value.
    if (common.behavior === 'compat' && problem !== undefined) {
      check.add({ path: `ingressClasses[${index}]`, message: `"${name}" ${problem}` });
    }
  }
  return check.result({
    ...common,
    ingressClasses,
    ignoreRules: settings.ignoreRules ?? false,
    ignoreTls: settings.ignoreTls ?? false,
  });
}
