import {
  createEngine,
  createTxtRegistry,
  type Behavior,
  type Engine,
  type EngineEvent,
  type Provider,
  type RecordType,
  type Source,
} from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';

/** What differs between the controllers of two tests; all else is as a controller has it by default, without grace and limits. */
export interface EngineSetup {
  /** The value of `--provider`, which decides the properties that are kept. */
  readonly providerName: string;
  readonly managedTypes: readonly RecordType[];
  /** Default: `safe`. */
  readonly behavior?: Behavior;
  /** Default: `me`. */
  readonly owner?: string;
  /** `--txt-prefix`. Default: `%{record_type}-`. */
  readonly markerPrefix?: string;
  readonly wildcardReplacement?: string;
  /** `--create-ptr`; needs PTR among the managed types. */
  readonly createPtr?: boolean;
}

export function createTestEngine(
  provider: Provider,
  source: Source,
  setup: EngineSetup,
  observe: (event: EngineEvent) => void = () => undefined,
): Engine {
  const { providerName, managedTypes, behavior = 'safe', owner = 'me', createPtr = false } = setup;
  const { markerPrefix: prefix = '%{record_type}-', wildcardReplacement } = setup;
  return createEngine({
    sources: [source],
    provider,
    registry: createTxtRegistry({
      owner,
      behavior,
      prefix,
      ...(wildcardReplacement === undefined ? {} : { wildcardReplacement }),
      managedTypes,
      excludedTypes: [],
    }),
    clock: createSystemClock(),
    observe,
    behavior,
    policy: 'sync',
    managedTypes,
    excludedTypes: [],
    domainFilter: { include: [], exclude: [] },
    wrappers: {
      behavior,
      defaultTargets: [],
      forceDefaultTargets: false,
      nat64Networks: [],
      targetNets: [],
      excludeTargetNets: [],
      ptr: managedTypes.includes('PTR'),
      createPtr,
      minTtlSeconds: 0,
      provider: providerName,
      preferAlias: false,
    },
    intervalMs: 60_000,
    minFullPassGapMs: 5000,
    keptCopyMs: 60_000,
    dryRun: false,
    deletionLimits: undefined,
    graceMs: 0,
    sourceWaitMs: 10_000,
  });
}
