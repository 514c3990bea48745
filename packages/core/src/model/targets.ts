import { compareText } from './compare-text.ts';
import { compareIps, formatIp, ipFamily, parseIp } from './ip.ts';

/** The record type that a bare target asks for: an address literal A or AAAA, everything else (also `''`) CNAME. */
export function recordTypeOfTarget(target: string): 'A' | 'AAAA' | 'CNAME' {
  const family = ipFamily(target);
  if (family === undefined) return 'CNAME';
  return family === 4 ? 'A' : 'AAAA';
}

/** Unique and sorted by bytes. */
export function newTargets(targets: readonly string[]): readonly string[] {
  return [...new Set(targets)].sort(compareText);
}

/** Two lists hold the same record data: in any order, in any case, addresses in any notation. A final dot counts. */
export function sameTargets(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  if (a.length === 1) return sameTarget(a[0] ?? '', b[0] ?? '');
  const right = sortTargets(b);
  return sortTargets(a).every((target, index) => sameTarget(target, right[index] ?? ''));
}

function sameTarget(a: string, b: string): boolean {
  if (a === b || a.toLowerCase() === b.toLowerCase()) return true;
  const [left, right] = [parseIp(a), parseIp(b)];
  return left !== undefined && right !== undefined && compareIps(left, right) === 0;
}

/**
 * Orders two lists as the planner prefers them: fewer targets first, then by the first pair that differs once both are
 * sorted: addresses by number and before names, names by bytes.
 */
export function compareTargets(a: readonly string[], b: readonly string[]): number {
  if (a.length !== b.length) return a.length - b.length;
  const right = sortTargets(b);
  for (const [index, target] of sortTargets(a).entries()) {
    const other = right[index] ?? '';
    if (target !== other) return compareTarget(target, other);
  }
  return 0;
}

function compareTarget(a: string, b: string): number {
  const [left, right] = [parseIp(a), parseIp(b)];
  if (left !== undefined && right !== undefined) return compareIps(left, right);
  if (left !== undefined) return -1;
  if (right !== undefined) return 1;
  return compareText(a, b);
}

/** A sorted copy, in the order in which lists are compared pair by pair: addresses by their canonical text, else by bytes. */
export function sortTargets(targets: readonly string[]): readonly string[] {
  return targets.length < 2 ? targets : targets.toSorted(byCanonicalText);
}

function byCanonicalText(a: string, b: string): number {
  const [left, right] = [parseIp(a), parseIp(b)];
  if (left === undefined || right === undefined) return compareText(a, b);
  return compareText(formatIp(left), formatIp(right));
}
