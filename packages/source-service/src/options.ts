import type { Parsed } from '@org/dns-core';
import {
  commonSourceSettings,
  createSettingsCheck,
  parseCommonSourceSettings,
  type CommonSourceOptions,
  type CommonSourceSettings,
} from '@org/dns-kubernetes';
import { serviceTypes, type ServiceType } from './service-type.ts';

const compatibilities = ['mate', 'molecule', 'kops-dns-controller'] as const;

/** An older controller whose annotations are also honoured. */
export type Compatibility = (typeof compatibilities)[number];

export interface ServiceSourceOptions extends CommonSourceOptions {
  /** `--service-type-filter`; empty: every type. */
  readonly serviceTypes: ReadonlySet<string>;
  /** `--compatibility`. */
  readonly compatibility: Compatibility | undefined;
  /** `--publish-internal-services`: cluster addresses of ClusterIP Services under `hostname` too. */
  readonly publishInternal: boolean;
  /** `--publish-host-ip`: headless Services publish the host addresses of their pods. */
  readonly publishHostIp: boolean;
  /** `--always-publish-not-ready-addresses`. */
  readonly alwaysPublishNotReady: boolean;
  /** `--resolve-service-load-balancer-hostname`. */
  readonly resolveLoadBalancerHostname: boolean;
  /** `--expose-internal-ipv6`. */
  readonly exposeInternalIpv6: boolean;
  /** `--exclude-unschedulable`: cordoned nodes are left out. */
  readonly excludeUnschedulable: boolean;
}

/** The options as a person writes them; everything may be left out. */
export interface ServiceSourceSettings extends CommonSourceSettings {
  /** `ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`; none, or an empty word among them: every type. */
  readonly serviceTypes?: readonly string[];
  /** `mate`, `molecule`, `kops-dns-controller`, or `''`. */
  readonly compatibility?: string;
  readonly publishInternal?: boolean;
  readonly publishHostIp?: boolean;
  readonly alwaysPublishNotReady?: boolean;
  readonly resolveLoadBalancerHostname?: boolean;
  readonly exposeInternalIpv6?: boolean;
  /** Default: true. */
  readonly excludeUnschedulable?: boolean;
}

const ownSettings: readonly (keyof ServiceSourceSettings)[] = [
  'serviceTypes',
  'compatibility',
  'publishInternal',
  'publishHostIp',
  'alwaysPublishNotReady',
  'resolveLoadBalancerHostname',
  'exposeInternalIpv6',
  'excludeUnschedulable',
];

/** The options of the service source, or everything that is wrong with the settings. */
export function parseServiceSourceSettings(
  settings: ServiceSourceSettings,
): Parsed<ServiceSourceOptions> {
  const check = createSettingsCheck();
  check.unknownKeys(settings, [...commonSourceSettings, ...ownSettings]);
  const { serviceTypes: typeWords = [], compatibility = '' } = settings;
  for (const [index, word] of typeWords.entries()) {
    if (word === '' || serviceTypes.includes(word as ServiceType)) continue;
    check.add({
      path: `serviceTypes[${index}]`,
      message: `"${word}" is not a type of Service`,
      hint: `one of ${serviceTypes.join(', ')}`,
    });
  }
  if (compatibility !== '' && !compatibilities.includes(compatibility as Compatibility)) {
    check.add({
      path: 'compatibility',
      message: `"${compatibility}" is not known`,
      hint: `one of ${compatibilities.join(', ')}`,
    });
  }
  return check.result({
    ...parseCommonSourceSettings(settings, check),
    serviceTypes: new Set(typeWords.includes('') ? [] : typeWords),
    compatibility: compatibility === '' ? undefined : (compatibility as Compatibility),
    publishInternal: settings.publishInternal ?? false,
    publishHostIp: settings.publishHostIp ?? false,
    alwaysPublishNotReady: settings.alwaysPublishNotReady ?? false,
    resolveLoadBalancerHostname: settings.resolveLoadBalancerHostname ?? false,
    exposeInternalIpv6: settings.exposeInternalIpv6 ?? false,
    excludeUnschedulable: settings.excludeUnschedulable ?? true,
  });
}
