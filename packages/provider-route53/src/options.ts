import { Secret, type Behavior, type Clock, type DnsName, type Parsed } from '@org/dns-core';
import { createOptionsReader, type HttpCall, type ProxyOptions } from '@org/dns-provider-kit';
import type { AssumeRole, CredentialsProvider } from './credentials.ts';
import type { TagFilter } from './zone-filter.ts';
import { parseTagFilters } from './zone-filter.ts';

export interface Route53Settings {
  /** Profiles of the shared configuration files, each with its own zones; empty: the SDK's default chain. */
  readonly profiles: readonly string[];
  readonly assumeRole: AssumeRole | undefined;
  readonly zoneType: '' | 'public' | 'private';
  /** All must hold. */
  readonly zoneTags: readonly TagFilter[];
  /** Hosted zone ids, with or without `/hostedzone/`; empty: all. */
  readonly zoneIds: readonly string[];
  readonly batchChanges: number;
  readonly batchBytes: number;
  readonly batchValues: number;
  /** The pause between two batches. */
  readonly batchIntervalMs: number;
  readonly evaluateTargetHealth: boolean;
  /** Attempts per request, the first included; `0`: no end. */
  readonly attempts: number;
  readonly preferCname: boolean;
  /** How long the list of hosted zones is kept; `0`: not at all. */
  readonly zonesCacheMs: number;
  /** How long to wait for a change to reach all name servers; `0`: not at all. */
  readonly waitForSyncMs: number;
  /** Requests per second and account. The service allows five. */
  readonly requestsPerSecond: number;
  readonly behavior: Behavior;
}

export interface Route53Options extends Route53Settings {
  /** The zones to work in, by name. Default: all. */
  readonly acceptsZone?: (name: DnsName) => boolean;
  /** Default: found as the AWS ecosystem finds them; see `profiles`. Asked when the last ones end. */
  readonly credentials?: CredentialsProvider;
  /** Default: from the SDK's configuration, else the partition's. */
  readonly region?: string;
  /** Another service than AWS's, for Route 53 and STS. Default: from the SDK's configuration (`AWS_ENDPOINT_URL`). */
  readonly endpoint?: string;
  /** Authorities besides the system's, in PEM. */
  readonly caFile?: string;
  readonly userAgent?: string;
  readonly proxy?: ProxyOptions;
  /** Told of every request, for metrics. */
  readonly observe?: (call: HttpCall) => void;
  readonly clock?: Clock;
  /** A number from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Settings out of an unknown value, with upstream's defaults. Durations are in milliseconds. */
export function parseRoute53Settings(input: unknown): Parsed<Route53Settings> {
  const options = createOptionsReader(input);
  const roleArn = options.textOr('assumeRole', '');
  const externalId = options.textOr('assumeRoleExternalId', '');
  if (roleArn !== '' && !/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(roleArn))
    options.problem(
      'assumeRole',
      `"${roleArn}" is not the ARN of a role`,
      'such as arn:aws:iam::123456789012:role/external-dns',
    );
  if (externalId !== '' && roleArn === '')
    options.problem('assumeRoleExternalId', 'needs a role to assume', 'give its ARN too');
  const clean = (texts: readonly string[]): readonly string[] =>
    texts.map((text) => text.trim()).filter((text) => text !== '');
  return options.finish({
    profiles: clean(options.textList('profiles')),
    assumeRole:
      roleArn === ''
        ? undefined
        : { roleArn, externalId: externalId === '' ? undefined : new Secret(externalId) },
    zoneType: options.oneOf('zoneType', ['', 'public', 'private'], ''),
    zoneTags: parseTagFilters(options.textList('zoneTags')),
    zoneIds: clean(options.textList('zoneIds')),
    batchChanges: options.integer('batchChanges', 1000),
    batchBytes: options.integer('batchBytes', 32_000),
    batchValues: options.integer('batchValues', 1000),
    batchIntervalMs: options.integer('batchIntervalMs', 1000),
    evaluateTargetHealth: options.boolean('evaluateTargetHealth', true),
    attempts: options.integer('attempts', 3),
    preferCname: options.boolean('preferCname', false),
    zonesCacheMs: options.integer('zonesCacheMs', 0),
    waitForSyncMs: options.integer('waitForSyncMs', 0),
    requestsPerSecond: options.integer('requestsPerSecond', 5, { min: 1 }),
    behavior: options.oneOf('behavior', ['safe', 'compat'], 'safe'),
  });
}
