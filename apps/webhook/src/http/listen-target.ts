import { parseListenAddress, type ListenAddress } from '@org/dns-app-kit';

/** An address, or the path of a Unix socket. */
export type ListenTarget = ListenAddress | { readonly path: string };

/** `HOST:PORT`, `:PORT` or `unix:PATH`; `undefined`: neither. */
export function parseListenTarget(text: string): ListenTarget | undefined {
  if (!text.startsWith('unix:')) return parseListenAddress(text);
  const path = text.slice('unix:'.length).replace(/^\/\/(?=\/)/, '');
  return path === '' ? undefined : { path };
}
