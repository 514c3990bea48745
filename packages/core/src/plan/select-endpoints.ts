import type { Endpoint, RecordType } from '../model/endpoint.ts';
import type { PlanInput, Skipped, SkipReason } from './plan.ts';

export interface Selection {
  readonly current: readonly Endpoint[];
  readonly desired: readonly Endpoint[];
  /** Addresses and aliases of a type that is not managed: not ours to change, but in the way of each other all the same. */
  readonly bystanders: readonly Endpoint[];
  /** Wanted endpoints that nothing may be done for. What exists outside is none of our business and not listed. */
  readonly skipped: readonly Skipped[];
}

/** What the domain filter and the managed types leave to be planned. */
export function selectEndpoints(input: PlanInput): Selection {
  const excluded = new Set(input.excludedTypes);
  const managed = new Set(input.managedTypes.filter((type) => !excluded.has(type)));
  const reasonAgainst = (endpoint: Endpoint): SkipReason | undefined => {
    if (!managed.has(endpoint.type)) return { code: 'type-not-managed' };
    if (!input.inDomain(endpoint.name, endpoint.spelling)) return { code: 'outside-domain-filter' };
    return undefined;
  };
  const skipped: Skipped[] = [];
  const desired = input.desired.filter((endpoint) => {
    const because = reasonAgainst(endpoint);
    if (because !== undefined) skipped.push({ endpoint, because });
    return because === undefined;
  });
  const current = input.current.filter((endpoint) => reasonAgainst(endpoint) === undefined);
  const hidden = [...exclusiveTypes, ...computedTypes].filter((type) => !managed.has(type));
  const bystanders =
    hidden.length === 0 ? [] : input.current.filter(({ type }) => hidden.includes(type));
  return { current, desired, bystanders, skipped };
}

/** No provider holds a CNAME beside addresses; beside other types some do. */
const exclusiveTypes: readonly RecordType[] = ['A', 'AAAA', 'CNAME'];

/** What a server computes addresses or an alias from at each query (PowerDNS): written ones beside it would change its answers. */
const computedTypes: readonly RecordType[] = ['LUA'];

export function isComputed(type: RecordType): boolean {
  return computedTypes.includes(type);
}

export function isExclusive(type: RecordType): boolean {
  return exclusiveTypes.includes(type);
}
