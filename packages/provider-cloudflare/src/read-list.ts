import { ProviderError } from '@org/dns-core';
import { asNumber, fieldsOf } from './reply-fields.ts';

/** A page of a list of the API. */
export interface ListPage {
  readonly result: readonly unknown[];
  /** `{ page, per_page, count, total_count, total_pages }`; any of them may be missing. */
  readonly result_info?: unknown;
}

const attempts = 3;

/**
 * All of a list that comes in numbered pages. Where it changed while it was read (an item twice, another total, fewer items than
 * the service counts), so that an item may have been missed, it is read again.
 *
 * @throws ProviderError `transient`, when it changed every time.
 */
export async function readList<T extends { readonly id: string }>(
  what: string,
  parse: (item: unknown) => T | undefined,
  fetchPage: (page: number) => Promise<ListPage>,
): Promise<readonly T[]> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const items = await readOnce(parse, fetchPage);
    if (items !== undefined) return items;
  }
  throw new ProviderError(
    'transient',
    `${what}: the list changed while it was read, ${attempts} times; it is read again later`,
  );
}

async function readOnce<T extends { readonly id: string }>(
  parse: (item: unknown) => T | undefined,
  fetchPage: (page: number) => Promise<ListPage>,
): Promise<readonly T[] | undefined> {
  const items: T[] = [];
  const ids = new Set<string>();
  let total: number | undefined;
  let count = 0;
  for (let page = 1; ; page += 1) {
    const { result, result_info } = await fetchPage(page);
    const info = fieldsOf(result_info);
    const totalNow = asNumber(info['total_count']);
    if (page > 1 && totalNow !== total) return undefined;
    total = totalNow;
    count += result.length;
    for (const one of result) {
      const item = parse(one);
      if (item === undefined) continue;
      if (ids.has(item.id)) return undefined;
      ids.add(item.id);
      items.push(item);
    }
    const pages = asNumber(info['total_pages']);
    const isLast = pages === undefined ? result.length === 0 : page >= pages;
    if (!isLast && result.length > 0) continue;
    return isLast && (total === undefined || count === total) ? items : undefined;
  }
}
