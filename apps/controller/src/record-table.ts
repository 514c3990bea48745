import type { Endpoint } from '@org/dns-core';

/** Records in columns for people, sorted by name and type; ownership records last. */
export function recordTable(records: readonly Endpoint[]): string {
  const rows = [...records]
    .sort((a, b) => Number(isMarker(a)) - Number(isMarker(b)) || compare(key(a), key(b)))
    .map(({ spelling, type, ttlSeconds, targets }) => [
      spelling,
      type,
      ttlSeconds === 0 ? '-' : String(ttlSeconds),
      targets.join(', '),
    ]);
  const table = [['NAME', 'TYPE', 'TTL', 'DATA'], ...rows];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  return table
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`)
    .join('');
}

function isMarker({ type, targets }: Endpoint): boolean {
  return type === 'TXT' && targets.some((target) => target.includes('heritage=external-dns'));
}

const key = ({ name, type }: Endpoint) => `${name} ${type}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
