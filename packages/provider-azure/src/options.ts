import type { Behavior, Clock, DomainMatcher, Parsed } from '@org/dns-core';
import {
  createOptionsReader,
  type HttpCall,
  type ProxyOptions,
  type TlsOptions,
} from '@org/dns-provider-kit';
import type { ConfigSource } from './config-source.ts';
import type { ZoneKind } from './record-types.ts';

export interface AzureSettings {
  /** Azure DNS, or Azure Private DNS. */
  readonly kind: ZoneKind;
  /** How long a list of zones is used again, in milliseconds; 0: never. */
  readonly zonesCacheMs: number;
  /** How often a request is tried again after a failure; negative: never. 0 is 3, as in Azure's own SDKs. */
  readonly maxRetries: number;
  /** Ends of the zones' resource ids; without any every zone is taken. */
  readonly zoneIdSuffixes: readonly string[];
  /** Zones that are taken although the domain filter does not accept their own names. */
  readonly zoneNames: readonly string[];
  /** `compat`: reads and writes as upstream does, without preconditions. */
  readonly behavior: Behavior;
}

/** What Azure Resource Manager grants a principal in a subscription: a bucket of requests and how fast it fills. */
export interface AzureLimits {
  readonly readsPerSecond: number;
  readonly readBurst: number;
  readonly writesPerSecond: number;
  readonly writeBurst: number;
}

export interface AzureOptions extends AzureSettings {
  readonly config: ConfigSource;
  /** Accepts the names to work with. Default: all. */
  readonly accepts?: DomainMatcher;
  /** Default: those that Microsoft documents, 25 reads (250 at once) and 10 writes (200 at once) a second. */
  readonly limits?: AzureLimits;
  /** For the connection to Azure Resource Manager and to the login. */
  readonly tls?: TlsOptions;
  readonly proxy?: ProxyOptions;
  readonly userAgent?: string;
  /** Told of every request to Azure, for metrics. */
  readonly observe?: (call: HttpCall) => void;
  readonly clock?: Clock;
  /** A number from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Settings out of an unknown value, with upstream's defaults. */
export function parseAzureSettings(input: unknown): Parsed<AzureSettings> {
  const options = createOptionsReader(input);
  return options.finish({
    kind: options.oneOf('kind', ['public', 'private'], 'public'),
    zonesCacheMs: Math.max(0, options.integer('zonesCacheMs', 0, { min: -Infinity })),
    maxRetries: options.integer('maxRetries', 3, { min: -Infinity }),
    zoneIdSuffixes: options.textList('zoneIdSuffixes'),
    zoneNames: options.textList('zoneNames'),
    behavior: options.oneOf('behavior', ['safe', 'compat'], 'safe'),
  });
}
