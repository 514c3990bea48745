import type { ProgramRim } from '@org/dns-app-kit';

/** What the process hands in; see `ProgramRim`. */
export interface Rim extends ProgramRim {
  readonly stdout: (text: string) => void;
  /** Takes what is to be called when a person lets held plans go (SIGHUP). */
  readonly onRelease: (listener: () => void) => void;
  /** Collects garbage at once, where the process was started in a way that lets it. */
  readonly sweep?: () => void;
}
