import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import type { RawObject } from '../cache/projection.ts';

const pageSize = 500;

interface ListPage {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly RawObject[] | null;
}

/**
 * Hands out all objects of a list, page by page, and gives the resource version to watch from. When the list ages while it
 * is read (410), it ends with that error and is begun anew by the caller.
 */
export async function listPages(
  client: ApiClient,
  path: string,
  query: Readonly<Record<string, string>>,
  onObject: (raw: RawObject) => void,
  signal: AbortSignal,
): Promise<string> {
  let token = '';
  for (;;) {
    const page = (await client.request({
      method: 'GET',
      path,
      query: { ...query, limit: String(pageSize), ...(token && { continue: token }) },
      signal,
      // The first page took its turn; a long list at five requests a second would take minutes.
      unlimited: token !== '',
    })) as ListPage | undefined;
    const version = page?.metadata?.resourceVersion;
    if (!page || version === undefined)
      throw new ApiError(`GET ${path}: the answer is not a list of Kubernetes objects`);
    for (const raw of page.items ?? []) onObject(raw);
    token = page.metadata?.continue ?? '';
    if (!token) return version;
  }
}
