import type { Behavior, Clock, DomainMatcher, Parsed } from '@org/dns-core';
import {
  createOptionsReader,
  type HttpCall,
  type SecretSource,
  type TlsOptions,
} from '@org/dns-provider-kit';

export interface CoreDnsSettings {
  /** URLs of the members of one etcd cluster. The scheme of the first is that of all: `http://` plain, `https://` TLS. */
  readonly endpoints: readonly string[];
  /** What every key begins with: the `path` of CoreDNS's etcd plugin and a `/`. */
  readonly prefix: string;
  /** Given together: etcd's own users. */
  readonly username?: string;
  readonly password?: SecretSource;
  /** Used with `https://` only. */
  readonly tls: TlsOptions;
  /** Writes `owner` into every value, and sees and touches those values only that carry it. */
  readonly strictlyOwned: boolean;
  readonly owner: string;
  /** `compat`: reads, and joins texts to addresses, as upstream does. */
  readonly behavior: Behavior;
}

export interface CoreDnsOptions extends CoreDnsSettings {
  /** The names to read. Default: all. */
  readonly acceptsName?: DomainMatcher;
  /** Told of every call, for metrics. */
  readonly observe?: (call: HttpCall) => void;
  /** The longest that one call may take. Default: 5,000. */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
  /** A number from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Settings out of an unknown value, with upstream's defaults. `password` is a text or `{ file: path }`. */
export function parseCoreDnsSettings(input: unknown): Parsed<CoreDnsSettings> {
  const options = createOptionsReader(input);
  const tls = options.section('tls');
  const behavior = options.oneOf('behavior', ['safe', 'compat'], 'safe');

  const given = options.textList('endpoints').filter((endpoint) => endpoint !== '');
  const endpoints = given.length === 0 ? ['http://localhost:2379'] : given;
  if (!/^https?:\/\//i.test(endpoints[0] ?? ''))
    options.problem(
      'endpoints[0]',
      'must begin with http:// or https://',
      'such as http://etcd.dns.svc:2379',
    );

  const username = options.optionalText('username') ?? '';
  const password = options.optionalSecret('password');
  if (username !== '' && password === undefined)
    options.problem('password', 'is missing', 'a user of etcd is given together with a password');

  const certFile = tls.optionalText('certFile');
  const keyFile = tls.optionalText('keyFile');
  if ((certFile === undefined) !== (keyFile === undefined))
    tls.problem(
      certFile === undefined ? 'certFile' : 'keyFile',
      'is missing',
      'a client certificate and its key are given together',
    );
  const caFile = tls.optionalText('caFile');
  const serverName = tls.optionalText('serverName');

  const strictlyOwned = options.boolean('strictlyOwned', false);
  const owner = options.textOr('owner', '');
  if (strictlyOwned && owner === '')
    options.problem('owner', 'is missing', 'values that are strictly owned name their owner');

  const prefix = options.textOr('prefix', '/skydns/');
  return options.finish({
    endpoints,
    // Upstream glues a prefix without its slash to the first label, where CoreDNS never looks.
    prefix: behavior === 'compat' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    ...(username === '' || password === undefined ? {} : { username, password }),
    tls: {
      ...(caFile === undefined ? {} : { caFile }),
      ...(certFile === undefined ? {} : { certFile }),
      ...(keyFile === undefined ? {} : { keyFile }),
      ...(serverName === undefined ? {} : { serverName }),
      insecureSkipVerify: tls.boolean('insecureSkipVerify', false),
    },
    strictlyOwned,
    owner,
    behavior,
  });
}
