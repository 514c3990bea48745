import type { FakeReply, FakeRequest } from '@org/dns-provider-kit/testing';

/** What a login with a client secret, and one with a managed identity (App Service's form of it), is answered. */
export function login(request: FakeRequest, url: string, token: string): FakeReply | undefined {
  const { path, body, headers } = request;
  if (path.endsWith('/.well-known/openid-configuration')) {
    const tenant = path.split('/')[1];
    return {
      json: {
        issuer: `${url}/${tenant}/v2.0`,
        authorization_endpoint: `${url}/${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${url}/${tenant}/oauth2/v2.0/token`,
        end_session_endpoint: `${url}/${tenant}/oauth2/v2.0/logout`,
        jwks_uri: `${url}/${tenant}/keys`,
      },
    };
  }
  if (path.endsWith('/oauth2/v2.0/token')) {
    const form = new URLSearchParams(body);
    const isKnown =
      form.get('client_secret') === fakeClientSecret ||
      form.get('client_assertion') === fakeFederatedToken;
    if (form.get('client_id') !== fakeClientId || !isKnown)
      return {
        status: 401,
        json: {
          error: 'invalid_client',
          error_description: `AADSTS7000215: Invalid client secret provided: ${form.get('client_secret')}`,
          error_codes: [7_000_215],
        },
      };
    return { json: { token_type: 'Bearer', expires_in: 3600, access_token: token } };
  }
  if (path === '/msi/token') {
    if (headers['x-identity-header'] !== fakeIdentityHeader) return { status: 400, json: {} };
    const inAnHour = Math.floor(Date.now() / 1000) + 3600;
    return { json: { access_token: token, expires_on: String(inAnHour), token_type: 'Bearer' } };
  }
  return undefined;
}

export const fakeClientId = 'client-1';
export const fakeClientSecret = 'cl1ent-s3cret';
export const fakeFederatedToken = 'federated-t0ken';
export const fakeIdentityHeader = 'identity-h3ader';
