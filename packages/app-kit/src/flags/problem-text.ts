import type { ConfigProblem } from '@org/dns-core';

/** One problem of the configuration as a sentence with what to do. */
export function problemText({ path, message, hint }: ConfigProblem): string {
  const end = /[.!?]$/.test(message) ? '' : '.';
  const what = `${path}: ${message}${end}`;
  if (hint === undefined) return what;
  const advice = `${hint.charAt(0).toUpperCase()}${hint.slice(1)}`;
  return `${what} ${advice}${/[.!?]$/.test(advice) ? '' : '.'}`;
}

/** The flag of a setting: `annotationFilter` → `--annotation-filter`; flags and variables stay as they are. */
export function settingAsFlag(path: string, prefix = ''): string {
  if (path.startsWith('-') || path.startsWith('EXTERNAL_DNS_')) return path;
  return `--${prefix}${path.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
