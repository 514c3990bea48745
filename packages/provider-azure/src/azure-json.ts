import { Secret, type ConfigProblem, type Parsed } from '@org/dns-core';
import { azureStack, cloudNamed, type AzureCloud } from './clouds.ts';

/** What azure.json says, with what flags and the environment say in its place. */
export interface AzureConfig {
  readonly cloud: AzureCloud;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly identity: AzureIdentity;
}

/** As whom the provider logs in. */
export type AzureIdentity =
  | {
      readonly kind: 'client-secret';
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: Secret;
    }
  | {
      readonly kind: 'workload';
      readonly tenantId: string;
      readonly clientId: string;
      readonly tokenFile: string;
      /** In place of the cloud's. */
      readonly authorityHost?: string;
    }
  /** Without a client id: the identity that the system assigned. */
  | { readonly kind: 'managed'; readonly clientId?: string };

/** What the workload identity webhook puts into a pod's environment. */
export interface WorkloadEnvironment {
  /** AZURE_TENANT_ID */
  readonly tenantId?: string;
  /** AZURE_CLIENT_ID */
  readonly clientId?: string;
  /** AZURE_FEDERATED_TOKEN_FILE */
  readonly tokenFile?: string;
  /** AZURE_AUTHORITY_HOST */
  readonly authorityHost?: string;
}

/** What is taken before the file; `''`: the file's. */
export interface AzureOverrides {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly userAssignedIdentityClientId: string;
}

/** Keys in the lower case in which they are compared, as Go's JSON does. */
const textKeys = [
  'cloud',
  'tenantid',
  'subscriptionid',
  'resourcegroup',
  'location',
  'aadclientid',
  'aadclientsecret',
  'userassignedidentityid',
  'activedirectoryauthorityhost',
  'resourcemanageraudience',
  'resourcemanagerendpoint',
] as const;
const switchKeys = ['usemanagedidentityextension', 'useworkloadidentityextension'] as const;

type Texts = Readonly<Record<(typeof textKeys)[number], string>>;
type Switches = Readonly<Record<(typeof switchKeys)[number], boolean>>;

/**
 * The text of an azure.json (the file of Azure's Kubernetes cloud provider) as a configuration. Keys are compared without
 * case, unknown ones are passed over. `undefined` as text: there is no file, and the environment decides who logs in.
 */
export function parseAzureJson(
  text: string | undefined,
  overrides: AzureOverrides,
  environment: WorkloadEnvironment,
): Parsed<AzureConfig> {
  const problems: ConfigProblem[] = [];
  const problem = (path: string, message: string, hint: string): void => {
    problems.push({ path, message, hint });
  };
  const values = valuesOf(text, problem);
  const texts = Object.fromEntries(
    textKeys.map((key) => [key, typed(values, key, 'string', '', problem)]),
  ) as Texts;
  const switches = Object.fromEntries(
    switchKeys.map((key) => [key, typed(values, key, 'boolean', false, problem)]),
  ) as Switches;

  const cloud = toCloud(texts, problem);
  const subscriptionId = overrides.subscriptionId || texts.subscriptionid;
  const resourceGroup = overrides.resourceGroup || texts.resourcegroup;
  if (subscriptionId === '')
    problem('subscriptionId', 'is missing', 'Set it in azure.json or by --azure-subscription-id.');
  if (resourceGroup === '')
    problem('resourceGroup', 'is missing', 'Set it in azure.json or by --azure-resource-group.');
  const userAssigned = overrides.userAssignedIdentityClientId || texts.userassignedidentityid;
  const identity =
    text === undefined
      ? identityOfEnvironment(userAssigned, environment, problem)
      : identityOfFile(texts, switches, userAssigned, environment, problem);
  if (problems.length > 0 || cloud === undefined || identity === undefined)
    return { ok: false, problems };
  return { ok: true, value: { cloud, subscriptionId, resourceGroup, identity } };
}

type Report = (path: string, message: string, hint: string) => void;

function valuesOf(text: string | undefined, problem: Report): ReadonlyMap<string, unknown> {
  if (text === undefined) return new Map();
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null && !Array.isArray(json))
      return new Map(Object.entries(json).map(([key, value]) => [key.toLowerCase(), value]));
  } catch {
    // The parser's message quotes the text, which may hold a secret.
  }
  problem('azure.json', 'is not a JSON object', 'Write it as the documentation of Azure shows.');
  return new Map();
}

