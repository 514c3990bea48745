import {
  ProviderError,
  sameTargets,
  type ApplyReport,
  type Change,
  type ChangeGroup,
  type DnsName,
  type Endpoint,
  type GroupOutcome,
} from '@org/dns-core';
import type { ConcurrencyLimit } from '@org/dns-provider-kit';
import { fromRrset, heldTargets, toRrName, toValues } from './convert.ts';
import type { HetznerApi, RrsetKey, Written } from './hetzner-api.ts';
import { labelsOf } from './labels.ts';
import type { Action } from './rrset.ts';

export interface WriteContext {
  readonly api: HetznerApi;
  readonly zone: { readonly id: string; readonly name: DnsName; readonly ttlSeconds: number };
  readonly keepsLabels: boolean;
  /** How many groups are written at a time. */
  readonly atOnce: ConcurrencyLimit;
  /** Resolves once what the API has accepted is done. */
  readonly carryOut: (action: Action, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/** The API takes so many records in one call. */
const recordsPerCall = 50;
/** So many failures in a row, each after its own retries, are not about single records any more. */
const mostFailures = 5;

/**
 * Writes groups side by side, the changes of each one after the other and each carried out before the next is sent: the API
 * writes one set per request, so order is all that keeps a record and its marker together.
 */
export async function writeGroups(
  groups: readonly ChangeGroup[],
  context: WriteContext,
): Promise<ApplyReport> {
  let halt: ProviderError | undefined;
  let failures = 0;

  const write = async (group: ChangeGroup): Promise<GroupOutcome> => {
    if (halt !== undefined) return { outcome: 'failed', error: halt };
    const outcome = await writeGroup(group, context);
    if (outcome.outcome === 'applied') failures = 0;
    else {
      failures += outcome.error.reason === 'transient' ? 1 : 0;
      if (concernsAll(outcome.error) || failures >= mostFailures) halt ??= notBegun(outcome.error);
    }
    return outcome;
  };

  const outcomes = await Promise.all(
    groups.map((group) =>
      context.atOnce
        .run(() => write(group), context.signal)
        .catch((error: unknown) => ({
          outcome: 'failed' as const,
          error: new ProviderError('transient', 'stopped before it was written', { cause: error }),
        })),
    ),
  );
  return { outcomes };
}

function concernsAll({ reason, retryAfterMs }: ProviderError): boolean {
  return reason === 'unauthorized' || reason === 'not-found' || retryAfterMs !== undefined;
}

/** For groups of which nothing was sent. */
function notBegun(error: ProviderError): ProviderError {
  return new ProviderError(error.reason, error.message, {
    cause: error,
    retryAfterMs: error.retryAfterMs,
  });
}

async function writeGroup(group: ChangeGroup, context: WriteContext): Promise<GroupOutcome> {
  const writer = createSetWriter(context);
  for (const change of group.changes) {
    try {
      await writer.write(change);
    } catch (thrown) {
      const error = asProviderError(thrown, change);
      const isOpen = writer.hasWritten() || error.mayHaveWritten;
      return { outcome: isOpen ? 'unknown' : 'failed', error };
    }
  }
  return { outcome: 'applied' };
}

/** Refusals name the set that they are about; what concerns the service stays as it is. */
function asProviderError(thrown: unknown, change: Change): ProviderError {
  if (!ProviderError.is(thrown)) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new ProviderError('transient', message, { cause: thrown, mayHaveWritten: true });
  }
  if (thrown.reason !== 'rejected') return thrown;
  const { name, type } = change.kind === 'delete' ? change.before : change.after;
  return new ProviderError(thrown.reason, `${name} ${type}: ${thrown.message}`, {
    cause: thrown,
    mayHaveWritten: thrown.mayHaveWritten,
  });
}

interface SetWriter {
  write(change: Change): Promise<void>;
  /** The API has accepted something. */
  hasWritten(): boolean;
}

function createSetWriter(context: WriteContext): SetWriter {
  const { api, zone, keepsLabels, signal } = context;
  let hasWritten = false;

  /** @returns `false` when there is no such set. */
  const settle = async (written: Written): Promise<boolean> => {
    if (written.kind === 'missing') return false;
    if (written.kind === 'exists')
      throw new ProviderError('rejected', 'the API says that it is there already');
    hasWritten = true;
    if (written.action !== undefined) await context.carryOut(written.action, signal);
    return true;
  };

  const keyOf = ({ name, type }: Endpoint): RrsetKey => ({ name: toRrName(name, zone.name), type });

  const addRest = async (key: RrsetKey, values: readonly string[]): Promise<void> => {
    for (let start = recordsPerCall; start < values.length; start += recordsPerCall)
      await settle(
        await api.addRecords(zone.id, key, values.slice(start, start + recordsPerCall), signal),
      );
  };

  const create = async (after: Endpoint): Promise<void> => {
    const key = keyOf(after);
    const values = toValues(after.type, after.targets);
    const written = await api.createRrset(
      zone.id,
      {
        ...key,
        ...(after.ttlSeconds === 0 ? {} : { ttl: after.ttlSeconds }),
        ...(keepsLabels ? { labels: labelsOf(after) } : {}),
        values: values.slice(0, recordsPerCall),
      },
      signal,
    );
    if (written.kind === 'exists') return expectSame(after, key);
    if (!(await settle(written)))
      throw new ProviderError(
        'not-found',
        `${zone.name}: the zone is not in the project of the token any more`,
      );
    await addRest(key, values);
  };

  /** A create that meets what it would have made is done: it was made by a request whose answer was lost. */
  const expectSame = async (after: Endpoint, key: RrsetKey): Promise<void> => {
    const present = await api.readRrset(zone.id, key, signal);
    if (present === undefined)
      throw new ProviderError(
        'rejected',
        'the API says that it collides with another record set; a CNAME cannot lie beside others',
      );
    const { targets, ttlSeconds } = fromRrset(present, zone, false);
    const isSame =
      sameTargets(targets, heldTargets(after.type, after.targets)) &&
      (after.ttlSeconds === 0 || after.ttlSeconds === ttlSeconds);
    if (!isSame)
      throw new ProviderError(
        'rejected',
        `it was made by somebody else meanwhile (${targets.join(', ')}) and is left alone`,
      );
  };

  const setAll = async (key: RrsetKey, values: readonly string[]): Promise<boolean> => {
    const first = values.slice(0, recordsPerCall);
    if (!(await settle(await api.setRecords(zone.id, key, first, signal)))) return false;
    await addRest(key, values);
    return true;
  };

  const update = async (before: Endpoint, after: Endpoint): Promise<void> => {
    const key = keyOf(after);
    const steps: (() => Promise<boolean>)[] = [];
    if (!sameTargets(before.targets, after.targets))
      steps.push(() => setAll(key, toValues(after.type, after.targets)));
    const { ttlSeconds } = after;
    if (ttlSeconds > 0 && ttlSeconds !== before.ttlSeconds)
      steps.push(async () => settle(await api.changeTtl(zone.id, key, ttlSeconds, signal)));
    if (keepsLabels && !sameLabels(before, after))
      steps.push(async () => settle(await api.setLabels(zone.id, key, labelsOf(after), signal)));
    for (const step of steps) if (!(await step())) return create(after);
  };

  return {
    async write(change) {
      switch (change.kind) {
        case 'create':
          return create(change.after);
        case 'update':
          return update(change.before, change.after);
        case 'delete':
          // What is gone already is as it should be.
          await settle(await api.deleteRrset(zone.id, keyOf(change.before), signal));
      }
    },
    hasWritten: () => hasWritten,
  };
}

function sameLabels(before: Endpoint, after: Endpoint): boolean {
  const held = new Map(before.properties.map(({ name, value }) => [name, value]));
  return (
    held.size === after.properties.length &&
    after.properties.every(({ name, value }) => held.get(name) === value)
  );
}
