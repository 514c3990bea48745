import { createDomainMatcher, type ConfigProblem } from '@org/dns-core';
import { proxyOptionsFrom } from '@org/dns-provider-kit';
import type { CreateProvider, ProviderContext } from './create-provider.ts';

export const createHetzner: CreateProvider = async (context) => {
  const { flags, environment, domainFilter, userAgent } = context;
  const token = tokenIn(context);
  if (token === undefined) return { ok: false, problems: [noToken] };
  const endpoint = endpointIn(context);
  const { createHetznerProvider, parseHetznerSettings } = await import('@org/dns-provider-hetzner');
  const parsed = parseHetznerSettings({
    token: token.value,
    ...(endpoint.value === '' ? {} : { endpoint: endpoint.value }),
    labels: flags['hetzner-labels'],
  });
  const pathOf: Readonly<Record<string, string>> = {
    token: token.path,
    endpoint: endpoint.path,
  };
  if (!parsed.ok) {
    const problems = parsed.problems.map((one) => ({ ...one, path: pathOf[one.path] ?? one.path }));
    return { ok: false, problems };
  }
  try {
    await parsed.value.token();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = 'Name a file that can be read and holds the token.';
    return { ok: false, problems: [{ path: token.path, message, hint }] };
  }
  const value = createHetznerProvider({
    ...parsed.value,
    acceptsZone: createDomainMatcher([domainFilter]),
    userAgent,
    proxy: proxyOptionsFrom(environment),
    observe: (call) => context.observeRequest(call, 'provider'),
    observeQuota: (quota) => context.observeQuota(quota, 'hetzner'),
  });
  return { ok: true, value };
};

const noToken: ConfigProblem = {
  path: '--hetzner-token-file',
  message: 'is not given, and there is no token in the environment',
  hint: 'Set HETZNER_TOKEN, or name a file with --hetzner-token-file or HETZNER_TOKEN_FILE: a token of the Cloud API with Read & Write, from the project that holds the zones.',
};

interface Found<T> {
  readonly value: T;
  /** Where it was given. */
  readonly path: string;
}

/** The first that is given: the flag, then the variables of Hetzner's own webhook, then that of the community's. */
function tokenIn({
  flags,
  environment,
}: ProviderContext): Found<string | { readonly file: string }> | undefined {
  if (flags['hetzner-token-file'] !== '')
    return { value: { file: flags['hetzner-token-file'] }, path: '--hetzner-token-file' };
  const file = environment['HETZNER_TOKEN_FILE'] ?? '';
  if (file !== '') return { value: { file }, path: 'HETZNER_TOKEN_FILE' };
  for (const path of ['HETZNER_TOKEN', 'HETZNER_API_KEY']) {
    const value = environment[path]?.trim() ?? '';
    if (value !== '') return { value, path };
  }
  return undefined;
}

function endpointIn({ flags, environment }: ProviderContext): Found<string> {
  return flags['hetzner-endpoint'] === ''
    ? { value: environment['HCLOUD_ENDPOINT'] ?? '', path: 'HCLOUD_ENDPOINT' }
    : { value: flags['hetzner-endpoint'], path: '--hetzner-endpoint' };
}
