import type { Change, DnsName, Property, Provider } from '@org/dns-core';
import type { Waivers } from '../case-result.ts';
import type { FaultInjector } from '../faults/fault.ts';

/** A provider with what the suite needs around it. */
export interface ProviderUnderTest {
  readonly provider: Provider;
  /** Makes its requests fail. Absent: the cases with faults do not apply. */
  readonly faults?: FaultInjector | undefined;
  /** Texts that no error may hold: the credentials. */
  readonly secrets?: readonly string[] | undefined;
  /** Called when the case is over, after the provider's own `close`. */
  readonly stop?: (() => Promise<void>) | undefined;
}

export interface ProviderCheckOptions {
  /** Called once per case: a service of its own for each, or one and the same for all. */
  readonly create: () => Promise<ProviderUnderTest>;
  /** The domain that cases make names below: a zone of the provider's, or a domain within one. */
  readonly zone: string;
  /** A label below `zone` that all names of this run lie under; another one for each run that may run beside it. Default: `conformance`. */
  readonly run?: string;
  /** Properties that the service holds for an A record, as an example. Absent: an invented one, which `adjust` may take away. */
  readonly properties?: readonly Property[];
  /** Properties that two record sets with set identifiers need. Default: none. */
  readonly setIdentifierProperties?: readonly Property[];
  /** A change below this name that the service refuses. Absent: a record of the first type that the capabilities say no to. */
  readonly refused?: (name: DnsName) => Change;
  readonly waive?: Waivers;
  /** For one case. Default: 10,000. */
  readonly timeoutMs?: number;
}
