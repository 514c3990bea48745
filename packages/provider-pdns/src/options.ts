import type { Behavior, Clock, DomainMatcher, Parsed } from '@org/dns-core';
import {
  createOptionsReader,
  type HttpCall,
  type ProxyOptions,
  type SecretSource,
  type TlsOptions,
} from '@org/dns-provider-kit';

export interface PdnsSettings {
  /** Base URLs of the API, tried in this order; a path is kept in front of `/api/v1`. */
  readonly servers: readonly string[];
  /** How the server names itself; `localhost` in every PowerDNS Authoritative Server. */
  readonly serverId: string;
  readonly apiKey: SecretSource;
  readonly tls: TlsOptions;
  /** `compat`: writes and reads as upstream does, its phases and alias rules included. */
  readonly behavior: Behavior;
}

export interface PdnsOptions extends PdnsSettings {
  /** The zones to work in, by name. Default: all. */
  readonly acceptsZone?: DomainMatcher;
  readonly userAgent?: string;
  readonly proxy?: ProxyOptions;
  /** Told of every request, for metrics. */
  readonly observe?: (call: HttpCall) => void;
  readonly clock?: Clock;
  /** A number from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Settings out of an unknown value, with upstream's defaults. `apiKey` is a text or `{ file: path }`. */
export function parsePdnsSettings(input: unknown): Parsed<PdnsSettings> {
  const options = createOptionsReader(input);
  const tls = options.section('tls');
  const servers = options.textList('servers');
  for (const [index, server] of servers.entries()) {
    if (!/^https?:\/\//.test(server) || !URL.canParse(server))
      options.problem(
        `servers[${index}]`,
        'must be a URL that begins with http:// or https://',
        'such as http://127.0.0.1:8081',
      );
  }
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
  return options.finish({
    servers: servers.length === 0 ? ['http://localhost:8081'] : servers,
    serverId: options.textOr('serverId', 'localhost') || 'localhost',
    apiKey: options.secret('apiKey'),
    tls: {
      ...(caFile === undefined ? {} : { caFile }),
      ...(certFile === undefined ? {} : { certFile }),
      ...(keyFile === undefined ? {} : { keyFile }),
      ...(serverName === undefined ? {} : { serverName }),
      insecureSkipVerify: tls.boolean('insecureSkipVerify', false),
    },
    behavior: options.oneOf('behavior', ['safe', 'compat'], 'safe'),
  });
}
