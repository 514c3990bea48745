import type { ConfigProblem } from '@org/dns-core';
import { parseListenAddress } from '../http/listen-address.ts';
import type { CreateProvider } from './create-provider.ts';
import { nameFlags } from './name-flags.ts';

export const createInmemory: CreateProvider = async ({ flags, behavior }) => {
  const { createDnsServer, createInMemoryProvider, parseInMemoryOptions } =
    await import('@org/dns-provider-inmemory');
  const zones = flags['inmemory-zone'];
  const parsed = parseInMemoryOptions({ behavior, ...(zones.length === 0 ? {} : { zones }) });
  if (!parsed.ok) return nameFlags(parsed, { zones: 'inmemory-zone' });
  const provider = createInMemoryProvider(parsed.value);
  const text = flags['inmemory-dns-address'];
  if (text === '') return { ok: true, value: provider };
  const address = parseListenAddress(text);
  if (address === undefined) return refused(`"${text}" is not an address to listen on`);
  try {
    const { host, port } = address;
    const server = await createDnsServer({
      provider,
      port,
      ...(host === undefined ? {} : { address: host }),
    });
    return { ok: true, value: { ...provider, close: () => server.close() } };
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
};

function refused(message: string): { readonly ok: false; readonly problems: ConfigProblem[] } {
  const hint = 'Give a free one, such as 127.0.0.1:5353.';
  return { ok: false, problems: [{ path: '--inmemory-dns-address', message, hint }] };
}
