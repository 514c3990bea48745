import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { ProviderError } from '@org/dns-core';
import type { AzureConfig } from './azure-json.ts';

/**
 * The credential that a configuration asks for. Tokens are kept by the library; a federated token's file is read again by it.
 * What goes wrong is a `ProviderError`: `transient` where the login could not be reached, else `unauthorized`.
 */
export async function createCredential(
  { identity, cloud }: AzureConfig,
  httpClient: HttpClient,
): Promise<TokenCredential> {
  const { ClientSecretCredential, ManagedIdentityCredential, WorkloadIdentityCredential } =
    await import('@azure/identity');
  const login = {
    httpClient,
    authorityHost: cloud.authorityHost,
    disableInstanceDiscovery: !cloud.isPublicAuthority,
  };
  switch (identity.kind) {
    case 'client-secret': {
      const { tenantId, clientId, clientSecret } = identity;
      const secret = clientSecret.reveal();
      return explained(
        'client secret of azure.json',
        new ClientSecretCredential(tenantId, clientId, secret, login),
        (text) => text.replaceAll(secret, '[secret]'),
      );
    }
    case 'workload': {
      const { tenantId, clientId, tokenFile, authorityHost = login.authorityHost } = identity;
      return explained(
        'workload identity',
        new WorkloadIdentityCredential({
          ...login,
          authorityHost,
          tenantId,
          clientId,
          tokenFilePath: tokenFile,
        }),
      );
    }
    case 'managed':
      return explained(
        'managed identity',
        identity.clientId === undefined
          ? new ManagedIdentityCredential({ httpClient })
          : new ManagedIdentityCredential({ httpClient, clientId: identity.clientId }),
      );
  }
}

function explained(
  what: string,
  credential: TokenCredential,
  clean: (text: string) => string = (text) => text,
): TokenCredential {
  return {
    async getToken(scopes, options) {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        if (options?.abortSignal?.aborted === true) throw error;
        const cause = transientCauseOf(error);
        const said = clean(error instanceof Error ? error.message : String(error));
        const [firstLine = ''] = said.trim().split('\n');
        throw cause === undefined
          ? new ProviderError('unauthorized', `Azure login (${what}): ${firstLine}`)
          : new ProviderError('transient', `Azure login (${what}): ${cause.message}`, {
              retryAfterMs: cause.retryAfterMs,
            });
      }
    },
  };
}

/** The failed connection below an error of the library, which wraps what it gets. */
function transientCauseOf(error: unknown): ProviderError | undefined {
  let inner = error;
  for (let depth = 0; depth < 5 && typeof inner === 'object' && inner !== null; depth += 1) {
    if (ProviderError.is(inner)) return inner.reason === 'transient' ? inner : undefined;
    inner = (inner as { readonly cause?: unknown }).cause;
  }
  return undefined;
}
