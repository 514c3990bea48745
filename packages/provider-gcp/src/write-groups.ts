import {
  ProviderError,
  type ApplyReport,
  type ChangeGroup,
  type GroupOutcome,
  type Zone,
} from '@org/dns-core';
import { isEmpty, joined, remaining, toGoogleChange, type Present } from './changes.ts';
import type { ChangeRefusal, GoogleApi } from './google-api.ts';
import type { GoogleChange } from './record-set.ts';

/** So many answers to refusals, one after another, before the batch is halved instead. */
const mostRounds = 32;

export interface WriteOptions {
  readonly api: Pick<GoogleApi, 'createChange'>;
  readonly zone: Zone;
  /** What is there now under the names of some groups. */
  readonly readPresent: (groups: readonly ChangeGroup[], signal: AbortSignal) => Promise<Present>;
}

interface Part {
  readonly index: number;
  readonly group: ChangeGroup;
  readonly change: GoogleChange;
}

/** What an answer to a refusal came to. */
interface Step {
  readonly open: readonly Part[];
  readonly settled: readonly (readonly [Part, GroupOutcome])[];
  /** The change that is sent next is another one. */
  readonly isNews: boolean;
}

const applied: GroupOutcome = { outcome: 'applied' };

/**
 * Writes groups in one change. Where Google refuses it because the zone is not as it was taken to be, the zone is asked: what
 * is done already is done, what somebody else changed is left alone, the rest is sent again. What Google names as wrong is left
 * out, and the rest is sent again.
 *
 * @throws ProviderError when nothing was written, or when Google does not say whose fault it is.
 */
export async function writeGroups(
  groups: readonly ChangeGroup[],
  options: WriteOptions,
  signal: AbortSignal,
): Promise<ApplyReport> {
  const { api, zone } = options;
  const outcomes = new Map<number, GroupOutcome>();
  const take = (step: Step): readonly Part[] => {
    for (const [part, outcome] of step.settled) outcomes.set(part.index, outcome);
    return step.open;
  };
  let open = take(begin(groups, zone));

  for (let round = 1; open.length > 0; round += 1) {
    const sent = await attempt(async () => {
      const change = joined(open.map((part) => part.change));
      const refusal = await api.createChange(zone.id, change, signal);
      if (refusal === undefined) return undefined;
      const step = refusal.isStale
        ? look(
            open,
            await options.readPresent(
              open.map(({ group }) => group),
              signal,
            ),
            zone,
            refusal,
          )
        : leaveOut(open, zone, refusal);
      return { step, refusal };
    });
    if (!sent.ok) {
      if (outcomes.size === 0) throw sent.error;
      const outcome = sent.error.mayHaveWritten ? 'unknown' : 'failed';
      open = take({
        open: [],
        settled: open.map((part) => [part, { outcome, error: sent.error }]),
        isNews: false,
      });
    } else if (sent.value === undefined) {
      open = take({ open: [], settled: open.map((part) => [part, applied]), isNews: false });
    } else {
      const { step, refusal } = sent.value;
      if (!step.isNews || round === mostRounds) throw refusal.error;
      open = take(step);
    }
  }
  return { outcomes: groups.map((_group, index) => outcomes.get(index) ?? applied) };
}

type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ProviderError };

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (!ProviderError.is(error)) throw error;
    return { ok: false, error };
  }
}

function begin(groups: readonly ChangeGroup[], zone: Zone): Step {
  const settled: [Part, GroupOutcome][] = [];
  const open: Part[] = [];
  for (const [index, group] of groups.entries()) {
    const part = { index, group, change: toGoogleChange(group.changes, 'safe') };
    if (hasPolicy(group)) settled.push([part, policyInTheWay(zone, group)]);
    else if (isEmpty(part.change)) settled.push([part, applied]);
    else open.push(part);
  }
  return { open, settled, isNews: true };
}

/** Each group seen from what is there now. */
function look(
  parts: readonly Part[],
  present: Present,
  zone: Zone,
  { error }: ChangeRefusal,
): Step {
  const settled: [Part, GroupOutcome][] = [];
  const open: Part[] = [];
  let isNews = false;
  for (const part of parts) {
    const change = remaining(part.group, present);
    if (change === undefined) {
      settled.push([part, changedByOthers(zone, part.group, error)]);
    } else if (isEmpty(change)) {
      settled.push([part, applied]);
    } else {
      isNews ||= JSON.stringify(change) !== JSON.stringify(part.change);
      open.push({ ...part, change });
    }
  }
  return { open, settled, isNews: isNews || settled.length > 0 };
}

/** Without the groups that Google points at; one that is alone is the one. */
function leaveOut(parts: readonly Part[], zone: Zone, refusal: ChangeRefusal): Step {
  const culprits = new Set<Part>(parts.length === 1 ? parts : []);
  for (const list of ['additions', 'deletions'] as const) {
    const owners = parts.flatMap((part) => part.change[list].map(() => part));
    for (const position of refusal[list]) {
      const owner = owners[position];
      if (owner !== undefined) culprits.add(owner);
    }
  }
  return {
    open: parts.filter((part) => !culprits.has(part)),
    settled: [...culprits].map((part) => [part, refused(zone, part.group, refusal.error)]),
    isNews: culprits.size > 0,
  };
}

/** A set with a routing policy has no data of its own; its deletion could never match. */
function hasPolicy({ changes }: ChangeGroup): boolean {
  return changes.some((change) => change.kind !== 'create' && change.before.targets.length === 0);
}

function policyInTheWay(zone: Zone, { name }: ChangeGroup): GroupOutcome {
  return {
    outcome: 'failed',
    error: new ProviderError(
      'unsupported',
      `${zone.name}: ${name} has a routing policy, which is not managed from here; remove the policy or its record set`,
    ),
  };
}

function refused(zone: Zone, { name }: ChangeGroup, cause: ProviderError): GroupOutcome {
  const error = new ProviderError('rejected', `${zone.name}: ${name}: ${cause.message}`, { cause });
  return { outcome: 'failed', error };
}

function changedByOthers(zone: Zone, { name }: ChangeGroup, cause: ProviderError): GroupOutcome {
  const message = `${zone.name}: ${name} was changed by somebody else since it was read; it is planned anew`;
  return { outcome: 'failed', error: new ProviderError('transient', message, { cause }) };
}
