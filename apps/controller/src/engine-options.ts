import type { Clock, EngineEvent, EngineOptions, Provider, Registry, Source } from '@org/dns-core';
import type { Config } from './config.ts';

export interface EngineParts {
  readonly sources: readonly Source[];
  readonly provider: Provider;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly observe: (event: EngineEvent) => void;
}

/** A kept copy of a zone serves delta passes for this long at least. */
const keptCopyMs = 60_000;
const leastIntervalMs = 1000;

/** What the flags mean for the engine. */
export function engineOptions(config: Config, parts: EngineParts): EngineOptions {
  const { flags, policy, domainFilter } = config;
  const isCompat = flags.behavior === 'compat';
  const oldOwner = flags['migrate-from-txt-owner'];
  return {
    ...parts,
    behavior: flags.behavior,
    policy,
    managedTypes: flags['managed-record-types'],
    excludedTypes: flags['exclude-record-types'],
    domainFilter,
    ...(oldOwner === '' ? {} : { oldOwner }),
    wrappers: {
      behavior: flags.behavior,
      defaultTargets: flags['default-targets'],
      forceDefaultTargets: flags['force-default-targets'],
      nat64Networks: flags['nat64-networks'],
      targetNets: flags['target-net-filter'],
      excludeTargetNets: flags['exclude-target-net'],
      ptr: flags['managed-record-types'].includes('PTR'),
      createPtr: flags['create-ptr'],
      minTtlSeconds: Math.floor(flags['min-ttl'] / 1000),
      provider: flags.provider,
      preferAlias: flags['prefer-alias'],
    },
    intervalMs: Math.max(flags.interval, leastIntervalMs),
    minFullPassGapMs: flags['min-event-sync-interval'],
    keptCopyMs: Math.max(keptCopyMs, flags['provider-cache-time'], flags['txt-cache-interval']),
    dryRun: flags['dry-run'],
    deletionLimits:
      isCompat || !flags['deletion-limits'] || (flags.once && flags['release-holds'])
        ? undefined
        : {
            share: flags['max-deletions-percent'] / 100,
            count: flags['max-deletions'],
            windowMs: flags['max-deletions-window'],
          },
    graceMs: isCompat ? 0 : flags['lost-target-grace'],
    sourceWaitMs: flags['source-wait'],
  };
}
