import { createDomainMatcher, type ConfigProblem } from '@org/dns-core';
import { proxyOptionsFrom } from '@org/dns-provider-kit';
import type { CreateProvider, ProviderContext } from './create-provider.ts';
import { nameFlags } from './name-flags.ts';

export const createHetzner: CreateProvider = async (context) => {
  const { flags, environment, domainFilter, userAgent, observeRequest } = context;
  const token = tokenIn(context);
  if (token === undefined) return { ok: false, problems: [noToken] };
  const { createHetznerProvider, parseHetznerSettings } = await import('@org/dns-provider-hetzner');
  const endpoint = flags['hetzner-endpoint'] || environment['HCLOUD_ENDPOINT'] || '';
  const parsed = parseHetznerSettings({ token, ...(endpoint === '' ? {} : { endpoint }) });
  if (!parsed.ok)
    return nameFlags(parsed, { token: 'hetzner-token-file', endpoint: 'hetzner-endpoint' });
  try {
    await parsed.value.token();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = 'Name a file that can be read and holds the token.';
    return { ok: false, problems: [{ path: '--hetzner-token-file', message, hint }] };
  }
  const value = createHetznerProvider({
    ...parsed.value,
    acceptsZone: createDomainMatcher([domainFilter]),
    userAgent,
    proxy: proxyOptionsFrom(environment),
    observe: (call) => observeRequest(call, 'provider'),
  });
  return { ok: true, value };
};

const noToken: ConfigProblem = {
  path: '--hetzner-token-file',
  message: 'is not given, and there is no token in the environment',
  hint: 'Set HETZNER_TOKEN, or name a file with --hetzner-token-file or HETZNER_TOKEN_FILE: a token of the Cloud API with Read & Write from the project that holds the zones.',
};

/** The first that is given: the flag, then the variables of Hetzner's own webhook, then that of the community's. */
function tokenIn({
  flags,
  environment,
}: ProviderContext): string | { readonly file: string } | undefined {
  const file = flags['hetzner-token-file'] || environment['HETZNER_TOKEN_FILE'] || '';
  if (file !== '') return { file };
  const token =
    environment['HETZNER_TOKEN']?.trim() || environment['HETZNER_API_KEY']?.trim() || '';
  return token === '' ? undefined : token;
}
