import { inspect } from 'node:util';
import { ProviderError, type ProviderErrorReason } from '@org/dns-core';
import type { Fault } from '../../faults/fault.ts';
import { must, NotApplicable, type PromiseCase } from '../../promise-case.ts';
import { create } from '../changes.ts';
import { describeAll } from '../describe-endpoint.ts';
import { mustBeReason, mustHideSecrets, providerErrorOf } from '../failures.ts';
import type { Lab } from '../lab.ts';
import type { FaultInjector } from '../../faults/fault.ts';

interface FaultRow {
  readonly fault: Fault;
  readonly event: string;
  readonly reasons: readonly ProviderErrorReason[];
}

const rows: readonly FaultRow[] = [
  {
    fault: 'unauthorized',
    event: 'the credentials are not taken (401)',
    reasons: ['unauthorized'],
  },
  { fault: 'forbidden', event: 'it is not allowed (403)', reasons: ['unauthorized'] },
  { fault: 'not-found', event: 'what it asks for is not there (404)', reasons: ['not-found'] },
  { fault: 'rate-limited', event: 'it asks too often (429)', reasons: ['transient'] },
  { fault: 'server-error', event: 'the service fails (500)', reasons: ['transient'] },
  { fault: 'reset', event: 'the connection breaks', reasons: ['transient'] },
];

/** What a provider makes of a service that fails. */
export const faultCases: readonly PromiseCase<Lab>[] = [
  ...rows.map(({ fault, event, reasons }): PromiseCase<Lab> => ({
    sentence: `ends reading with the reason ${reasons.join(' or ')} when ${event}`,
    run: async (lab) => {
      const faults = faultsOf(lab, fault);
      await lab.write(create(await lab.record('host', 'A', ['192.0.2.1'])));
      await lab.readZone();
      faults.inject('read', fault);
      const error = await providerErrorOf(() => lab.readZone());
      mustBeReason(error, reasons, 'readZone');
      hideSecrets(lab, error);
    },
  })),
  ...rows.map(({ fault, event, reasons }): PromiseCase<Lab> => ({
    sentence: `reports a write as not done, with the reason ${reasons.join(' or ')}, when ${event}`,
    run: async (lab) => {
      const faults = faultsOf(lab, fault);
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      await lab.readZone();
      faults.inject('write', fault);
      const error = await providerErrorOf(async () => {
        const [outcome] = await lab.apply(create(record));
        if (outcome !== undefined && outcome.outcome !== 'applied') throw outcome.error;
      });
      mustBeReason(error, reasons, 'applyChanges');
      hideSecrets(lab, error);
      faults.clear();
      const held = await lab.read();
      must(held.length === 0, `the service saw no write, yet it holds ${describeAll(held)}`);
      await lab.write(create(record));
      await lab.holds(record);
    },
  })),
  {
    sentence: 'hands on how long the service wants to be left alone',
    run: async (lab) => {
      const faults = faultsOf(lab, 'rate-limited');
      await lab.readZone();
      faults.inject('read', 'rate-limited');
      const error = await providerErrorOf(() => lab.readZone());
      const { retryAfterMs } = error;
      must(
        retryAfterMs !== undefined && retryAfterMs >= 1000 && retryAfterMs <= 60_000,
        `the service says 2 s, retryAfterMs is ${retryAfterMs}`,
      );
    },
  },
  {
    sentence: 'never gives a part of a zone for the whole when an answer breaks off',
    run: async (lab) => {
      const faults = faultsOf(lab, 'cut-off');
      const records = await lab.adjust(
        Array.from({ length: 40 }, (_, index) => lab.wanted(`n${index}`, 'A', ['192.0.2.1'])),
      );
      await lab.write(...records.map((record) => create(record)));
      faults.inject('read', 'cut-off');
      const error = await providerErrorOf(() => lab.readZone());
      mustBeReason(error, ['transient'], 'readZone');
      faults.clear();
      await lab.holds(...records);
    },
  },
  {
    sentence: 'never says that a write failed when it was made and only its answer was lost',
    run: async (lab) => {
      const faults = faultsOf(lab, 'reply-lost');
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      await lab.readZone();
      faults.inject('write', 'reply-lost');
      const said = await outcomeOf(lab, record);
      faults.clear();
      const held = await lab.read();
      must(
        said !== 'failed' || held.length === 0,
        `it says that it failed, yet the zone holds ${describeAll(held)}`,
      );
      must(
        said !== 'applied' || held.length === 1,
        'it says that it was applied, yet nothing is there',
      );
    },
  },
  {
    sentence: 'reaches the wanted state when a write is made again after its answer was lost',
    run: async (lab) => {
      const faults = faultsOf(lab, 'reply-lost');
      const record = await lab.record('host', 'A', ['192.0.2.1', '192.0.2.2']);
      await lab.readZone();
      faults.inject('write', 'reply-lost', 1);
      await outcomeOf(lab, record);
      faults.clear();
      await lab.write(create(record));
      await lab.holds(record);
    },
  },
  {
    sentence: 'shows no secret in an error, even when the service repeats the request',
    run: async (lab) => {
      const faults = faultsOf(lab, 'echo');
      if ((lab.subject.secrets ?? []).length === 0)
        throw new NotApplicable('no secrets were named');
      const record = await lab.record('host', 'A', ['192.0.2.1']);
      faults.inject('read', 'echo');
      hideSecrets(lab, await providerErrorOf(() => lab.readZone()));
      faults.clear();
      await lab.readZone();
      faults.inject('write', 'echo');
      const error = await providerErrorOf(async () => {
        const [outcome] = await lab.apply(create(record));
        if (outcome !== undefined && outcome.outcome !== 'applied') throw outcome.error;
      });
      hideSecrets(lab, error);
    },
  },
];

function faultsOf(lab: Lab, fault: Fault): FaultInjector {
  const { faults } = lab.subject;
  if (faults === undefined) throw new NotApplicable('no faults can be injected');
  if (!faults.faults.includes(fault))
    throw new NotApplicable(`the fault "${fault}" cannot be injected`);
  return faults;
}

function hideSecrets(lab: Lab, error: unknown): void {
  mustHideSecrets(error, lab.subject.secrets ?? []);
}

async function outcomeOf(
  lab: Lab,
  record: Parameters<typeof create>[0],
): Promise<'applied' | 'failed' | 'unknown'> {
  try {
    const [outcome] = await lab.apply(create(record));
    if (outcome?.outcome === 'failed' && outcome.error.mayHaveWritten) return 'unknown';
    return outcome?.outcome ?? 'failed';
  } catch (error) {
    must(ProviderError.is(error), `it threw something that is no ProviderError: ${inspect(error)}`);
    return error.mayHaveWritten ? 'unknown' : 'failed';
  }
}
