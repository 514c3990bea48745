import type { Behavior, Clock, DomainMatcher, Parsed } from '@org/dns-core';
import { createOptionsReader, type HttpCall, type ProxyOptions } from '@org/dns-provider-kit';
import type { GoogleCredentials } from './credentials.ts';

export interface GoogleSettings {
  /** The project's id; `''`: asked of the metadata server. */
  readonly project: string;
  /** Additions and deletions in one change at most; `0`: as many as the API takes. */
  readonly batchChangeSize: number;
  /** The pause between two changes of one zone. */
  readonly batchChangeIntervalMs: number;
  /** `''`: every zone. */
  readonly zoneVisibility: '' | 'public' | 'private';
  /** Ends of numeric zone ids or of zone names, one of which must fit. Empty: every zone. */
  readonly zoneIds: readonly string[];
  /** The file that `GOOGLE_APPLICATION_CREDENTIALS` names: when it changes, the credentials are read again. */
  readonly watchedCredentialsFile?: string;
  /** Where the API is. Default: `https://dns.googleapis.com`. */
  readonly baseUrl: string;
  /** `compat`: reads and writes as upstream does, which gives up at the first refusal. */
  readonly behavior: Behavior;
}

export interface GoogleOptions extends GoogleSettings {
  /** The zones to work in, by name; in `compat` also the names to write. Default: all. */
  readonly acceptsName?: DomainMatcher;
  /** In place of application default credentials. */
  readonly credentials?: GoogleCredentials;
  readonly userAgent?: string;
  readonly proxy?: ProxyOptions;
  /** Told of every request to the API, for metrics. */
  readonly observe?: (call: HttpCall) => void;
  readonly clock?: Clock;
  /** A number from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Settings out of an unknown value, with upstream's defaults. */
export function parseGoogleSettings(input: unknown): Parsed<GoogleSettings> {
  const options = createOptionsReader(input);
  const watchedCredentialsFile = options.optionalText('watchedCredentialsFile') ?? '';
  return options.finish({
    project: options.textOr('project', ''),
    batchChangeSize: options.integer('batchChangeSize', 1000),
    batchChangeIntervalMs: options.integer('batchChangeIntervalMs', 1000),
    zoneVisibility: options.oneOf('zoneVisibility', ['', 'public', 'private'], ''),
    zoneIds: options.textList('zoneIds'),
    ...(watchedCredentialsFile === '' ? {} : { watchedCredentialsFile }),
    baseUrl: options.url('baseUrl', 'https://dns.googleapis.com'),
    behavior: options.oneOf('behavior', ['safe', 'compat'], 'safe'),
  });
}
