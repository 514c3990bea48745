import { createDomainMatcher, matchesParent, type DnsName } from '@org/dns-core';
import { proxyOptionsFrom } from '@org/dns-provider-kit';
import type { CreateProvider, ProviderContext } from './create-provider.ts';
import { nameFlags } from './name-flags.ts';

export const createRoute53: CreateProvider = async (context) => {
  const { flags, behavior, environment, userAgent, observeRequest } = context;
  const { createRoute53Provider, parseRoute53Settings } = await import('@org/dns-provider-route53');
  const parsed = parseRoute53Settings({
    profiles: flags['aws-profile'],
    assumeRole: flags['aws-assume-role'],
    assumeRoleExternalId: flags['aws-assume-role-external-id']?.reveal() ?? '',
    zoneType: flags['aws-zone-type'],
    zoneTags: flags['aws-zone-tags'],
    zoneIds: flags['zone-id-filter'],
    batchChanges: flags['aws-batch-change-size'],
    batchBytes: flags['aws-batch-change-size-bytes'],
    batchValues: flags['aws-batch-change-size-values'],
    batchIntervalMs: flags['aws-batch-change-interval'],
    evaluateTargetHealth: flags['aws-evaluate-target-health'],
    attempts: flags['aws-api-retries'],
    preferCname: flags['aws-prefer-cname'],
    zonesCacheMs: flags['aws-zones-cache-duration'],
    behavior,
  });
  if (!parsed.ok)
    return nameFlags(parsed, {
      assumeRole: 'aws-assume-role',
      assumeRoleExternalId: 'aws-assume-role-external-id',
      batchChanges: 'aws-batch-change-size',
      batchBytes: 'aws-batch-change-size-bytes',
      batchValues: 'aws-batch-change-size-values',
      batchIntervalMs: 'aws-batch-change-interval',
      attempts: 'aws-api-retries',
      zonesCacheMs: 'aws-zones-cache-duration',
    });
  // The SDK reads the rest of its environment itself, but neither of these.
  const region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
  const caFile = environment['AWS_CA_BUNDLE'];
  const value = createRoute53Provider({
    ...parsed.value,
    acceptsZone: zoneMatcher(context),
    userAgent,
    proxy: proxyOptionsFrom(environment),
    ...(region === undefined || region === '' ? {} : { region }),
    ...(caFile === undefined || caFile === '' ? {} : { caFile }),
    observe: (call) => observeRequest(call, 'provider'),
  });
  return { ok: true, value };
};

/** Zones that the domain filter accepts and, with `--aws-zone-match-parent`, those that hold a domain that it accepts. */
function zoneMatcher(context: ProviderContext): (name: DnsName) => boolean {
  const { flags, behavior, domainFilter } = context;
  const accepts = createDomainMatcher([domainFilter]);
  const isExpression =
    domainFilter.regexInclude !== undefined || domainFilter.regexExclude !== undefined;
  // Upstream lets every zone pass where expressions are given.
  const takesParents = flags['aws-zone-match-parent'] && (behavior === 'compat' || !isExpression);
  return (name) => accepts(name) || (takesParents && matchesParent(domainFilter, name));
}
