import { actionsPerPage, type HetznerApi } from './hetzner-api.ts';

/**
 * Tells from the list of a zone's actions whether anybody else changed it: everything that changes records at Hetzner, by the
 * API or the Console, is an action of the zone. Our own do not count: what they did is known here.
 */
export interface ZoneVersions {
  /** An action of ours; said before anybody asks for the version again. */
  own(zoneId: string, actionId: number): void;
  /** The newest action that is not ours; `undefined` while one such is under way. */
  read(zoneId: string, signal: AbortSignal): Promise<string | undefined>;
}

/** Beyond so many of our own actions since the last look, reading the zone is the smaller burden. */
const mostPages = 4;

interface Seen {
  /** Everything up to this action was looked at. */
  upTo: number;
  foreign: string;
  readonly own: Set<number>;
}

export function createZoneVersions(api: Pick<HetznerApi, 'readZoneActions'>): ZoneVersions {
  const zones = new Map<string, Seen>();

  const seenOf = (zoneId: string): Seen => {
    let seen = zones.get(zoneId);
    if (seen === undefined) zones.set(zoneId, (seen = { upTo: 0, foreign: '0', own: new Set() }));
    return seen;
  };

  return {
    own: (zoneId, actionId) => {
      seenOf(zoneId).own.add(actionId);
    },

    async read(zoneId, signal) {
      const seen = seenOf(zoneId);
      const { upTo } = seen;
      let newest: number | undefined;
      let foreign: string | undefined;
      for (let page = 1; foreign === undefined; page += 1) {
        const actions = await api.readZoneActions(zoneId, page, signal);
        newest ??= actions[0]?.id ?? upTo;
        const unseen = actions.filter(({ id }) => id > upTo);
        const others = unseen.filter(({ id }) => !seen.own.has(id));
        if (others.some(({ status }) => status === 'running')) return undefined;
        const [other] = others;
        if (other !== undefined) foreign = String(other.id);
        else if (unseen.length < actionsPerPage) foreign = seen.foreign;
        else if (page === mostPages) foreign = String(newest);
      }
      seen.upTo = Math.max(seen.upTo, newest ?? upTo);
      seen.foreign = foreign;
      for (const id of seen.own) if (id <= seen.upTo) seen.own.delete(id);
      return foreign;
    },
  };
}
