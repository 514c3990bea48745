import {
  createEndpoint,
  hasOverlongLabel,
  recordTypeOfTarget,
  type Endpoint,
  type Labels,
} from '@org/dns-core';
import type { Entry } from './entry.ts';
import { groupProperties } from './group-property.ts';
import { isReverseName } from './key-space.ts';

/**
 * Endpoints as upstream reads them (`provider/coredns/coredns.go`): a host joins the first endpoint of its name, whatever the
 * type of that one; an endpoint comes once for each of its hosts; every text is an endpoint of its own and has no TTL.
 *
 * @param showsOwner - Strictly owned mode: the value's owner becomes a label.
 */
export function toEndpointsAsUpstream(
  entries: Iterable<Entry>,
  showsOwner: boolean,
): readonly Endpoint[] {
  const found: Draft[] = [];
  const firstOf = new Map<string, Draft>();
  for (const entry of entries) {
    const { name, message } = entry;
    if (hasOverlongLabel(name)) continue;
    const labels: Labels = showsOwner ? { owner: message.owner } : {};
    if (message.host !== '') {
      const first = firstOf.get(name);
      const draft = first ?? {
        name,
        type: isReverseName(name) ? 'PTR' : recordTypeOfTarget(message.host),
        targets: [],
        ttlSeconds: message.ttl,
        group: message.group,
        labels,
      };
      draft.targets.push(message.host);
      found.push(draft);
      if (first === undefined) firstOf.set(name, draft);
    }
    if (message.text !== '') {
      const draft: Draft = {
        name,
        type: 'TXT',
        targets: [message.text],
        ttlSeconds: 0,
        group: '',
        labels,
      };
      found.push(draft);
      if (!firstOf.has(name)) firstOf.set(name, draft);
    }
  }
  return found.map(({ group, ...init }) =>
    createEndpoint({ ...init, properties: groupProperties(group) }),
  );
}

interface Draft {
  readonly name: string;
  readonly type: string;
  readonly targets: string[];
  readonly ttlSeconds: number;
  readonly group: string;
  readonly labels: Labels;
}
