import { createDomainMatcher, type Parsed } from '@org/dns-core';
import type { Environment } from '../flags/parse-flags.ts';
import type { CreateProvider } from './create-provider.ts';
import { nameFlags } from './name-flags.ts';

/** Flags say where the keys lie, the environment (`ETCD_…`) where etcd is, as upstream has it. */
export const createCoreDns: CreateProvider = async (context) => {
  const { flags, behavior, environment, domainFilter, observeRequest } = context;
  const { createCoreDnsProvider, parseCoreDnsSettings } =
    await import('@org/dns-provider-coredns-skydns');
  const parsed = parseCoreDnsSettings({
    endpoints: (environment['ETCD_URLS'] ?? '').split(',').map((url) => url.trim()),
    prefix: flags['coredns-prefix'],
    username: environment['ETCD_USERNAME'] ?? '',
    password: environment['ETCD_PASSWORD'] ?? '',
    tls: tlsFrom(environment),
    strictlyOwned: flags['coredns-strictly-owned'],
    owner: flags['txt-owner-id'],
    behavior,
  });
  if (!parsed.ok) return nameVariables(nameFlags(parsed, { owner: 'txt-owner-id' }));
  const value = createCoreDnsProvider({
    ...parsed.value,
    acceptsName: createDomainMatcher([domainFilter]),
    observe: (call) => observeRequest(call, 'provider'),
  });
  return { ok: true, value };
};

/** The files are meant for URLs that begin with `https://`, and are left alone with others. */
function tlsFrom(environment: Environment): Readonly<Record<string, unknown>> {
  const [first = ''] = (environment['ETCD_URLS'] ?? '').split(',');
  if (!/^\s*https:/i.test(first)) return {};
  const given = (key: string, variable: string): Readonly<Record<string, string>> => {
    const value = environment[variable] ?? '';
    return value === '' ? {} : { [key]: value };
  };
  return {
    ...given('caFile', 'ETCD_CA_FILE'),
    ...given('certFile', 'ETCD_CERT_FILE'),
    ...given('keyFile', 'ETCD_KEY_FILE'),
    ...given('serverName', 'ETCD_TLS_SERVER_NAME'),
    insecureSkipVerify: /^(?:true|yes|1)$/i.test(environment['ETCD_TLS_INSECURE'] ?? ''),
  };
}

const variableOf: Readonly<Record<string, string>> = {
  'endpoints[0]': 'ETCD_URLS',
  password: 'ETCD_PASSWORD',
  'tls.certFile': 'ETCD_CERT_FILE',
  'tls.keyFile': 'ETCD_KEY_FILE',
};

function nameVariables<T>(parsed: Parsed<T>): Parsed<T> {
  if (parsed.ok) return parsed;
  return {
    ok: false,
    problems: parsed.problems.map((problem) => ({
      ...problem,
      path: variableOf[problem.path] ?? problem.path,
    })),
  };
}
