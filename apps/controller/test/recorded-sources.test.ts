import type { Environment } from '@org/dns-app-kit';
import type { Clock, Parsed, Source, WrapperOptions } from '@org/dns-core';
import type { Cluster, ObjectSource } from '@org/dns-kubernetes';
import { expect, test } from 'vitest';
import ingress from '../../../packages/core/test/fixtures/corpus/ingress.json' with { type: 'json' };
import random from '../../../packages/core/test/fixtures/corpus/random.json' with { type: 'json' };
import wrappers from '../../../packages/core/test/fixtures/corpus/wrappers.json' with { type: 'json' };
import {
  decide,
  runsOf,
  type RecordedCase,
} from '../../../packages/kubernetes/src/testing/recorded-case.ts';
import { loadConfig } from '../src/config.ts';
import { engineOptions } from '../src/engine-options.ts';
import { createSources } from '../src/sources/create-sources.ts';
import { sourceTable, type SourceName } from '../src/sources/source-table.ts';

/** What upstream's binary asked the provider for: worlds with several sources, and every wrapper behind them. */
const recorded = [...ingress, ...wrappers, ...random] as unknown as readonly RecordedCase[];

/** In some run of these the provider or the registry refuses, not the sources. */
const decidedElsewhere: ReadonlySet<string> = new Set([
  'wrappers-provider-filter-refused',
  'wrappers-refused-combinations',
]);

function isCovered({ id, args, steps = [] }: RecordedCase): boolean {
  const given = [args, ...steps.map((step) => step.args ?? [])].flat();
  const sources = given.flatMap((arg) => /^--source=(.*)$/.exec(arg)?.[1] ?? []);
  return (
    !decidedElsewhere.has(id) &&
    sources.every((name) => sourceTable[name as SourceName] !== undefined)
  );
}

interface Made {
  readonly sources: readonly Parsed<ObjectSource>[];
  readonly wrappers: WrapperOptions;
}

/** The sources and wrappers that the controller makes of its arguments; `undefined` where it refuses them. */
async function make(args: readonly string[], environment: Environment): Promise<Made | undefined> {
  const policy = args.some((arg) => arg.startsWith('--policy')) ? [] : ['--policy=sync'];
  const all = [...args, ...policy, '--provider=webhook', '--behavior=compat'];
  const outcome = await loadConfig(all, environment, () => '');
  if (outcome.kind !== 'config') return undefined;
  const { config } = outcome;
  const pending = await createSources(config);
  if (!pending.ok) return undefined;
  const sources: Parsed<ObjectSource>[] = [];
  const cluster: Cluster = {
    source(value) {
      sources.push({ ok: true, value });
      return {} as Source;
    },
    warmUp: () => {},
    close: async () => {},
  };
  for (const source of pending.value) source(cluster);
  const { wrappers } = engineOptions(config, {
    sources: [],
    provider: {} as never,
    registry: {} as never,
    clock: {} as Clock,
    observe: () => {},
  });
  return { sources, wrappers };
}

test.each(recorded.filter(isCovered))('$id: $name', async (recordedCase) => {
  for (const { args, objects, expected } of runsOf(recordedCase)) {
    const made = await make(args, recordedCase.env ?? {});
    const outcome = made && decide(made.sources, objects, made.wrappers);
    expect(outcome ?? { ok: false, desired: [] }).toEqual(expected);
  }
});
