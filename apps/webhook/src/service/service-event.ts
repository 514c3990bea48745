import type {
  Change,
  ChangeGroup,
  DnsName,
  Endpoint,
  GroupOutcome,
  ProviderError,
  Zone,
} from '@org/dns-core';

/** Everything that the service says about its work. Logs and metrics are readers of this one stream. */
export type ServiceEvent =
  | { readonly kind: 'written'; readonly zone: Zone; readonly changes: readonly Change[] }
  /** Dry run. */
  | { readonly kind: 'would-write'; readonly group: ChangeGroup }
  | {
      readonly kind: 'failed';
      readonly group: ChangeGroup;
      readonly outcome: Exclude<GroupOutcome['outcome'], 'applied'>;
      readonly error: ProviderError;
    }
  /** Refused, and not sent again in this form before `untilMs`. */
  | {
      readonly kind: 'quarantined';
      readonly group: ChangeGroup;
      readonly error: ProviderError;
      readonly untilMs: number;
    }
  /** Asked for again before its time; not sent. */
  | { readonly kind: 'held-back'; readonly name: DnsName; readonly untilMs: number }
  /** A wanted endpoint that the provider will hold otherwise than it was asked for, or not at all. */
  | { readonly kind: 'unheld'; readonly endpoint: Endpoint; readonly why: string };

export type ObserveService = (event: ServiceEvent) => void;
