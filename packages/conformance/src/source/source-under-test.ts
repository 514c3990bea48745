import type { Source } from '@org/dns-core';
import type { Waivers } from '../case-result.ts';

/** A source with the world that it watches. */
export interface SourceUnderTest {
  readonly source: Source;
  /** Makes an object, or changes it, so that it wants the name at this IPv4 address and nothing else. */
  put(object: string, hostname: string, address: string): void | Promise<void>;
  /** Takes an object away. */
  remove(object: string): void | Promise<void>;
  /** What the source reads from cannot be read from now on. Absent: the cases about that do not apply. */
  fail?(): void | Promise<void>;
  /** It can be read again. */
  heal?(): void | Promise<void>;
  stop?(): Promise<void>;
}

export interface SourceCheckOptions {
  /** Called once per case. */
  readonly create: () => Promise<SourceUnderTest>;
  readonly waive?: Waivers;
  /** For one case. Default: 5000. */
  readonly timeoutMs?: number;
}
