import { createDomainMatcher } from '@org/dns-core';
import { proxyOptionsFrom } from '@org/dns-provider-kit';
import type { CreateProvider } from './create-provider.ts';
import { nameFlags } from './name-flags.ts';

/** Azure DNS. */
export const createAzure: CreateProvider = (context) => create('public', context);

/** Azure Private DNS. */
export const createAzurePrivate: CreateProvider = (context) => create('private', context);

const create = async (
  kind: 'public' | 'private',
  { flags, behavior, environment, domainFilter, userAgent, observeRequest }: Context,
): ReturnType<CreateProvider> => {
  const { createAzureProvider, openConfig, parseAzureSettings } =
    await import('@org/dns-provider-azure');
  const configFile = flags['azure-config-file'];
  const config = await openConfig({
    ...given('configFile', configFile),
    overrides: {
      subscriptionId: flags['azure-subscription-id'],
      resourceGroup: flags['azure-resource-group'],
      userAssignedIdentityClientId: flags['azure-user-assigned-identity-client-id'],
    },
    environment: {
      ...given('tenantId', environment['AZURE_TENANT_ID']),
      ...given('clientId', environment['AZURE_CLIENT_ID']),
      ...given('tokenFile', environment['AZURE_FEDERATED_TOKEN_FILE']),
      ...given('authorityHost', environment['AZURE_AUTHORITY_HOST']),
    },
  });
  if (!config.ok)
    return {
      ok: false,
      problems: config.problems.map((problem) => ({
        ...problem,
        path: configFile === '' ? problem.path : `--azure-config-file=${configFile}`,
        message: configFile === '' ? problem.message : `${problem.path}: ${problem.message}`,
      })),
    };
  const parsed = parseAzureSettings({
    kind,
    zonesCacheMs: flags['azure-zones-cache-duration'],
    maxRetries: flags['azure-maxretries-count'],
    zoneIdSuffixes: flags['zone-id-filter'],
    zoneNames: flags['zone-name-filter'],
    behavior,
  });
  if (!parsed.ok)
    return nameFlags(parsed, {
      zonesCacheMs: 'azure-zones-cache-duration',
      maxRetries: 'azure-maxretries-count',
      zoneIdSuffixes: 'zone-id-filter',
      zoneNames: 'zone-name-filter',
    });
  const value = createAzureProvider({
    ...parsed.value,
    config: config.value,
    accepts: createDomainMatcher([domainFilter]),
    userAgent,
    proxy: proxyOptionsFrom(environment),
    observe: (call) => observeRequest(call, 'provider'),
  });
  return { ok: true, value };
};

type Context = Parameters<CreateProvider>[0];

function given(key: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined || value === '' ? {} : { [key]: value };
}
