import {
  ProviderError,
  type ChangeGroup,
  type DnsName,
  type Endpoint,
  type Zone,
} from '@org/dns-core';
import { errorCodes, hasCode } from './api-error.ts';
import type { CloudflareApi } from './cloudflare-api.ts';
import { proxiable } from './convert.ts';
import type { Held } from './group-operations.ts';
import type { CloudflareSettings } from './options.ts';
import { listOf, settingsOf } from './properties.ts';

/** What a group does to the custom and regional hostnames of its name. */
export interface ExtrasChange {
  readonly name: DnsName;
  readonly removedHostnames: readonly string[];
  readonly addedHostnames: readonly string[];
  /** `''`: none. */
  readonly regionBefore: string;
  readonly regionAfter: string;
}

/**
 * What changes beside the records of a name; `undefined`: nothing. While an A, AAAA or CNAME record of the name stays that the
 * group does not touch, what belongs to the name stays.
 */
export function extrasChangeOf(group: ChangeGroup, held: Held): ExtrasChange | undefined {
  const changes = group.changes.filter(({ role }) => role === 'record');
  const befores = changes.flatMap((change) => (change.kind === 'create' ? [] : [change.before]));
  const afters = changes.flatMap((change) => (change.kind === 'delete' ? [] : [change.after]));
  const before = extrasOf(befores);
  const after = extrasOf(afters);
  const touched = new Set(befores.map(({ type }) => type));
  const staysElsewhere =
    !afters.some(({ type }) => proxiable.has(type)) &&
    (held.get(group.name) ?? []).some(({ type }) => proxiable.has(type) && !touched.has(type));
  if (staysElsewhere) return undefined;
  const change: ExtrasChange = {
    name: group.name,
    removedHostnames: before.hostnames.filter((one) => !after.hostnames.includes(one)),
    addedHostnames: after.hostnames.filter((one) => !before.hostnames.includes(one)),
    regionBefore: before.region,
    regionAfter: after.region,
  };
  const isNothing =
    change.removedHostnames.length + change.addedHostnames.length === 0 &&
    change.regionBefore === change.regionAfter;
  return isNothing ? undefined : change;
}

function extrasOf(endpoints: readonly Endpoint[]): {
  readonly hostnames: readonly string[];
  readonly region: string;
} {
  const settings = endpoints.filter(({ type }) => proxiable.has(type)).map(settingsOf);
  return {
    hostnames: listOf(settings.map(({ customHostname }) => customHostname ?? '').join(',')),
    region: settings.find(({ region }) => region !== undefined && region !== '')?.region ?? '',
  };
}

/** Takes away what the name loses, before its records go: a failure then leaves the records, and with them the next try. */
export async function removeExtras(
  zone: Zone,
  change: ExtrasChange,
  { customHostnames, defaultRegion }: CloudflareSettings,
  api: CloudflareApi,
  signal: AbortSignal,
): Promise<void> {
  if (customHostnames !== undefined && change.removedHostnames.length > 0) {
    const listed = await api.listCustomHostnames(zone.id, change.name, signal);
    for (const { id, hostname, origin } of listed)
      if (origin === change.name && change.removedHostnames.includes(hostname))
        await api.deleteCustomHostname(zone.id, id, signal);
  }
  if (defaultRegion !== undefined && change.regionBefore !== '' && change.regionAfter === '')
    await api.deleteRegionalHostname(zone.id, change.name, signal);
}

/** Adds what the name gains, once its records are there: the service wants the origin of a custom hostname to exist. */
export async function addExtras(
  zone: Zone,
  change: ExtrasChange,
  { customHostnames, defaultRegion }: CloudflareSettings,
  api: CloudflareApi,
  signal: AbortSignal,
): Promise<void> {
  if (customHostnames !== undefined)
    for (const hostname of change.addedHostnames) {
      try {
        await api.createCustomHostname(zone.id, hostname, change.name, customHostnames, signal);
      } catch (error) {
        if (!isThere(error)) throw error;
        await checkOrigin(zone, hostname, change.name, api, signal);
      }
    }
  const { regionAfter: region } = change;
  if (defaultRegion === undefined || region === '' || region === change.regionBefore) return;
  try {
    if (change.regionBefore === '')
      await api.createRegionalHostname(zone.id, change.name, region, signal);
    else await api.editRegionalHostname(zone.id, change.name, region, signal);
  } catch (error) {
    if (isThere(error)) await api.editRegionalHostname(zone.id, change.name, region, signal);
    else if (ProviderError.is(error) && error.reason === 'not-found')
      await api.createRegionalHostname(zone.id, change.name, region, signal);
    else throw error;
  }
}

function isThere(error: unknown): boolean {
  return (
    hasCode(error, errorCodes.duplicateCustomHostname) ||
    (ProviderError.is(error) && error.message.includes('status 409'))
  );
}

/** A custom hostname that is there already may be ours, written by a request whose reply was lost. */
async function checkOrigin(
  zone: Zone,
  hostname: string,
  origin: DnsName,
  api: CloudflareApi,
  signal: AbortSignal,
): Promise<void> {
  const ours = await api.listCustomHostnames(zone.id, origin, signal);
  if (ours.some((one) => one.hostname === hostname && one.origin === origin)) return;
  throw new ProviderError(
    'rejected',
    `${zone.name}: custom hostname ${hostname} of ${origin} is taken by another origin; remove it there, or from the annotation`,
  );
}
