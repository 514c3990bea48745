import {
  createProvider,
  createRegistry,
  type ObserveQuota,
  type ObserveRequest,
} from '@org/dns-app-kit';
import type {
  Clock,
  ConfigProblem,
  Parsed,
  Problem,
  Provider,
  Registry,
  Source,
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

/** Makes every part, or says everything that is wrong with any. Nothing is read from a cluster or a provider yet. */
export async function join(config: Config, context: JoinContext): Promise<Parsed<Joined>> {
  const { flags, given, environment, domainFilter } = config;
  const registry = await createRegistry(flags);
  const sources = await createSources({ flags, given });
  const provider: Parsed<Provider> =
    context.provider === undefined
      ? await createProvider({
          flags,
          given,
          environment,
          behavior: flags.behavior,
          domainFilter,
          userAgent: context.userAgent,
          observeRequest: context.observeRequest,
          observeQuota: context.observeQuota,
        })
      : { ok: true, value: context.provider };
  if (!registry.ok || !sources.ok || !provider.ok) {
    const problems = [registry, sources, provider].flatMap((part): readonly ConfigProblem[] =>
      part.ok ? [] : part.problems,
    );
    if (provider.ok) await provider.value.close?.();
    return { ok: false, problems };
  }
  const { cluster, client } = await openCluster(config, context);
  return {
    ok: true,
    value: {
      sources: sources.value.map((pending) => pending(cluster)),
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
