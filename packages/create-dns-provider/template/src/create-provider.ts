import type { Parsed, Provider } from '@org/dns-core';
import type { ProviderSetup } from '@org/dns-provider-kit';
import { createMyDnsProvider } from './my-dns-provider.ts';
import { parseMyDnsSettings } from './options.ts';

/** The version of the provider contract that this package keeps. */
export const spec = 1;

/** What `--provider=npm:my-dns` calls: the provider, or everything that is wrong with its options. */
export async function createProvider(setup: ProviderSetup): Promise<Parsed<Provider>> {
  const { options, acceptsZone, userAgent, proxy, observe, clock } = setup;
  const parsed = parseMyDnsSettings(options);
  if (!parsed.ok) return parsed;
  try {
    await parsed.value.token();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = 'Name a file that can be read and holds the token.';
    return { ok: false, problems: [{ path: 'token', message, hint }] };
  }
  return {
    ok: true,
    value: createMyDnsProvider({ ...parsed.value, acceptsZone, userAgent, proxy, observe, clock }),
  };
}
