import type { Clock, DomainFilter, Provider } from '@org/dns-core';
import type { GroupWriter } from './write-groups.ts';
import type { ServedZones } from './served-zones.ts';
import type { ZoneList } from './zone-list.ts';
import type { ObserveService } from './service-event.ts';

/** What the handlers of all requests work with. */
export interface Service {
  readonly provider: Provider;
  /** As the flags say; without entries the provider's own is told to clients. */
  readonly domainFilter: DomainFilter;
  readonly zoneList: ZoneList;
  /** The zones as clients of protocol version 2 see them. */
  readonly servedZones: ServedZones;
  readonly writer: GroupWriter;
  readonly observe: ObserveService;
  readonly clock: Clock;
  /** Larger request bodies are refused. */
  readonly maxBodyBytes: number;
  /** A write that takes longer than this is answered before its end; 0: never. */
  readonly answerWithinMs: number;
  /** Answers whatever is asked as upstream's `--webhook-server` does. */
  readonly lenient: boolean;
}
