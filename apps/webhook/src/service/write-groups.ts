import {
  applyGroupsToZones,
  ProviderError,
  subject,
  type ChangeGroup,
  type DomainMatcher,
  type GroupOutcome,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { reasonAgainst } from './holdable.ts';
import type { Quarantine } from './quarantine.ts';
import type { ObserveService } from './service-event.ts';

export interface GroupWriter {
  /** Writes groups to the zones that they belong to; one outcome per group, in order. Never rejects. */
  write(groups: readonly ChangeGroup[], options?: WriteOptions): Promise<readonly GroupOutcome[]>;
  /** Resolves when nothing is being written. */
  idle(): Promise<void>;
}

interface WriteOptions {
  /** What was refused lately fails at once, without being sent. Default: true. */
  readonly holdBack?: boolean;
  /** The zones, where they are known; else they are listed. */
  readonly zones?: readonly Zone[];
}

export interface GroupWriterOptions {
  readonly provider: Provider;
  readonly quarantine: Quarantine;
  readonly observe: ObserveService;
  /** The names that may be written. */
  readonly accepts: DomainMatcher;
  /** Nothing is written; every group counts as applied. */
  readonly dryRun: boolean;
  /** Ends the writes in hand; not bound to any client, because a write that is cut off half way helps nobody. */
  readonly signal: AbortSignal;
}

/** One set of changes at a time; those that come meanwhile wait for their turn. */
export function createGroupWriter(options: GroupWriterOptions): GroupWriter {
  let last: Promise<unknown> = Promise.resolve();
  return {
    write(groups, how = {}) {
      const turn = last.then(() => writeNow(groups, how, options));
      last = turn;
      return turn;
    },
    idle: async () => void (await last),
  };
}

async function writeNow(
  groups: readonly ChangeGroup[],
  { holdBack = true, zones }: WriteOptions,
  options: GroupWriterOptions,
): Promise<readonly GroupOutcome[]> {
  const { quarantine, observe } = options;
  const outcomes = new Map<ChangeGroup, GroupOutcome>();
  const sendable: ChangeGroup[] = [];
  for (const group of groups) {
    const refused = holdBack ? quarantine.holdsBack(group) : undefined;
    const cannot = reasonAgainstGroup(group, options);
    if (refused !== undefined) {
      observe({ kind: 'held-back', name: refused.name, untilMs: refused.untilMs });
      outcomes.set(group, { outcome: 'failed', error: refused.error });
    } else if (cannot !== undefined) {
      const outcome: GroupOutcome = { outcome: 'failed', error: cannot };
      outcomes.set(group, outcome);
      note(group, outcome, options);
    } else sendable.push(group);
  }
  if (options.dryRun) {
    for (const group of sendable) observe({ kind: 'would-write', group });
    return groups.map((group) => outcomes.get(group) ?? { outcome: 'applied' });
  }
  const results = await send(sendable, zones, options);
  for (const [at, group] of sendable.entries()) {
    const outcome = results[at] ?? notReported(group);
    outcomes.set(group, outcome);
    note(group, outcome, options);
  }
  return groups.map((group) => outcomes.get(group) ?? notReported(group));
}

async function send(
  groups: readonly ChangeGroup[],
  zones: readonly Zone[] | undefined,
  { provider, observe, signal }: GroupWriterOptions,
): Promise<readonly GroupOutcome[]> {
  if (groups.length === 0) return [];
  try {
    return await applyGroupsToZones(
      provider,
      groups,
      {
        ...(zones === undefined ? {} : { zones }),
        onOutcome: (zone, { changes }, { outcome }) => {
          if (outcome === 'applied') observe({ kind: 'written', zone, changes });
        },
      },
      signal,
    );
  } catch (thrown) {
    const error = ProviderError.is(thrown)
      ? thrown
      : new ProviderError('transient', thrown instanceof Error ? thrown.message : String(thrown), {
          cause: thrown,
        });
    return groups.map(() => ({ outcome: 'failed', error }));
  }
}

/** What a client asks for that did not ask for the domains and `adjustendpoints` first, or asked another provider. */
function reasonAgainstGroup(
  { name, changes }: ChangeGroup,
  { accepts, provider: { capabilities } }: GroupWriterOptions,
): ProviderError | undefined {
  const record = changes.find(({ role }) => role === 'record');
  if (!accepts(name, record === undefined ? undefined : subject(record).spelling))
    return new ProviderError(
      'rejected',
      `${name} is outside of the domains that are served here; see --domain-filter and its kin, and start the controller again after a change`,
    );
  for (const change of changes) {
    if (change.kind === 'delete') continue;
    const endpoint = subject(change);
    const { setIdentifiers } = capabilities;
    const why =
      reasonAgainst(endpoint, capabilities) ??
      (endpoint.setIdentifier !== '' && setIdentifiers !== true
        ? `the provider cannot hold the set identifier "${endpoint.setIdentifier}": ${setIdentifiers.no}`
        : undefined);
    if (why !== undefined)
      return new ProviderError('unsupported', `${endpoint.type} ${endpoint.spelling}: ${why}`);
  }
  return undefined;
}

function note(
  group: ChangeGroup,
  outcome: GroupOutcome,
  { quarantine, observe }: GroupWriterOptions,
): void {
  if (outcome.outcome === 'applied') {
    quarantine.clear(group.name);
    return;
  }
  const { error } = outcome;
  if (error.reason === 'rejected' || error.reason === 'unsupported') {
    const { untilMs } = quarantine.refuse(group, error);
    observe({ kind: 'quarantined', group, error, untilMs });
  } else observe({ kind: 'failed', group, outcome: outcome.outcome, error });
}

function notReported({ name }: ChangeGroup): GroupOutcome {
  return {
    outcome: 'unknown',
    error: new ProviderError('transient', `nothing is known about what became of ${name}`, {
      mayHaveWritten: true,
    }),
  };
}
