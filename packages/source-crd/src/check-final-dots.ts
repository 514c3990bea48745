import type { Endpoint } from '@org/dns-core';

const anyTargets: ReadonlySet<string> = new Set(['CNAME', 'DNAME', 'TXT', 'MX', 'SRV']);

/**
 * What is wrong with the final dots of an entry's targets: NAPTR needs one, CNAME, DNAME, TXT, MX and SRV may have one, all
 * other types must not. `undefined` where nothing is.
 */
export function checkFinalDots({ spelling, type, targets }: Endpoint): string | undefined {
  if (anyTargets.has(type)) return undefined;
  const needed = type === 'NAPTR';
  const wrong = targets.find((target) => target.endsWith('.') !== needed);
  if (wrong === undefined) return undefined;
  const rule = needed ? 'must end in a dot' : 'must not end in a dot';
  return `${spelling}: the ${type} target "${wrong}" ${rule}; the whole entry is left out`;
}