function typed<T>(
  values: ReadonlyMap<string, unknown>,
  key: string,
  type: 'string' | 'boolean',
  fallback: T,
  problem: Report,
): T {
  const value = values.get(key) ?? fallback;
  if (typeof value === type) return value as T;
  const wanted = type === 'string' ? 'a text' : 'true or false, without quotes';
  problem(key, `must be ${wanted}`, 'Correct it in azure.json.');
  return fallback;
}

function toCloud(texts: Texts, problem: Report): AzureCloud | undefined {
  const cloud = cloudNamed(texts.cloud, {
    authorityHost: texts.activedirectoryauthorityhost,
    endpoint: texts.resourcemanagerendpoint,
    audience: texts.resourcemanageraudience,
  });
  if (cloud === undefined) {
    problem(
      'cloud',
      `unknown cloud name: ${texts.cloud.toUpperCase()}`,
      'Use AzurePublicCloud, AzureUSGovernmentCloud, AzureChinaCloud or AzureStackCloud.',
    );
  } else if (texts.cloud.toUpperCase() === azureStack && !URL.canParse(cloud.endpoint)) {
    problem(
      'resourceManagerEndpoint',
      'must be a URL where the cloud is AzureStackCloud',
      'Set resourceManagerEndpoint, resourceManagerAudience and activeDirectoryAuthorityHost.',
    );
  }
  return cloud;
}

/** Upstream's order: a client secret wins over the switches, and `msi` in its place is none. */
function identityOfFile(
  texts: Texts,
  switches: Switches,
  userAssigned: string,
  environment: WorkloadEnvironment,
  problem: Report,
): AzureIdentity | undefined {
  const { tenantid: tenantId, aadclientid: clientId, aadclientsecret: secret } = texts;
  if (isGiven(clientId) && isGiven(secret)) {
    if (tenantId === '')
      problem('tenantId', 'is missing', 'A client secret is used within a tenant; name it.');
    return { kind: 'client-secret', tenantId, clientId, clientSecret: new Secret(secret) };
  }
  if (switches.useworkloadidentityextension) {
    const ownClientId = isGiven(clientId) ? clientId : undefined;
    return workloadIdentity(tenantId || undefined, ownClientId, environment, problem);
  }
  if (switches.usemanagedidentityextension) return managedIdentity(userAssigned);
  problem(
    'azure.json',
    'no credentials provided for Azure API',
    'Set aadClientId and aadClientSecret, useWorkloadIdentityExtension or useManagedIdentityExtension.',
  );
  return undefined;
}

function isGiven(value: string): boolean {
  return value !== '' && value.toLowerCase() !== 'msi';
}

function identityOfEnvironment(
  userAssigned: string,
  environment: WorkloadEnvironment,
  problem: Report,
): AzureIdentity | undefined {
  return environment.tokenFile === undefined
    ? managedIdentity(userAssigned)
    : workloadIdentity(undefined, undefined, environment, problem);
}

function managedIdentity(clientId: string): AzureIdentity {
  return clientId === '' ? { kind: 'managed' } : { kind: 'managed', clientId };
}

function workloadIdentity(
  ownTenantId: string | undefined,
  ownClientId: string | undefined,
  environment: WorkloadEnvironment,
  problem: Report,
): AzureIdentity | undefined {
  const { tokenFile, authorityHost } = environment;
  const tenantId = ownTenantId ?? environment.tenantId;
  const clientId = ownClientId ?? environment.clientId;
  const missing = [
    ...(tenantId === undefined ? ['AZURE_TENANT_ID'] : []),
    ...(clientId === undefined ? ['AZURE_CLIENT_ID'] : []),
    ...(tokenFile === undefined ? ['AZURE_FEDERATED_TOKEN_FILE'] : []),
  ];
  if (tenantId === undefined || clientId === undefined || tokenFile === undefined) {
    problem(
      'useWorkloadIdentityExtension',
      `${missing.join(', ')} not set, so there is no workload identity`,
      'Annotate the service account with azure.workload.identity/client-id and label the pod azure.workload.identity/use=true.',
    );
    return undefined;
  }
  return {
    kind: 'workload',
    tenantId,
    clientId,
    tokenFile,
    ...(authorityHost === undefined ? {} : { authorityHost }),
  };
}
