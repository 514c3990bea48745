import { createDomainMatcher } from '@org/dns-core';
import { proxyOptionsFrom } from '@org/dns-provider-kit';
import type { CreateProvider } from './create-provider.ts';
import { nameFlags } from './name-flags.ts';

export const createPdns: CreateProvider = async (context) => {
  const { flags, behavior, environment, domainFilter, userAgent, observeRequest } = context;
  if (flags['dry-run'] && behavior === 'compat')
    return {
      ok: false,
      problems: [
        {
          path: '--dry-run',
          message: 'is refused by upstream for provider pdns',
          hint: 'Leave --behavior=compat out: then it plans and writes nothing.',
        },
      ],
    };
  const { createPdnsProvider, parsePdnsSettings } = await import('@org/dns-provider-pdns');
  const keyFile = flags['pdns-api-key-file'];
  const parsed = parsePdnsSettings({
    servers: flags['pdns-server'].split(',').map((server) => server.trim()),
    serverId: flags['pdns-server-id'],
    apiKey: keyFile === '' ? (flags['pdns-api-key']?.reveal() ?? '') : { file: keyFile },
    tls: {
      ...given('caFile', flags['tls-ca']),
      ...given('certFile', flags['tls-client-cert']),
      ...given('keyFile', flags['tls-client-cert-key']),
      insecureSkipVerify: flags['pdns-skip-tls-verify'],
    },
    behavior,
  });
  if (!parsed.ok)
    return nameFlags(parsed, {
      servers: 'pdns-server',
      serverId: 'pdns-server-id',
      apiKey: 'pdns-api-key',
      tls: 'tls-client-cert',
    });
  const value = createPdnsProvider({
    ...parsed.value,
    acceptsZone: createDomainMatcher([domainFilter]),
    userAgent,
    proxy: proxyOptionsFrom(environment),
    observe: (call) => observeRequest(call, 'provider'),
  });
  return { ok: true, value };
};

function given(key: string, value: string): Readonly<Record<string, string>> {
  return value === '' ? {} : { [key]: value };
}
