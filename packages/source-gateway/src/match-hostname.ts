import { recordTypeOfTarget } from '@org/dns-core';

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether a hostname of a route or listener can be one: `''` (any), a DNS name, or a name behind `*.`. */
export function isHostname(hostname: string): boolean {
  const lower = lowerAscii(hostname);
  if (lower === '') return true;
  if (recordTypeOfTarget(lower) !== 'CNAME') return false;
  const name = lower.startsWith('*.') ? lower.slice(2) : lower;
  if (name.length === 0 || name.length > 255) return false;
  const labels = (name.endsWith('.') ? name.slice(0, -1) : name).split('.');
  return labels.every((each) => label.test(each));
}

/**
 * The name that a listener and a route have in common, in lower case: the more specific one of two, of which one may begin
 * with `*.` or be `''` for any. `undefined` where they have none or one of them is no hostname.
 */
export function matchHostname(listener: string, route: string): string | undefined {
  if (!isHostname(listener) || !isHostname(route)) return undefined;
  const [a, b] = [lowerAscii(listener), lowerAscii(route)];
  if (a === '' || b === '') return a === '' ? b : a;
  if (a === b) return a;
  const aIsWider = a.length < b.length || (a.length === b.length && a.startsWith('*.'));
  const [wide, narrow] = aIsWider ? [a, b] : [b, a];
  return wide.startsWith('*.') && narrow.endsWith(wide.slice(1)) ? narrow : undefined;
}

function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (upper) => upper.toLowerCase());
}
