import { Secret } from '@org/dns-core';
import type { Flags } from '../flags/flag-groups.ts';
import type { ProgramRim } from '../program-rim.ts';
import { createLog, type Log, type LogOptions } from './log.ts';

/** A log on the standard error of a program. */
export function createProgramLog(
  rim: Pick<ProgramRim, 'clock' | 'stderr' | 'isTerminal'>,
  style: Pick<LogOptions, 'format' | 'level' | 'secrets'>,
): Log {
  return createLog({
    ...style,
    sink: rim.stderr,
    now: () => rim.clock.now(),
    color: rim.isTerminal,
  });
}

/** The same in the format and at the level that the flags name; no secret of theirs shows in it. */
export function createLogFromFlags(
  rim: Pick<ProgramRim, 'clock' | 'stderr' | 'isTerminal'>,
  flags: Flags,
): Log {
  const secrets = Object.values<unknown>(flags).filter((value) => value instanceof Secret);
  return createProgramLog(rim, { format: flags['log-format'], level: flags['log-level'], secrets });
}
