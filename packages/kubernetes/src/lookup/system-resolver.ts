import { lookup } from 'node:dns/promises';
import type { ResolveHost } from './host-lookup.ts';

/** Looks host names up as the operating system does (hosts file, resolv.conf). */
export function createSystemResolver(): ResolveHost {
  return async (hostname) => {
    try {
      const addresses = await lookup(hostname, { all: true });
      return addresses.map(({ address }) => address);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOTFOUND') return [];
      throw error;
    }
  };
}
