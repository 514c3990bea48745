import type { Behavior, Clock, Parsed } from '@org/dns-core';
import { createOptionsReader, type HttpCall, type ProxyOptions } from '@org/dns-provider-kit';

export interface WebhookSettings {
  /** Where the service listens; a path is kept in front of the protocol's paths. */
  readonly url: string;
  /** The two together are the time for one call with its body, as in upstream's client. */
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  /** The largest reply body in bytes, counted after decoding; 0: no limit. */
  readonly maxBodyBytes: number;
  /** `compat`: the domain filter is asked for once, and a refused set of changes is not sent again in halves. */
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
  return options.finish({
    url: options.url('url', 'http://localhost:8888'),
    readTimeoutMs: options.integer('readTimeoutMs', 5_000, { min: 1 }),
    writeTimeoutMs: options.integer('writeTimeoutMs', 10_000, { min: 1 }),
    maxBodyBytes: options.integer('maxBodyBytes', 33_554_432, { min: 0 }),
    behavior: options.oneOf('behavior', ['safe', 'compat'], 'safe'),
  });
}
