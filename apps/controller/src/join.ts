import {
  createProvider,
  createRegistry,
  type ObserveQuota,
  type ObserveRequest,
} from '@org/dns-app-kit';
import {
  nextTurn,
  type Clock,
  type ConfigProblem,
  type Parsed,
  type Problem,
  type Provider,
  type Registry,
  type Source,
} from '@org/dns-core';
import type { ApiClient } from '@org/dns-kubernetes';
import type { Config } from './config.ts';
import { openCluster } from './open-cluster.ts';
import { createSources } from './sources/create-sources.ts';

export interface JoinContext {
  readonly clock: Clock;
  readonly userAgent: string;
  readonly observeRequest: ObserveRequest;
  readonly observeQuota: ObserveQuota;
  readonly onProblem: (problem: Problem) => void;
  /** Used instead of the one that the flags name. */
  readonly provider?: Provider;
}

/** The parts that the flags name, ready for an engine. */
export interface Joined {
  readonly sources: readonly Source[];
  readonly provider: Provider;
  readonly registry: Registry;
  /** Absent where objects come from a folder. */
  readonly client?: ApiClient;
  /** Ends watches and connections. */
  close(): Promise<void>;
}

/**
 * Makes every part, or says everything that is wrong with any. The API server is asked for what the sources begin with while
 * the provider is loaded; nothing is read from a provider yet.
 *
 * @throws Error that names the file, variable or flag because of which no API server is known.
 */
export async function join(config: Config, context: JoinContext): Promise<Parsed<Joined>> {
  const registry = await createRegistry(config.flags);
  const pending = await createSources(config);
  if (!registry.ok || !pending.ok) {
    const provider = await providerOf(config, context);
    if (provider.ok) await provider.value.close?.();
    return refused(registry, pending, provider);
  }
  const { cluster, client } = await openCluster(config, context);
  const sources = pending.value.map((make) => make(cluster));
  cluster.warmUp();
  // Its request has left when the loading of code takes all attention: one turn to connect, one to write.
  await nextTurn(context.clock);
  await nextTurn(context.clock);
  const provider = await providerOf(config, context);
  if (!provider.ok) {
    await cluster.close();
    return provider;
  }
  return {
    ok: true,
    value: {
      sources,
      provider: provider.value,
      registry: registry.value,
      ...(client === undefined ? {} : { client }),
      close: async () => {
        await cluster.close();
        await provider.value.close?.();
      },
    },
  };
}

function refused(...parts: readonly Parsed<unknown>[]): Parsed<never> {
  return {
    ok: false,
    problems: parts.flatMap((part): readonly ConfigProblem[] => (part.ok ? [] : part.problems)),
  };
}

async function providerOf(config: Config, context: JoinContext): Promise<Parsed<Provider>> {
  if (context.provider !== undefined) return { ok: true, value: context.provider };
  const { flags, given, environment, domainFilter } = config;
  const { userAgent, observeRequest, observeQuota } = context;
  return createProvider({
    flags,
    given,
    environment,
    behavior: flags.behavior,
    domainFilter,
    userAgent,
    observeRequest,
    observeQuota,
  });
}
