import type { CreateSource } from './create-source.ts';
import { commonSettings } from './common-settings.ts';

export const createService: CreateSource = async (context) => {
  const { createServiceSource, parseServiceSourceSettings } =
    await import('@org/dns-source-service');
  const { flags } = context;
  const parsed = parseServiceSourceSettings({
    ...commonSettings(context),
    serviceTypes: flags['service-type-filter'],
    compatibility: flags.compatibility,
    publishInternal: flags['publish-internal-services'],
    publishHostIp: flags['publish-host-ip'],
    alwaysPublishNotReady: flags['always-publish-not-ready-addresses'],
    resolveLoadBalancerHostname: flags['resolve-service-load-balancer-hostname'],
    exposeInternalIpv6: flags['expose-internal-ipv6'],
    excludeUnschedulable: flags['exclude-unschedulable'],
  });
  if (!parsed.ok) return parsed;
  return { ok: true, value: (cluster) => cluster.source(createServiceSource(parsed.value)) };
};
