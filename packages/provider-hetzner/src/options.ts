import type { Clock, DomainMatcher, Parsed } from '@org/dns-core';
import {
  createOptionsReader,
  type HttpCall,
  type ProxyOptions,
  type SecretSource,
} from '@org/dns-provider-kit';
import type { Quota } from './request-budget.ts';

export interface HetznerSettings {
  /** A token of the Cloud API (Read & Write) of the project that holds the zones. */
  readonly token: SecretSource;
  /** Base URL of the Cloud API, with its version. */
  readonly endpoint: string;
  /**
   * Keeps the labels of record sets: those that the properties `hetzner/label-KEY` ask for, and `external-dns/owner` on what
   * is created. Without it labels are neither read nor changed.
   */
  readonly labels: boolean;
}

export interface HetznerOptions extends HetznerSettings {
  /** The zones to work in, by name. Default: all primary zones of the project. */
  readonly acceptsZone?: DomainMatcher;
  readonly userAgent?: string;
  readonly proxy?: ProxyOptions;
  /** Told of every request, for metrics. */
  readonly observe?: (call: HttpCall) => void;
  /** Told what is left of the project's rate limit, after every reply that says so. */
  readonly observeQuota?: (quota: Quota) => void;
  readonly clock?: Clock;
  /** A number from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

const publicEndpoint = 'https://api.hetzner.cloud/v1';

/** Settings out of an unknown value. `token` is a text, a `SecretSource` or `{ file: path }`. */
export function parseHetznerSettings(input: unknown): Parsed<HetznerSettings> {
  const options = createOptionsReader(input);
  const endpoint = options.url('endpoint', publicEndpoint) || publicEndpoint;
  if (URL.canParse(endpoint) && new URL(endpoint).hostname === 'dns.hetzner.com')
    options.problem(
      'endpoint',
      'is the API of the old DNS Console, which was switched off in May 2026',
      `leave it out for ${publicEndpoint}`,
    );
  return options.finish({
    token: options.secret('token'),
    endpoint,
    labels: options.boolean('labels', false),
  });
}
