import type { Clock } from '@org/dns-core';

/** What a process hands to its program, so that everything behind it can be run in a test. */
export interface ProgramRim {
  readonly clock: Clock;
  readonly stderr: (text: string) => void;
  /** Standard error is a terminal: lines may be coloured. */
  readonly isTerminal: boolean;
  readonly readText: (path: string) => string;
  /** Aborted: nothing new is begun, the writes in hand are finished, then all ends. */
  readonly stop: AbortSignal;
}
