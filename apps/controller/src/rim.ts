import type { Clock } from '@org/dns-core';

/** What the process hands in, so that everything behind it can be run in a test. */
export interface Rim {
  readonly clock: Clock;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Standard error is a terminal: lines may be coloured. */
  readonly isTerminal: boolean;
  readonly readText: (path: string) => string;
  /** Aborted: the write in hand is finished, then all ends. */
  readonly stop: AbortSignal;
  /** Takes what is to be called when a person lets held plans go (SIGHUP). */
  readonly onRelease: (listener: () => void) => void;
}
