import type { Behavior, Clock, DomainMatcher, Parsed, Provider } from '@org/dns-core';
import type { HttpCall } from '../http/undici-transport.ts';
import type { ProxyOptions } from '../http/proxy.ts';

/** What the program that loads a provider package hands to it. */
export interface ProviderSetup {
  /**
   * The provider's own options by name, sections as objects. Those of a file have the types of JSON; those of flags and
   * variables are texts, which `createOptionsReader(options, { textForms: true })` understands.
   */
  readonly options: Readonly<Record<string, unknown>>;
  readonly behavior: Behavior;
  /** The zones to work in, by name (`--domain-filter` and its kin). */
  readonly acceptsZone: DomainMatcher;
  /** To be sent with every request, such as `ExternalDNS/0.1.0`. */
  readonly userAgent: string;
  readonly proxy: ProxyOptions;
  /** To be told of every request, for metrics. */
  readonly observe: (call: HttpCall) => void;
  readonly clock: Clock;
}

/**
 * What a package must export by name so that `--provider=npm:PACKAGE` can load it. `satisfies ProviderPackage` in a test of
 * the package keeps it so.
 */
export interface ProviderPackage {
  /** The version of this shape and of the `Provider` contract behind it. */
  readonly spec: 1;
  /** The provider, or everything that is wrong with its options; the path of a problem is the option. Reaches nothing yet. */
  createProvider(setup: ProviderSetup): Parsed<Provider> | Promise<Parsed<Provider>>;
}
