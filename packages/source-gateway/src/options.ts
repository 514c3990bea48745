import type { Parsed } from '@org/dns-core';
import {
  commonSourceSettings,
  createSettingsCheck,
  everything,
  parseCommonSourceSettings,
  parseSimpleSelector,
  type CommonSourceOptions,
  type CommonSourceSettings,
  type Selector,
} from '@org/dns-kubernetes';

export interface GatewaySourceOptions extends CommonSourceOptions {
  /** `--gateway-name`; `''`: any. */
  readonly gatewayName: string;
  /** `--gateway-namespace`; `''`: every namespace. */
  readonly gatewayNamespace: string;
  /** `--gateway-label-filter`. */
  readonly gatewayLabelFilter: Selector;
  /** `--gateway-listener-sets`: ListenerSets are read and may be parents of routes. */
  readonly listenerSets: boolean;
}

/** The options as a person writes them; everything may be left out. */
export interface GatewaySourceSettings extends CommonSourceSettings {
  /** Only Gateways with this name count. */
  readonly gatewayName?: string;
  /** Only Gateways in this namespace count; routes may live elsewhere. */
  readonly gatewayNamespace?: string;
  /** Only Gateways with these labels count: a label selector without `!=`, `<` and `>`. */
  readonly gatewayLabelFilter?: string;
  /** Read ListenerSets as well. */
  readonly listenerSets?: boolean;
}

const ownSettings: readonly (keyof GatewaySourceSettings)[] = [
  'gatewayName',
  'gatewayNamespace',
  'gatewayLabelFilter',
  'listenerSets',
];

/** The options of the Gateway API sources, or everything that is wrong with the settings. */
export function parseGatewaySourceSettings(
  settings: GatewaySourceSettings,
): Parsed<GatewaySourceOptions> {
  const check = createSettingsCheck();
  check.unknownKeys(settings, [...commonSourceSettings, ...ownSettings]);
  const common = parseCommonSourceSettings(settings, check);
  return check.result({
    ...common,
    gatewayName: settings.gatewayName ?? '',
    gatewayNamespace: settings.gatewayNamespace ?? '',
    gatewayLabelFilter: check.attempt('gatewayLabelFilter', everything, () =>
      parseSimpleSelector(settings.gatewayLabelFilter ?? ''),
    ),
    listenerSets: settings.listenerSets ?? false,
  });
}
