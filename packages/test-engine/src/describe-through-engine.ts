import {
  createEndpoint,
  isWildcard,
  subject,
  type Behavior,
  type Endpoint,
  type OnceResult,
  type Provider,
} from '@org/dns-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { EngineSetup } from './engine-setup.ts';
import { runEngineOnce } from './run-engine-once.ts';
import { startEngine } from './start-engine.ts';

/** A service, real or fake, with the empty zone example.org. */
export interface ServiceUnderEngine {
  /** A provider at it, as a controller that starts would make it. */
  readonly connect: (behavior: Behavior) => Provider | Promise<Provider>;
  /** Puts a record there by hand, past the provider; an A, a CAA or a TXT. */
  readonly seed: (record: Endpoint) => void | Promise<void>;
  /** Everything that it holds, markers too, as sorted lines; without what every zone has (SOA, NS). */
  readonly dump: () => readonly string[] | Promise<readonly string[]>;
  /** A number that grows with every write that reaches it, and with nothing else. */
  readonly writes: () => number | Promise<number>;
  /** Asks it as a resolver would. Only for services that answer DNS. */
  readonly answers?: (name: string, type: string) => Promise<readonly string[]>;
  readonly stop: () => void | Promise<void>;
}

export interface ThroughEngineOptions<S extends ServiceUnderEngine> {
  readonly setup: EngineSetup;
  /** @param amount how much the scenario will write: a fake may take its time over `few`. */
  readonly start: (amount: 'few' | 'many') => Promise<S>;
  /** What is wanted first: every type and feature that the provider has. Holds `www.example.org` A. */
  readonly wanted: readonly Endpoint[];
  /** What is wanted then. */
  readonly changed: readonly Endpoint[];
  /** What stands there by hand; may be at names that are wanted. Default: an A and a TXT at a name of its own. */
  readonly foreign?: readonly Endpoint[];
  /** What `compat` can write and read again; default: an A and a CNAME. */
  readonly wantedInCompat?: readonly Endpoint[];
  /** What must hold besides, after the pass that is named. */
  readonly after?: Partial<Record<Moment, (service: S) => void | Promise<void>>>;
}

type Moment = 'create' | 'change' | 'remove' | 'type change' | 'thousand' | 'compat';

const inStep: OnceResult = { inStep: true, reasons: [] };
const record = (name: string, type: string, ...targets: readonly string[]): Endpoint =>
  createEndpoint({ name, type, targets });
const byHand = [
  record('foreign.example.org', 'A', '192.0.2.77'),
  record('foreign.example.org', 'TXT', '"foreign"'),
];

