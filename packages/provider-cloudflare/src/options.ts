import { Secret, type Behavior, type Clock, type DomainMatcher, type Parsed } from '@org/dns-core';
import {
  createOptionsReader,
  fixedSecret,
  type HttpCall,
  type OptionsReader,
  type ProxyOptions,
  type SecretSource,
} from '@org/dns-provider-kit';
import type { Quota } from './quota.ts';

export type CloudflareCredentials =
  | { readonly kind: 'token'; readonly token: SecretSource }
  /** The account's global API key, and whose it is. */
  | { readonly kind: 'key'; readonly key: SecretSource; readonly email: string };

/** Cloudflare for SaaS. */
export interface CustomHostnameSettings {
  readonly minTlsVersion: '1.0' | '1.1' | '1.2' | '1.3';
  /** Absent: the service chooses. */
  readonly certificateAuthority?: 'google' | 'ssl_com' | 'lets_encrypt';
}

export interface CloudflareSettings {
  readonly credentials: CloudflareCredentials;
  readonly baseUrl: string;
  /** These zones alone; none: every zone that the credentials can see. */
  readonly zoneIds: readonly string[];
  /** What can be proxied is, unless its endpoint says otherwise. */
  readonly proxied: boolean;
  /** Absent: custom hostnames are left alone. */
  readonly customHostnames?: CustomHostnameSettings;
  /** Absent: regional hostnames are left alone. `''`: none but where an endpoint asks for one. */
  readonly defaultRegion?: string;
  /** Put on records whose endpoint has no comment of its own; `''`: none. */
  readonly comment: string;
  /** Records in one page of a list; 0: as many as the service likes. */
  readonly recordsPerPage: number;
  /** Operations in one batch at most; absent: as many as the zone's plan allows. */
  readonly batchSize?: number;
  /** Between two batches of a zone. */
  readonly batchIntervalMs: number;
  /** What the names of this provider's properties begin with; ends in `/`. */
  readonly propertyPrefix: string;
  /** `compat`: decides and writes as upstream does. */
  readonly behavior: Behavior;
}

export interface CloudflareOptions extends CloudflareSettings {
  /** The zones to work in, by name; not asked about `zoneIds`. Default: all. */
  readonly acceptsZone?: DomainMatcher;
  readonly userAgent?: string;
  readonly proxy?: ProxyOptions;
  /** Told of every request, for metrics. */
  readonly observe?: (call: HttpCall) => void;
  /** Told what is left of the rate limit, whenever the service says so. */
  readonly observeQuota?: (quota: Quota) => void;
  readonly clock?: Clock;
  /** A number from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

const tlsVersions = ['1.0', '1.1', '1.2', '1.3'] as const;
const authorities = ['none', 'google', 'ssl_com', 'lets_encrypt'] as const;

/**
 * Settings out of an unknown value. `apiToken` and `apiKey` are texts or `{ file: path }`; the token wins where both are given.
 * `regionalServices` without a `defaultRegion` obeys endpoints alone; a `defaultRegion` switches regional services on.
 */
export function parseCloudflareSettings(input: unknown): Parsed<CloudflareSettings> {
  const options = createOptionsReader(input);
  const credentials = readCredentials(options);
  const customHostnames = readCustomHostnames(options);
  const region = options.textOr('defaultRegion', '');
  const isRegional = options.boolean('regionalServices', false) || region !== '';
  const batchSize = options.has('batchSize')
    ? options.integer('batchSize', 200, { min: 1 })
    : undefined;
  return options.finish({
    credentials,
    baseUrl: options.url('baseUrl', 'https://api.cloudflare.com/client/v4'),
    zoneIds: options.textList('zoneIds'),
    proxied: options.boolean('proxied', false),
    ...(customHostnames === undefined ? {} : { customHostnames }),
    ...(isRegional ? { defaultRegion: region } : {}),
    comment: options.textOr('comment', ''),
    recordsPerPage: Math.max(
      0,
      options.integer('recordsPerPage', 5000, { min: Number.MIN_SAFE_INTEGER }),
    ),
    ...(batchSize === undefined ? {} : { batchSize }),
    batchIntervalMs: options.integer('batchIntervalMs', 0, { min: 0 }),
    propertyPrefix: options.textOr('propertyPrefix', 'external-dns.kubernetes.io/'),
    behavior: options.oneOf('behavior', ['safe', 'compat'], 'safe'),
  });
}

function readCredentials(options: OptionsReader): CloudflareCredentials {
  const token = options.optionalSecret('apiToken');
  const key = options.optionalSecret('apiKey');
  const email = options.optionalText('email') ?? '';
  if (token !== undefined) return { kind: 'token', token };
  if (key !== undefined && email !== '') return { kind: 'key', key, email };
  options.problem(
    key === undefined ? 'apiToken' : 'email',
    'is missing',
    'give an API token, or the global API key together with its e-mail address',
  );
  return { kind: 'token', token: fixedSecret(new Secret('')) };
}

function readCustomHostnames(options: OptionsReader): CustomHostnameSettings | undefined {
  if (!options.has('customHostnames')) return undefined;
  const section = options.section('customHostnames');
  const authority = section.oneOf('certificateAuthority', authorities, 'none');
  return {
    minTlsVersion: section.oneOf('minTlsVersion', tlsVersions, '1.0'),
    ...(authority === 'none' ? {} : { certificateAuthority: authority }),
  };
}
