import type { Endpoint } from '../model/endpoint.ts';
import { sameTargets } from '../model/targets.ts';
import { isNamed, resourceOf, type Claim, type OnDrop } from './claim.ts';

export interface Settled {
  /** The claims with what is left of their endpoints, the holder's first where the name was contested. */
  readonly claims: readonly Claim[];
  /** The claim that holds the name, where claims of several namespaces meet. */
  readonly holder: Claim | undefined;
}

/**
 * Whose endpoints count when objects of several namespaces want one name. Endpoints that equal one of the holder's stay, so
 * that many objects may share a host; what differs is dropped and told. Types that can stand beside each other (TXT beside
 * addresses) and set identifiers are settled apart; addresses and aliases are one thing, for both say where a name leads.
 *
 * The holder is the object that `resource` (the marker's label) names, also while it is waiting or invalid; else the first
 * claim, so claims come oldest first. `isBroken` says which claims had an invalid endpoint taken out.
 */
export function settleNamespaces(
  claims: readonly Claim[],
  resource: string | undefined,
  isBroken: (claim: Claim) => boolean,
  onDrop: OnDrop,
): Settled {
  const [first] = claims;
  if (first === undefined || claims.every((claim) => hasNamespaceOf(claim, first))) {
    return { claims, holder: undefined };
  }
  const named =
    resource === undefined ? undefined : claims.find((claim) => isNamed(claim, resource));
  const holder = named ?? claims.find((claim) => claim.endpoints.length > 0) ?? first;
  const kindOf = kinds(claims);
  const kept = new Set<Endpoint>();
  const byKind = Map.groupBy(
    claims.flatMap((claim) => claim.endpoints.map((endpoint) => ({ claim, endpoint }))),
    ({ endpoint }) => kindOf(endpoint),
  );
  for (const [kind, bids] of byKind) {
    const bid =
      bids.find(({ claim }) => claim === named) ??
      bids.find(({ claim }) => named !== undefined && hasNamespaceOf(claim, named)) ??
      bids[0];
    const isIdle =
      named !== undefined && (isBroken(named) || (named.waiting && kind.startsWith('/')));
    const keeper =
      bid === undefined || (isIdle && !hasNamespaceOf(bid.claim, named)) ? holder : bid.claim;
    const [own, others] = split(bids, ({ claim }) => hasNamespaceOf(claim, keeper));
    for (const { endpoint } of own) kept.add(endpoint);
    for (const { endpoint } of others) {
      if (own.some((bid) => areEqual(bid.endpoint, endpoint))) kept.add(endpoint);
      else onDrop({ code: 'name-taken', endpoint, message: takenBy(keeper, endpoint) });
    }
  }
  const left = claims.map((claim) => ({
    ...claim,
    endpoints: claim.endpoints.filter((endpoint) => kept.has(endpoint)),
  }));
  const index = claims.indexOf(holder);
  return { claims: [...left.slice(index, index + 1), ...left.toSpliced(index, 1)], holder };
}

function hasNamespaceOf(a: Claim, b: Claim): boolean {
  return a.object.namespace === b.object.namespace;
}

/**
 * What an endpoint is a bid for: its type and set identifier, the type left out for addresses. Nothing stands beside a CNAME,
 * so then all types of the name are one.
 */
function kinds(claims: readonly Claim[]): (endpoint: Endpoint) => string {
  const aliased = new Set<string>();
  for (const { type, setIdentifier } of claims.flatMap((claim) => claim.endpoints)) {
    if (type === 'CNAME') aliased.add(setIdentifier);
  }
  return ({ type, setIdentifier }) => {
    const isAddress = type === 'A' || type === 'AAAA';
    return `${isAddress || aliased.has(setIdentifier) ? '' : type}/${setIdentifier}`;
  };
}

function areEqual(a: Endpoint, b: Endpoint): boolean {
  return (
    a.type === b.type &&
    a.ttlSeconds === b.ttlSeconds &&
    sameTargets(a.targets, b.targets) &&
    a.properties.length === b.properties.length &&
    a.properties.every((property, index) => {
      const other = b.properties[index];
      return property.name === other?.name && property.value === other.value;
    })
  );
}

function takenBy(keeper: Claim, endpoint: Endpoint): string {
  return `${endpoint.spelling}: the name is held by ${resourceOf(keeper)} in another namespace; this ${endpoint.type} record differs from what the holder wants and is left out`;
}

function split<T>(items: readonly T[], test: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
