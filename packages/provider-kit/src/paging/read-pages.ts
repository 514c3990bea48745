import { ProviderError } from '@org/dns-core';

export interface Page<T, Cursor> {
  readonly items: readonly T[];
  /** Where the next page begins; `undefined`: this was the last one. */
  readonly next: Cursor | undefined;
}

export interface PagingOptions<T> {
  /** What is read, for errors: `records of example.org`. */
  readonly what: string;
  /** Names an item; given, an item that comes twice ends the reading with an error. */
  readonly identify?: (item: T) => string;
}

/**
 * The pages of a list, one by one.
 *
 * @throws ProviderError `transient`, when a cursor or an identified item comes a second time: the list changed while it was
 * read or the service repeats itself, and what was read is not the whole.
 */
export async function* readPages<T, Cursor extends string | number>(
  fetchPage: (cursor: Cursor | undefined) => Promise<Page<T, Cursor>>,
  options: PagingOptions<T>,
): AsyncGenerator<readonly T[]> {
  const cursors = new Set<Cursor>();
  const seen = new Set<string>();
  let cursor: Cursor | undefined;
  do {
    const page = await fetchPage(cursor);
    if (options.identify !== undefined)
      for (const item of page.items) addOnce(seen, options.identify(item), options.what);
    yield page.items;
    cursor = page.next;
    if (cursor !== undefined) addOnce(cursors, cursor, options.what);
  } while (cursor !== undefined);
}

function addOnce<K extends string | number>(known: Set<K>, key: K, what: string): void {
  if (known.has(key))
    throw new ProviderError(
      'transient',
      `${what}: page or item "${key}" came twice; the list is not whole and is read again later`,
    );
  known.add(key);
}
