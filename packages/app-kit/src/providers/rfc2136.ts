import { createDomainMatcher } from '@org/dns-core';
import type { CreateProvider } from './create-provider.ts';
import { nameFlags } from './name-flags.ts';

export const createRfc2136: CreateProvider = async ({ flags, behavior, domainFilter }) => {
  if (flags['rfc2136-gss-tsig'])
    return {
      ok: false,
      problems: [
        {
          path: '--rfc2136-gss-tsig',
          message:
            'is not supported: no Kerberos library for Node makes the signatures that it needs',
          hint: 'Give the server a TSIG key and use --rfc2136-tsig-keyname, --rfc2136-tsig-secret and --rfc2136-tsig-secret-alg.',
        },
      ],
    };
  const { createRfc2136Provider, parseRfc2136Settings } = await import('@org/dns-provider-rfc2136');
  const parsed = parseRfc2136Settings({
    hosts: flags['rfc2136-host'].length === 0 ? [''] : flags['rfc2136-host'],
    port: flags['rfc2136-port'],
    zones: flags['rfc2136-zone'],
    insecure: flags['rfc2136-insecure'],
    keyName: flags['rfc2136-tsig-keyname'],
    algorithm: flags['rfc2136-tsig-secret-alg'],
    ...(flags['rfc2136-tsig-secret'] === undefined ? {} : { secret: flags['rfc2136-tsig-secret'] }),
    transfer: flags['rfc2136-axfr'] || flags['rfc2136-tsig-axfr'],
    minTtlSeconds: Math.floor(flags['rfc2136-min-ttl'] / 1000),
    batchChangeSize: flags['rfc2136-batch-change-size'],
    loadBalancing: flags['rfc2136-load-balancing-strategy'],
    useTls: flags['rfc2136-use-tls'],
    tls: {
      ...given('caFile', flags['tls-ca']),
      ...given('certFile', flags['tls-client-cert']),
      ...given('keyFile', flags['tls-client-cert-key']),
      insecureSkipVerify: flags['rfc2136-skip-tls-verify'],
    },
    behavior,
  });
  if (!parsed.ok)
    return nameFlags(parsed, {
      hosts: 'rfc2136-host',
      port: 'rfc2136-port',
      zones: 'rfc2136-zone',
      keyName: 'rfc2136-tsig-keyname',
      secret: 'rfc2136-tsig-secret',
      algorithm: 'rfc2136-tsig-secret-alg',
      minTtlSeconds: 'rfc2136-min-ttl',
      batchChangeSize: 'rfc2136-batch-change-size',
      tls: 'tls-client-cert',
    });
  const value = createRfc2136Provider({
    ...parsed.value,
    acceptsName: createDomainMatcher([domainFilter]),
  });
  return { ok: true, value };
};

function given(key: string, value: string): Readonly<Record<string, string>> {
  return value === '' ? {} : { [key]: value };
}
