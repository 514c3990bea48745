import {
  createEndpoint,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type EndpointInit,
  type Property,
} from '@org/dns-core';

export const never: AbortSignal = new AbortController().signal;

export function record(
  name: string,
  type: string,
  targets: string | readonly string[],
  more: Partial<EndpointInit> = {},
): Endpoint {
  return createEndpoint({
    name,
    type,
    targets: typeof targets === 'string' ? [targets] : targets,
    ...more,
  });
}

/** `{ 'aws/weight': '1' }` as an endpoint's properties. */
export function properties(values: Readonly<Record<string, string>>): readonly Property[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

export function create(after: Endpoint): Change {
  return { kind: 'create', after, role: 'record' };
}

export function update(before: Endpoint, after: Endpoint): Change {
  return { kind: 'update', before, after, role: 'record' };
}

export function remove(before: Endpoint): Change {
  return { kind: 'delete', before, role: 'record' };
}

/** One name's changes. */
export function group(...changes: readonly Change[]): ChangeGroup {
  const [first] = changes;
  const name =
    first === undefined ? '' : (first.kind === 'delete' ? first.before : first.after).name;
  return { name: toDnsName(name), changes };
}
