import { fakeGroup, fakeSubscription, type AzureFake } from './azure-fake.ts';
import { fakeClientId, fakeClientSecret } from './fake-login.ts';

/** An azure.json that leads to a fake, as to a cloud of its own. */
export function fakeConfig(fake: AzureFake): Readonly<Record<string, unknown>> {
  return {
    cloud: 'AzureStackCloud',
    tenantId: 'tenant-1',
    subscriptionId: fakeSubscription,
    resourceGroup: fakeGroup,
    aadClientId: fakeClientId,
    aadClientSecret: fakeClientSecret,
    activeDirectoryAuthorityHost: fake.server.url,
    resourceManagerEndpoint: `${fake.server.url}/`,
    resourceManagerAudience: 'https://management.example.org/',
  };
}
