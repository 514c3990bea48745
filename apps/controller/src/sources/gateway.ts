import type { GatewaySourceName } from '@org/dns-source-gateway';
import type { CreateSource } from './create-source.ts';
import { commonSettings } from './common-settings.ts';

/** The source of the routes of one kind. */
export function createGateway(name: GatewaySourceName): CreateSource {
  return async (context) => {
    const { createGatewaySource, parseGatewaySourceSettings } =
      await import('@org/dns-source-gateway');
    const { flags } = context;
    const parsed = parseGatewaySourceSettings({
      ...commonSettings(context),
      gatewayName: flags['gateway-name'],
      gatewayNamespace: flags['gateway-namespace'],
      gatewayLabelFilter: flags['gateway-label-filter'],
      listenerSets: flags['gateway-listener-sets'],
    });
    if (!parsed.ok) return parsed;
    return {
      ok: true,
      value: (cluster) => cluster.source(createGatewaySource(name, parsed.value)),
    };
  };
}
