import {
  toDnsName,
  type Behavior,
  type Clock,
  type DomainMatcher,
  type Parsed,
} from '@org/dns-core';
import {
  createOptionsReader,
  type OptionsReader,
  type SecretSource,
  type TlsOptions,
} from '@org/dns-provider-kit';
import type { DnsServer } from './transport/dns-server.ts';
import { tsigAlgorithms, type TsigAlgorithm } from './wire/tsig-key.ts';

export type LoadBalancing = 'disabled' | 'round-robin' | 'random';

export interface TsigSettings {
  readonly keyName: string;
  readonly algorithm: TsigAlgorithm;
  /** Base64. */
  readonly secret: SecretSource;
}

export interface Rfc2136Settings {
  /** All hold the same zones; at least one. */
  readonly servers: readonly DnsServer[];
  readonly loadBalancing: LoadBalancing;
  /** As they were written; `''` is the root. */
  readonly zones: readonly string[];
  /** Signs all requests; absent: none is signed. */
  readonly tsig?: TsigSettings;
  /** Zones may be transferred. Without it nothing is read, and records are only ever added. */
  readonly transfer: boolean;
  /** The least TTL that is written. */
  readonly minTtlSeconds: number;
  /** Record sets that one message changes at most, unless one name alone needs more. */
  readonly batchChangeSize: number;
  /** DNS over TLS; absent: TCP. */
  readonly tls?: TlsOptions;
  /** `compat`: reads and writes as upstream does. */
  readonly behavior: Behavior;
}

export interface Rfc2136Options extends Rfc2136Settings {
  /** The names whose records `compat` writes. Default: all. */
  readonly acceptsName?: DomainMatcher;
  readonly clock?: Clock;
  /** A number from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Default: 5 s. */
  readonly connectTimeoutMs?: number;
  /** The longest silence of a server that was asked. Default: 10 s. */
  readonly answerTimeoutMs?: number;
}

const upstreamAlgorithms: readonly string[] = tsigAlgorithms.filter((name) => name !== 'hmac-md5');

/**
 * Settings out of an unknown value: `hosts`, `port`, `zones`, `insecure` or `keyName`, `secret` (a text or `{ file: path }`) and
 * `algorithm`, `transfer`, `minTtlSeconds`, `batchChangeSize`, `loadBalancing`, `useTls` with `tls`, `behavior`.
 */
export function parseRfc2136Settings(input: unknown): Parsed<Rfc2136Settings> {
  const options = createOptionsReader(input);
  const behavior = options.oneOf('behavior', ['safe', 'compat'], 'safe');
  const isSafe = behavior === 'safe';
  const useTls = options.boolean('useTls', false);
  const tls = readTls(options.section('tls'));
  const hosts = options.textList('hosts');
  if (isSafe && hosts.filter((host) => host !== '').length === 0)
    options.problem('hosts', 'is required', 'the name or address of the DNS server');
  const port = options.integer('port', 0, { max: 65_535 });
  const servers = hosts
    .filter((host) => host !== '' || !isSafe)
    .map((host) => ({
      host: host === '' ? 'localhost' : host.replace(/^\[(.*)\]$/, '$1'),
      port: port === 0 && isSafe ? defaultPort(useTls) : port,
    }));
  const zones = options.textList('zones');
  for (const [index, zone] of zones.entries()) {
    if (isSafe && zone !== '' && zone !== '.' && toDnsName(zone).split('.').includes(''))
      options.problem(`zones[${index}]`, `"${zone}" is not a domain name`, 'such as example.org');
  }
  const tsig = readTsig(options, behavior);
  return options.finish({
    servers,
    loadBalancing: options.oneOf(
      'loadBalancing',
      ['disabled', 'round-robin', 'random'],
      'disabled',
    ),
    zones: zones.length === 0 ? [''] : zones,
    ...(tsig === undefined ? {} : { tsig }),
    transfer: options.boolean('transfer', false),
    minTtlSeconds: options.integer('minTtlSeconds', 0, { max: 2_147_483_647 }),
    batchChangeSize: options.integer('batchChangeSize', 50, { min: 1 }),
    ...(useTls ? { tls } : {}),
    behavior,
  });
}

function defaultPort(useTls: boolean): number {
  return useTls ? 853 : 53;
}

function readTsig(options: OptionsReader, behavior: Behavior): TsigSettings | undefined {
  const insecure = options.boolean('insecure', false);
  const keyName = options.optionalText('keyName') ?? '';
  const written = options.optionalText('algorithm') ?? '';
  const secret = options.optionalSecret('secret');
  if (insecure) return undefined;
  const algorithm = tsigAlgorithms.find((name) =>
    behavior === 'compat'
      ? name === written && upstreamAlgorithms.includes(name)
      : name === written.toLowerCase().replace(/\.$/, ''),
  );
  const known = behavior === 'compat' ? upstreamAlgorithms : tsigAlgorithms;
  if (algorithm === undefined)
    options.problem(
      'algorithm',
      `"${written}" is not a TSIG algorithm`,
      `one of ${known.join(', ')}`,
    );
  const isComplete = keyName !== '' && secret !== undefined;
  if (behavior === 'safe' && keyName === '')
    options.problem('keyName', 'is required', 'the name of the key as the server knows it');
  if (behavior === 'safe' && secret === undefined)
    options.problem('secret', 'is required', 'the secret of the key in base64');
  if (algorithm === undefined || !isComplete) return undefined;
  return { keyName, algorithm, secret };
}

function readTls(tls: OptionsReader): TlsOptions {
  const caFile = tls.optionalText('caFile');
  const certFile = tls.optionalText('certFile');
  const keyFile = tls.optionalText('keyFile');
  const serverName = tls.optionalText('serverName');
  if ((certFile === undefined) !== (keyFile === undefined))
    tls.problem(
      certFile === undefined ? 'certFile' : 'keyFile',
      'is missing',
      'a client certificate and its key are given together',
    );
  return {
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
    ...(serverName === undefined ? {} : { serverName }),
    insecureSkipVerify: tls.boolean('insecureSkipVerify', false),
  };
}