/** What every provider does under the engine; each pass is that of a controller that has just been started. */
export function describeThroughEngine<S extends ServiceUnderEngine>(
  name: string,
  options: ThroughEngineOptions<S>,
): void {
  const { setup, wanted, changed, foreign = byHand, after = {} } = options;
  const { wantedInCompat = compatible } = options;
  let service: S;
  const open = async (amount: 'few' | 'many' = 'few') => {
    service = await options.start(amount);
  };

  const within = async <T>(behavior: Behavior, work: (provider: Provider) => Promise<T>) => {
    const provider = await service.connect(behavior);
    try {
      return await work(provider);
    } finally {
      await provider.close?.();
    }
  };
  const pass = (endpoints: readonly Endpoint[], more: Partial<EngineSetup> = {}) => {
    const all = { ...setup, ...more };
    return within(all.behavior ?? 'safe', (provider) => runEngineOnce(provider, endpoints, all));
  };
  const seed = async (records: readonly Endpoint[]) => {
    for (const one of records) await service.seed(one);
  };
  /** That a second pass writes nothing. */
  const settles = async (endpoints: readonly Endpoint[], more: Partial<EngineSetup> = {}) => {
    const before = [await service.writes(), await service.dump()];
    expect(await pass(endpoints, more)).toEqual(inStep);
    expect([await service.writes(), await service.dump()]).toEqual(before);
  };
  const areAnswered = async (endpoints: readonly Endpoint[]) => {
    for (const { name: asked, type, targets } of endpoints)
      if ((type === 'A' || type === 'AAAA') && !isWildcard(asked))
        expect((await service.answers?.(asked, type)) ?? targets).toEqual(targets.toSorted());
  };

  describe(`through the engine: ${name}`, () => {
    afterEach(() => service.stop());

    test('what is created settles at once, changes in place, and goes; what is foreign stays', async () => {
      await open();
      await seed(foreign);
      const before = await service.dump();
      expect(before).toHaveLength(foreign.length);
      expect(await pass(wanted)).toEqual(inStep);
      expect(await service.dump()).toEqual(expect.arrayContaining([...before]));
      await after.create?.(service);
      await settles(wanted);
      await areAnswered(own(wanted, foreign));

      expect(await pass(changed)).toEqual(inStep);
      await after.change?.(service);
      await settles(changed);
      await areAnswered(own(changed, foreign));

      expect(await pass([])).toEqual(inStep);
      expect(await service.dump()).toEqual(before);
      await after.remove?.(service);
    });

    test('a type changes within one pass', async () => {
      await open();
      expect(await pass([record('www.example.org', 'A', '192.0.2.1')])).toEqual(inStep);
      const alias = [record('www.example.org', 'CNAME', 'lb.example.net')];
      expect(await pass(alias)).toEqual(inStep);
      const text = (await service.dump()).join('\n');
      expect(text).toContain('lb.example.net');
      expect(text).not.toContain('192.0.2.1');
      await after['type change']?.(service);
      await settles(alias);
      expect(await pass([])).toEqual(inStep);
      expect(await service.dump()).toEqual([]);
    });

    test('a thousand records at once, read again by the next controller, and gone again', async () => {
      await open('many');
      const many = Array.from({ length: 1000 }, (_, index) =>
        record(`h${index}.example.org`, 'A', `198.51.100.${index % 250}`),
      );
      expect(await pass(many)).toEqual(inStep);
      expect(await service.dump()).toHaveLength(2000);
      await after.thousand?.(service);
      await settles(many);
      await areAnswered(many.slice(-1));
      expect(await pass([])).toEqual(inStep);
      expect(await service.dump()).toEqual([]);
    });

    test("another owner's records stay whatever happens", async () => {
      await open();
      await pass([record('theirs.example.org', 'A', '192.0.2.1')], { owner: 'them' });
      const before = await service.dump();
      expect(before.join('\n')).toContain('192.0.2.1');
      await pass([record('theirs.example.org', 'A', '192.0.2.2')]);
      await pass([]);
      expect(await service.dump()).toEqual(before);
    });

    test('a change while it runs is written at once; what appears by hand stays', async () => {
      await open();
      const first = record('www.example.org', 'A', '192.0.2.1');
      await within('safe', async (provider) => {
        const engine = await startEngine(provider, [first], setup);
        await service.seed(record('late.example.org', 'A', '192.0.2.50'));
        const late = record('late.example.org', 'A', '203.0.113.60');
        for (const target of ['203.0.113.10', '203.0.113.11']) {
          const next = record('www.example.org', 'A', target);
          await engine.want([next, late]);
          expect((await service.dump()).join('\n')).toContain(target);
          await areAnswered([next]);
        }
        const text = (await service.dump()).join('\n');
        expect(text).toContain('192.0.2.50');
        expect(text).not.toContain('203.0.113.60');
        await engine.stop();
        const failed = engine.failures.flatMap(({ changes }) =>
          changes.map((one) => subject(one).name),
        );
        // Without a look at single names, the service's own check finds the record that came meanwhile.
        const mayFail = provider.readNames === undefined ? 'late.example.org' : 'none';
        expect(failed.filter((one) => !one.endsWith(mayFail))).toEqual([]);
      });
    });

    test('compat writes and removes what upstream can read', async () => {
      await open();
      const compat = { behavior: 'compat' } as const;
      expect(await pass(wantedInCompat, compat)).toEqual(inStep);
      await after.compat?.(service);
      await settles(wantedInCompat, compat);
      // The one behavior takes over from the other.
      await settles(wantedInCompat);
      expect(await pass([], compat)).toEqual(inStep);
      expect(await service.dump()).toEqual([]);
    });
  });
}

const compatible = [
  record('www.example.org', 'A', '192.0.2.1'),
  record('front.example.org', 'CNAME', 'lb.example.net'),
];

/** Without those at names where something stands by hand. */
function own(endpoints: readonly Endpoint[], foreign: readonly Endpoint[]): readonly Endpoint[] {
  const taken = new Set(foreign.map(({ name }) => name));
  return endpoints.filter(({ name }) => !taken.has(name));
}
