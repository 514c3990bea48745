import type { Behavior, ConfigProblem, DomainFilter, Parsed, Provider } from '@org/dns-core';
import type { Environment } from '../flags/parse-flags.ts';
import type { FlagName, Flags } from '../flags/flag-groups.ts';
import type { ObserveQuota } from '../metrics/quota-metrics.ts';
import type { ObserveRequest } from '../metrics/request-metrics.ts';
import { createFromPackage, isNamedByPackage } from './from-package.ts';
import { providerTable } from './provider-table.ts';

/** All that a provider can be made from. */
export interface ProviderContext {
  readonly flags: Flags;
  readonly given: ReadonlySet<FlagName>;
  readonly environment: Environment;
  readonly behavior: Behavior;
  readonly domainFilter: DomainFilter;
  /** Sent with every request, such as `ExternalDNS/0.1.0`. */
  readonly userAgent: string;
  readonly observeRequest: ObserveRequest;
  readonly observeQuota: ObserveQuota;
}

/**
 * Turns flags and environment into one provider's options and makes it. One file each in this folder, which loads its
 * package with `await import(…)`, so that a provider that is not chosen costs nothing.
 */
export type CreateProvider = (context: ProviderContext) => Promise<Parsed<Provider>>;

/** The provider that `--provider` names, or what is wrong with its settings. */
export async function createProvider(context: ProviderContext): Promise<Parsed<Provider>> {
  const { provider } = context.flags;
  if (isNamedByPackage(provider)) return createFromPackage(provider, context);
  const create = providerTable[provider];
  if (create === undefined) return { ok: false, problems: [notBuilt(provider)] };
  return create(context);
}

function notBuilt(provider: string): ConfigProblem {
  return {
    path: `--provider=${provider}`,
    message: 'is not part of this build',
    hint: 'Run its webhook and use --provider=webhook, load a package of yours with --provider=npm:NAME, or use the Go controller for it.',
  };
}
