import { ProviderError, type Zone } from '@org/dns-core';
import type { CloudflareApi, CustomHostname, RegionalHostname } from './cloudflare-api.ts';
import type { CustomHostnameSettings } from './options.ts';
import type { UpstreamChange } from './upstream-changes.ts';

/** Told of a change whose side effect failed. */
type Fail = (change: UpstreamChange, error: unknown) => void;

/** Types whose changes take care of custom hostnames. */
const originTypes = new Set(['A', 'CNAME']);

/**
 * Custom hostnames as upstream keeps them: change by change, decided on a list that is not read again in between. That a hostname
 * is there already, or not any more, is no failure; that it leads elsewhere is.
 */
export async function changeCustomHostnames(
  zone: Zone,
  changes: readonly UpstreamChange[],
  settings: CustomHostnameSettings,
  api: CloudflareApi,
  fail: Fail,
  signal: AbortSignal,
): Promise<void> {
  const concerned = changes.filter(
    ({ type, hostnames, formerHostnames }) =>
      originTypes.has(type) && hostnames.length + formerHostnames.length > 0,
  );
  if (concerned.length === 0) return;
  const listed = await api.listCustomHostnames(zone.id, undefined, signal);
  const known = new Map(listed.map((one) => [one.hostname, one]));
  for (const change of concerned) {
    const { remove, create } = customHostnameWork(change, known, fail);
    for (const { id } of remove)
      await attempt(change, fail, () => api.deleteCustomHostname(zone.id, id, signal));
    for (const hostname of create)
      await attempt(change, fail, () =>
        api.createCustomHostname(zone.id, hostname, change.name, settings, signal),
      );
  }
}

function customHostnameWork(
  change: UpstreamChange,
  known: ReadonlyMap<string, CustomHostname>,
  fail: Fail,
): { readonly remove: readonly CustomHostname[]; readonly create: readonly string[] } {
  const knownOf = (hostnames: readonly string[]): readonly CustomHostname[] =>
    hostnames.map((hostname) => known.get(hostname)).filter((one) => one !== undefined);
  const { action, name, hostnames, formerHostnames } = change;
  if (action === 'delete') return { remove: knownOf(hostnames), create: [] };
  if (action === 'update')
    return {
      remove: knownOf(formerHostnames.filter((hostname) => !hostnames.includes(hostname))),
      create: hostnames.filter((hostname) => !formerHostnames.includes(hostname)),
    };
  for (const { hostname, origin } of knownOf(hostnames)) {
    if (origin === name) continue;
    fail(
      change,
      new ProviderError('rejected', `${name}: custom hostname ${hostname} leads to ${origin}`),
    );
  }
  return { remove: [], create: hostnames.filter((hostname) => !known.has(hostname)) };
}

/** Regional hostnames as upstream keeps them, after the records were written. */
export async function changeRegionalHostnames(
  zone: Zone,
  changes: readonly UpstreamChange[],
  api: CloudflareApi,
  fail: Fail,
  signal: AbortSignal,
): Promise<void> {
  const wanted = wantedRegions(changes, fail);
  if (wanted.size === 0) return;
  const listed = await api.listRegionalHostnames(zone.id, signal);
  const known = new Map(listed.map((one) => [one.hostname, one]));
  for (const [hostname, { region, change }] of wanted)
    await attempt(change, fail, () =>
      changeRegionalHostname(zone, hostname, region, known.get(hostname), api, signal),
    );
}

interface WantedRegion {
  readonly region: string;
  readonly change: UpstreamChange;
}

/** `''`: should not be there. A name with two regions is an error, and nothing is done about any name. */
function wantedRegions(
  changes: readonly UpstreamChange[],
  fail: Fail,
): ReadonlyMap<string, WantedRegion> {
  const wanted = new Map<string, WantedRegion>();
  for (const change of changes) {
    if (change.region === undefined) continue;
    const known = wanted.get(change.name);
    const region = change.action === 'delete' ? '' : change.region;
    if (known === undefined) wanted.set(change.name, { region, change });
    else if (change.action === 'delete') continue;
    else if (known.region === '') wanted.set(change.name, { region, change });
    else if (known.region !== region) {
      fail(
        change,
        new ProviderError(
          'rejected',
          `${change.name}: conflicting region keys ${known.region} and ${region}; give its records one region`,
        ),
      );
      return new Map();
    }
  }
  return wanted;
}

async function changeRegionalHostname(
  zone: Zone,
  hostname: string,
  region: string,
  known: RegionalHostname | undefined,
  api: CloudflareApi,
  signal: AbortSignal,
): Promise<void> {
  if (region === (known?.region ?? '')) return;
  if (known === undefined) await api.createRegionalHostname(zone.id, hostname, region, signal);
  else if (region === '') await api.deleteRegionalHostname(zone.id, hostname, signal);
  else await api.editRegionalHostname(zone.id, hostname, region, signal);
}

async function attempt(
  change: UpstreamChange,
  fail: Fail,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    fail(change, error);
  }
}
