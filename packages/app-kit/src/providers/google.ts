import { createDomainMatcher } from '@org/dns-core';
import { proxyOptionsFrom } from '@org/dns-provider-kit';
import type { CreateProvider } from './create-provider.ts';
import { nameFlags } from './name-flags.ts';

export const createGoogle: CreateProvider = async (context) => {
  const { createGoogleProvider, parseGoogleSettings } = await import('@org/dns-provider-gcp');
  const { flags, behavior, environment, domainFilter, userAgent, observeRequest } = context;
  const parsed = parseGoogleSettings({
    project: flags['google-project'],
    batchChangeSize: flags['google-batch-change-size'],
    batchChangeIntervalMs: flags['google-batch-change-interval'],
    zoneVisibility: flags['google-zone-visibility'],
    zoneIds: flags['zone-id-filter'],
    watchedCredentialsFile: environment['GOOGLE_APPLICATION_CREDENTIALS'],
    behavior,
  });
  if (!parsed.ok)
    return nameFlags(parsed, {
      project: 'google-project',
      batchChangeSize: 'google-batch-change-size',
      batchChangeIntervalMs: 'google-batch-change-interval',
      zoneVisibility: 'google-zone-visibility',
      zoneIds: 'zone-id-filter',
    });
  const value = createGoogleProvider({
    ...parsed.value,
    acceptsName: createDomainMatcher([domainFilter]),
    userAgent,
    proxy: proxyOptionsFrom(environment),
    observe: (call) => observeRequest(call, 'provider'),
  });
  return { ok: true, value };
};
