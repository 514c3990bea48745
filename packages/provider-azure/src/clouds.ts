/** Where one of Azure's clouds logs in and is managed. */
export interface AzureCloud {
  /** Microsoft Entra ID. */
  readonly authorityHost: string;
  /** Azure Resource Manager, without a final slash. */
  readonly endpoint: string;
  /** What a token is asked for; `/.default` is put behind it. */
  readonly audience: string;
  /** The authority is known to Microsoft's public list; that of an Azure Stack is not. */
  readonly isPublicAuthority: boolean;
}

const publicCloud: AzureCloud = {
  authorityHost: 'https://login.microsoftonline.com/',
  endpoint: 'https://management.azure.com',
  audience: 'https://management.core.windows.net/',
  isPublicAuthority: true,
};
const governmentCloud: AzureCloud = {
  authorityHost: 'https://login.microsoftonline.us/',
  endpoint: 'https://management.usgovcloudapi.net',
  audience: 'https://management.core.usgovcloudapi.net',
  isPublicAuthority: true,
};
const chinaCloud: AzureCloud = {
  authorityHost: 'https://login.chinacloudapi.cn/',
  endpoint: 'https://management.chinacloudapi.cn',
  audience: 'https://management.core.chinacloudapi.cn',
  isPublicAuthority: true,
};

/** The clouds by their names in azure.json, in upper case (Go SDK, `cloud` package; upstream's names for them). */
const clouds: ReadonlyMap<string, AzureCloud> = new Map([
  ['', publicCloud],
  ['AZURECLOUD', publicCloud],
  ['AZUREPUBLICCLOUD', publicCloud],
  ['AZUREUSGOVERNMENT', governmentCloud],
  ['AZUREUSGOVERNMENTCLOUD', governmentCloud],
  ['AZURECHINACLOUD', chinaCloud],
]);

export const azureStack = 'AZURESTACKCLOUD';

/** A cloud by name; `undefined` for one that nobody knows. An Azure Stack says its own addresses. */
export function cloudNamed(
  name: string,
  stack: Pick<AzureCloud, 'authorityHost' | 'endpoint' | 'audience'>,
): AzureCloud | undefined {
  const key = name.toUpperCase();
  if (key !== azureStack) return clouds.get(key);
  return { ...stack, endpoint: stack.endpoint.replace(/\/+$/, ''), isPublicAuthority: false };
}

/** The OAuth scope of a cloud: the audience with `/.default`, one slash more where the audience ends in one, as Azure wants it. */
export function scopeOf(cloud: AzureCloud): string {
  return `${cloud.audience}/.default`;
}
