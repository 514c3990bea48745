import type { Clock, DomainMatcher, Parsed } from '@org/dns-core';
import {
  createOptionsReader,
  type HttpCall,
  type ProxyOptions,
  type SecretSource,
} from '@org/dns-provider-kit';

export interface MyDnsSettings {
  /** Base URL of the API, such as `https://api.example.org/v1`. */
  readonly endpoint: string;
  readonly token: SecretSource;
  /** Records in one page of a list. */
  readonly pageSize: number;
}

export interface MyDnsOptions extends MyDnsSettings {
  /** The zones to work in, by name. Default: all. */
  readonly acceptsZone?: DomainMatcher;
  readonly userAgent?: string;
  readonly proxy?: ProxyOptions;
  /** Told of every request, for metrics. */
  readonly observe?: (call: HttpCall) => void;
  readonly clock?: Clock;
  /** A number from 0 up to 1, for the spread of waiting times. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Settings out of an unknown value: JSON, or the texts of flags and variables. `token` is a text or `{ file: path }`. */
export function parseMyDnsSettings(input: unknown): Parsed<MyDnsSettings> {
  const options = createOptionsReader(input, { textForms: true });
  return options.finish({
    endpoint: options.url('endpoint'),
    token: options.secret('token'),
    pageSize: options.integer('pageSize', 100, { min: 1, max: 1000 }),
  });
}
