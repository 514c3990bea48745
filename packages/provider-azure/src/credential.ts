import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { ProviderError } from '@org/dns-core';
import { reasonOfStatus } from '@org/dns-provider-kit';
import type { AzureConfig } from './azure-json.ts';

/**
 * The credential that a configuration asks for. Tokens are kept by the library; a federated token's file is read again by it.
 * What goes wrong is a `ProviderError`: `transient` where the login could not be reached, else `unauthorized`.
 */
export async function createCredential(
  { identity, cloud }: AzureConfig,
  { httpClient, lastFailure }: LoginClient,
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
        lastFailure,
        new ClientSecretCredential(tenantId, clientId, secret, login),
        (text) => text.replaceAll(secret, '[secret]'),
      );
    }
    case 'workload': {
      const { tenantId, clientId, tokenFile, authorityHost = login.authorityHost } = identity;
      return explained(
        'workload identity',
        lastFailure,
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
        lastFailure,
        identity.clientId === undefined
          ? new ManagedIdentityCredential({ httpClient })
          : new ManagedIdentityCredential({ httpClient, clientId: identity.clientId }),
      );
  }
}

/** The way to the login. One for all credentials: the library keeps that of the first managed identity for good. */
export interface LoginClient {
  readonly httpClient: HttpClient;
  /** Why the last request got no proper answer, if it did not. The library hides that in errors of its own. */
  readonly lastFailure: () => ProviderError | undefined;
}

export function createLoginClient(inner: HttpClient): LoginClient {
  let failure: ProviderError | undefined;
  return {
    lastFailure: () => failure,
    httpClient: {
      async sendRequest(request) {
        try {
          const reply = await inner.sendRequest(request);
          failure =
            reasonOfStatus(reply.status) === 'transient'
              ? new ProviderError('transient', `status ${reply.status}`)
              : undefined;
          return reply;
        } catch (error) {
          failure = ProviderError.is(error) && error.reason === 'transient' ? error : undefined;
          throw error;
        }
      },
    },
  };
}

function explained(
  what: string,
  lastFailure: () => ProviderError | undefined,
  credential: TokenCredential,
  clean: (text: string) => string = (text) => text,
): TokenCredential {
  return {
    async getToken(scopes, options) {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        const failure = lastFailure();
        if (failure !== undefined)
          throw new ProviderError('transient', `Azure login (${what}): ${failure.message}`);
        const [firstLine = ''] = (error as Error).message.trim().split('\n');
        throw new ProviderError('unauthorized', `Azure login (${what}): ${clean(firstLine)}`);
      }
    },
  };
}
