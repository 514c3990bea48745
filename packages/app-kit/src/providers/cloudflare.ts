import { createDomainMatcher, type ConfigProblem } from '@org/dns-core';
import { proxyOptionsFrom } from '@org/dns-provider-kit';
import type { Environment } from '../flags/parse-flags.ts';
import type { CreateProvider } from './create-provider.ts';
import { nameFlags } from './name-flags.ts';

export const createCloudflare: CreateProvider = async (context) => {
  const { flags, given, behavior, environment, domainFilter, userAgent } = context;
  const { createCloudflareProvider, parseCloudflareSettings } =
    await import('@org/dns-provider-cloudflare');
  const isCompat = behavior === 'compat';
  const zoneIds = flags['zone-id-filter'];
  const settings = parseCloudflareSettings({
    ...credentialsIn(environment, isCompat),
    ...(environment['CLOUDFLARE_BASE_URL'] ? { baseUrl: environment['CLOUDFLARE_BASE_URL'] } : {}),
    // Upstream looks at the first one only to know whether any were given.
    zoneIds: isCompat && !zoneIds[0] ? [] : zoneIds.filter((id) => id !== ''),
    proxied: flags['cloudflare-proxied'],
    ...(flags['cloudflare-custom-hostnames']
      ? {
          customHostnames: {
            minTlsVersion: flags['cloudflare-custom-hostnames-min-tls-version'],
            certificateAuthority: flags['cloudflare-custom-hostnames-certificate-authority'],
          },
        }
      : {}),
    regionalServices: flags['cloudflare-regional-services'],
    defaultRegion: flags['cloudflare-region-key'],
    comment: flags['cloudflare-record-comment'],
    // The defaults are upstream's; without them the largest pages and batches that the service allows.
    ...(isCompat || given.has('cloudflare-dns-records-per-page')
      ? { recordsPerPage: flags['cloudflare-dns-records-per-page'] }
      : {}),
    ...(isCompat || given.has('batch-change-size')
      ? { batchSize: Math.max(1, flags['batch-change-size']) }
      : {}),
    ...(isCompat || given.has('batch-change-interval')
      ? { batchIntervalMs: flags['batch-change-interval'] }
      : {}),
    ...(isCompat ? { propertyPrefix: flags['annotation-prefix'] } : {}),
    behavior,
  });
  const parsed = nameFlags(settings, {
    zoneIds: 'zone-id-filter',
    comment: 'cloudflare-record-comment',
    recordsPerPage: 'cloudflare-dns-records-per-page',
    batchSize: 'batch-change-size',
    batchIntervalMs: 'batch-change-interval',
  });
  if (!parsed.ok) return nameVariables(parsed.problems);
  const { credentials } = parsed.value;
  try {
    await (credentials.kind === 'token' ? credentials.token() : credentials.key());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const path = credentials.kind === 'token' ? 'CF_API_TOKEN' : 'CF_API_KEY';
    return { ok: false, problems: [{ path, message, hint: 'Name a file that can be read.' }] };
  }
  const value = createCloudflareProvider({
    ...parsed.value,
    acceptsZone: createDomainMatcher([domainFilter]),
    userAgent,
    proxy: proxyOptionsFrom(environment),
    observe: (call) => context.observeRequest(call, 'provider'),
    observeQuota: (quota) => context.observeQuota(quota, 'cloudflare'),
  });
  return { ok: true, value };
};

/** Upstream's variables; in `safe` also those of Cloudflare's own tools, where upstream's are not set. */
function credentialsIn(
  environment: Environment,
  isCompat: boolean,
): Readonly<Record<string, unknown>> {
  const get = (own: string, vendors: string): string =>
    environment[own] || (isCompat ? '' : (environment[vendors] ?? '')) || '';
  return {
    apiToken: textOrFile(get('CF_API_TOKEN', 'CLOUDFLARE_API_TOKEN')),
    apiKey: textOrFile(get('CF_API_KEY', 'CLOUDFLARE_API_KEY'), isCompat),
    ...(get('CF_API_EMAIL', 'CLOUDFLARE_EMAIL') === ''
      ? {}
      : { email: get('CF_API_EMAIL', 'CLOUDFLARE_EMAIL') }),
  };
}

/** `file:/run/secrets/token` is read from there. */
function textOrFile(value: string, isTextAlways = false): string | { readonly file: string } {
  return value.startsWith('file:') && !isTextAlways
    ? { file: value.slice('file:'.length) }
    : value.trim();
}

const variableOf: Readonly<Record<string, string>> = {
  apiToken: 'CF_API_TOKEN',
  apiKey: 'CF_API_KEY',
  email: 'CF_API_EMAIL',
  baseUrl: 'CLOUDFLARE_BASE_URL',
};

function nameVariables(problems: readonly ConfigProblem[]): {
  readonly ok: false;
  readonly problems: readonly ConfigProblem[];
} {
  return {
    ok: false,
    problems: problems.map((problem) => ({
      ...problem,
      path: variableOf[problem.path] ?? problem.path,
    })),
  };
}
