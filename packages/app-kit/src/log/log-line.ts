import type { LogFields, LogLevel } from './log.ts';

interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
  readonly atMs: number;
}

export type LineFormat = (entry: LogEntry) => string;

/** One JSON object; keys in alphabetical order, times to the second, as logrus's JSONFormatter. */
export const jsonLine: LineFormat = ({ level, message, fields, atMs }) => {
  const all: Record<string, string | number | boolean> = {
    ...fields,
    level,
    msg: message,
    time: rfc3339(atMs),
  };
  return JSON.stringify(Object.fromEntries(Object.entries(all).sort(byKey)));
};

/** `time="…" level=info msg="…" key=value`, or with `color` logrus's short form for terminals. */
export function textLine(color: boolean, startedMs: number): LineFormat {
  return ({ level, message, fields, atMs }) => {
    const sorted = Object.entries(fields).sort(byKey);
    if (!color) {
      const pairs = sorted.map(([key, value]) => ` ${key}=${quoted(String(value))}`).join('');
      return `time="${rfc3339(atMs)}" level=${level} msg=${quoted(message)}${pairs}`;
    }
    const paint = (text: string) => `\u001B[${colors[level]}m${text}\u001B[0m`;
    const seconds = String(Math.floor((atMs - startedMs) / 1000)).padStart(4, '0');
    const pairs = sorted.map(([key, value]) => ` ${paint(key)}=${quoted(String(value))}`).join('');
    const name = level.toUpperCase().slice(0, 4);
    return `${paint(name)}[${seconds}] ${message.replaceAll('\n', ' ').padEnd(44)} ${pairs}`;
  };
}

const colors: Readonly<Record<LogLevel, number>> = {
  panic: 31,
  fatal: 31,
  error: 31,
  warning: 33,
  info: 36,
  debug: 37,
  trace: 37,
};

const plain = /^[\w\-./@^+]+$/;

/** As Go's `%q` where a value has characters beyond those of plain words. */
function quoted(text: string): string {
  return plain.test(text) ? text : JSON.stringify(text);
}

function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
