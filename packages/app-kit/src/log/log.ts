import type { Secret } from '@org/dns-core';
import { jsonLine, textLine, type LineFormat } from './log-line.ts';

/** From the gravest to the most talkative. */
const logLevels = ['panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

export type LogFields = Readonly<Record<string, string | number | boolean>>;

export interface Log {
  /** Whether a line of this level is written at all; ask before building a costly one. */
  enabled(level: LogLevel): boolean;
  write(level: LogLevel, message: string, fields?: LogFields): void;
}

export interface LogOptions {
  readonly format: 'text' | 'json';
  readonly level: LogLevel;
  /** Takes one line with its line break. */
  readonly sink: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Short coloured lines for a terminal; only for the text format. */
  readonly color?: boolean;
  /** Values that are replaced by `[secret]` wherever they would appear. */
  readonly secrets?: readonly Secret[];
}

/** Shorter values are not searched for: they would garble ordinary words. */
const leastSecretLength = 6;

/** Lines as upstream's logger (logrus) writes them, in its text and JSON formats. */
export function createLog(options: LogOptions): Log {
  const rank = new Map<LogLevel, number>(logLevels.map((level, index) => [level, index]));
  const most = rank.get(options.level) ?? 0;
  const startedMs = options.now();
  const hidden = (options.secrets ?? [])
    .map((secret) => secret.reveal())
    .filter((text) => text.length >= leastSecretLength);
  const format: LineFormat =
    options.format === 'json' ? jsonLine : textLine(options.color ?? false, startedMs);
  const mask = (text: string) =>
    hidden.reduce((masked, secret) => masked.replaceAll(secret, '[secret]'), text);
  const enabled = (level: LogLevel) => (rank.get(level) ?? 0) <= most;
  return {
    enabled,
    write(level, message, fields = {}) {
      if (!enabled(level)) return;
      const shown =
        hidden.length === 0
          ? fields
          : Object.fromEntries(
              Object.entries(fields).map(([key, value]) => [
                key,
                typeof value === 'string' ? mask(value) : value,
              ]),
            );
      options.sink(
        `${format({ level, message: mask(message), fields: shown, atMs: options.now() })}\n`,
      );
    },
  };
}
