import type { Clock } from '@org/dns-core';

/** What the process hands in, so that everything behind it can be run in a test. */
export interface Rim {
  readonly clock: Clock;
  readonly stderr: (text: string) => void;
  /** Standard error is a terminal: lines may be coloured. */
  readonly isTerminal: boolean;
  readonly readText: (path: string) => string;
  /** Aborted: no request is taken any more, the writes in hand are finished, then all ends. */
  readonly stop: AbortSignal;
}
