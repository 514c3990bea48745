import type { HetznerApi } from './hetzner-api.ts';

/**
 * The newest action of a zone: everything that changes records at Hetzner, by the API or the Console, is one. `undefined` while
 * an action is under way, since what it changes may be seen already or not.
 */
export async function readZoneVersion(
  api: Pick<HetznerApi, 'readNewestActions'>,
  zoneId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const newest = await api.readNewestActions(zoneId, signal);
  if (newest.some(({ status }) => status === 'running')) return undefined;
  return String(newest[0]?.id ?? 0);
}
