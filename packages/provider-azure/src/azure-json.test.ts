import { describe, expect, test } from 'vitest';
import { parseAzureJson, type AzureIdentity, type WorkloadEnvironment } from './azure-json.ts';
import { cloudNamed, scopeOf } from './clouds.ts';

const none = { subscriptionId: '', resourceGroup: '', userAssignedIdentityClientId: '' };
const place = { subscriptionId: 'sub', resourceGroup: 'group', tenantId: 'tenant' };
const pod: WorkloadEnvironment = {
  tenantId: 'pod-tenant',
  clientId: 'pod-client',
  tokenFile: '/var/run/token',
};
const shown = (identity: AzureIdentity): unknown =>
  identity.kind === 'client-secret'
    ? { ...identity, clientSecret: identity.clientSecret.reveal() }
    : identity;

describe('who logs in', () => {
  test.each<[string, Record<string, unknown>, WorkloadEnvironment, unknown]>([
    [
      'a client secret wins over the switches',
      {
        aadClientId: 'c',
        aadClientSecret: 's',
        useManagedIdentityExtension: true,
        useWorkloadIdentityExtension: true,
      },
      pod,
      { kind: 'client-secret', tenantId: 'tenant', clientId: 'c', clientSecret: 's' },
    ],
    [
      'keys are read in any case, unknown ones passed over',
      { AADCLIENTID: 'c', aadclientsecret: 's', location: 'here', extra: 1 },
      {},
      { kind: 'client-secret', tenantId: 'tenant', clientId: 'c', clientSecret: 's' },
    ],
    [
      'msi in a client secret’s place is none',
      { aadClientId: 'MSI', aadClientSecret: 'msi', useManagedIdentityExtension: true },
      {},
      { kind: 'managed' },
    ],
    [
      'a user-assigned identity',
      { useManagedIdentityExtension: true, userAssignedIdentityID: 'u' },
      {},
      { kind: 'managed', clientId: 'u' },
    ],
    [
      'a workload identity wins over a managed one; the file’s tenant and client over the pod’s',
      { useWorkloadIdentityExtension: true, useManagedIdentityExtension: true, aadClientId: 'c' },
      { ...pod, authorityHost: 'https://login.example.org/' },
      {
        kind: 'workload',
        tenantId: 'tenant',
        clientId: 'c',
        tokenFile: '/var/run/token',
        authorityHost: 'https://login.example.org/',
      },
    ],
  ])('%s', (_name, json, environment, expected) => {
    const parsed = parseAzureJson(JSON.stringify({ ...place, ...json }), none, environment);
    expect(parsed.ok && shown(parsed.value.identity)).toEqual(expected);
  });

  test.each<[string, WorkloadEnvironment, string, unknown]>([
    [
      'a workload identity',
      pod,
      'u',
      {
        kind: 'workload',
        tenantId: 'pod-tenant',
        clientId: 'pod-client',
        tokenFile: '/var/run/token',
      },
    ],
    ['else the user-assigned identity', {}, 'u', { kind: 'managed', clientId: 'u' }],
    ['else that of the system', {}, '', { kind: 'managed' }],
  ])('without a file: %s', (_name, environment, userAssigned, expected) => {
    const overrides = {
      subscriptionId: 'sub',
      resourceGroup: 'group',
      userAssignedIdentityClientId: userAssigned,
    };
    const parsed = parseAzureJson(undefined, overrides, environment);
    expect(parsed.ok && shown(parsed.value.identity)).toEqual(expected);
  });
});

test('flags win over the file', () => {
  const parsed = parseAzureJson(
    JSON.stringify({ ...place, useManagedIdentityExtension: true, userAssignedIdentityID: 'u' }),
    { subscriptionId: 'sub2', resourceGroup: 'group2', userAssignedIdentityClientId: 'u2' },
    {},
  );
  expect(parsed.ok && parsed.value).toMatchObject({
    subscriptionId: 'sub2',
    resourceGroup: 'group2',
    identity: { clientId: 'u2' },
  });
});

describe('problems', () => {
  const identity = { useManagedIdentityExtension: true };
  test.each<[string, string, string[]]>([
    ['no JSON', '{', ['azure.json', 'subscriptionId', 'resourceGroup', 'azure.json']],
    ['a list', '[]', ['azure.json', 'subscriptionId', 'resourceGroup', 'azure.json']],
    ['nobody to log in', JSON.stringify(place), ['azure.json']],
    [
      'a quoted switch',
      JSON.stringify({ ...place, ...identity, useManagedIdentityExtension: 'true' }),
      ['usemanagedidentityextension', 'azure.json'],
    ],
    ['an unknown cloud', JSON.stringify({ ...place, ...identity, cloud: 'Moon' }), ['cloud']],
    [
      'an Azure Stack without an address',
      JSON.stringify({ ...place, ...identity, cloud: 'AzureStackCloud' }),
      ['resourceManagerEndpoint'],
    ],
    [
      'a workload identity outside of a pod',
      JSON.stringify({ ...place, useWorkloadIdentityExtension: true }),
      ['useWorkloadIdentityExtension'],
    ],
    [
      'a secret without a tenant',
      JSON.stringify({ ...place, tenantId: '', aadClientId: 'c', aadClientSecret: 's' }),
      ['tenantId'],
    ],
  ])('%s', (_name, text, paths) => {
    const parsed = parseAzureJson(text, none, {});
    expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual(paths);
  });

  test('do not repeat what stands in the file', () => {
    const parsed = parseAzureJson('{"aadClientSecret": "s3cret" oops', none, {});
    expect(JSON.stringify(parsed)).not.toContain('s3cret');
  });
});

test.each([
  ['', 'https://management.azure.com', 'https://management.core.windows.net//.default'],
  ['AzureCloud', 'https://management.azure.com', 'https://management.core.windows.net//.default'],
  [
    'azurepubliccloud',
    'https://management.azure.com',
    'https://management.core.windows.net//.default',
  ],
  [
    'AzureUSGovernment',
    'https://management.usgovcloudapi.net',
    'https://management.core.usgovcloudapi.net/.default',
  ],
  [
    'AzureUSGovernmentCloud',
    'https://management.usgovcloudapi.net',
    'https://management.core.usgovcloudapi.net/.default',
  ],
  [
    'AzureChinaCloud',
    'https://management.chinacloudapi.cn',
    'https://management.core.chinacloudapi.cn/.default',
  ],
  ['AzureStackCloud', 'https://stack.example.org', 'https://audience.example.org/.default'],
])('cloud %j is at %s with the scope %s', (name, endpoint, scope) => {
  const cloud = cloudNamed(name, {
    authorityHost: 'https://login.example.org/',
    endpoint: 'https://stack.example.org/',
    audience: 'https://audience.example.org',
  });
  expect(cloud && [cloud.endpoint, scopeOf(cloud)]).toEqual([endpoint, scope]);
});
