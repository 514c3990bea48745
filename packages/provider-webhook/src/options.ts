import type { Behavior, Clock, Parsed } from '@org/dns-core';
import {
  createOptionsReader,
  type HttpCall,
  type OptionsReader,
  type ProxyOptions,
  type SecretSource,
  type TlsOptions,
} from '@org/dns-provider-kit';

export interface WebhookSettings {
  /** Where the service listens: a URL, whose path is kept in front of the protocol's paths, or `unix:PATH`, a Unix socket. */
  readonly url: string;
  /** Sent as bearer token to a service that asks for one. */
  readonly token?: SecretSource;
  /** For `https:` URLs: the authorities to trust, and the client certificate to show. */
  readonly tls?: TlsOptions;
  /** The two together are the time for one call with its body, as in upstream's client. */
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  /** The largest reply body in bytes, counted after decoding; 0: no limit. */
  readonly maxBodyBytes: number;
  /** `compat`: the domain filter is asked for once, a refused set of changes is not sent again in halves, and only version 1 is spoken. */
  readonly behavior: Behavior;
}

export interface WebhookOptions extends WebhookSettings {
  readonly proxy?: ProxyOptions;
  /** Told of every request, for metrics. */
  readonly observe?: (call: HttpCall) => void;
  readonly clock?: Clock;
  /** A number from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Settings out of an unknown value, with upstream's defaults. */
export function parseWebhookSettings(input: unknown): Parsed<WebhookSettings> {
  const options = createOptionsReader(input);
  const isSocket = options.textOr('url', '').startsWith('unix:');
  const token = options.optionalSecret('token');
  const tls = options.has('tls') ? parseTls(options.section('tls')) : undefined;
  return options.finish({
    url: isSocket ? options.text('url') : options.url('url', 'http://localhost:8888'),
    ...(token === undefined ? {} : { token }),
    ...(tls === undefined ? {} : { tls }),
    readTimeoutMs: options.integer('readTimeoutMs', 5_000, { min: 1 }),
    writeTimeoutMs: options.integer('writeTimeoutMs', 10_000, { min: 1 }),
    maxBodyBytes: options.integer('maxBodyBytes', 33_554_432, { min: 0 }),
    behavior: options.oneOf('behavior', ['safe', 'compat'], 'safe'),
  });
}

function parseTls(section: OptionsReader): TlsOptions {
  const files = (['caFile', 'certFile', 'keyFile'] as const).flatMap((key) => {
    const path = section.optionalText(key);
    return path === undefined ? [] : [[key, path] as const];
  });
  const tls: TlsOptions = Object.fromEntries(files);
  if ((tls.certFile === undefined) !== (tls.keyFile === undefined))
    section.problem('certFile', 'and keyFile belong together', 'give both, or none');
  return tls;
}
