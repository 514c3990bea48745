import { propertyOf, type ChangeGroup, type Endpoint } from '@org/dns-core';
import { parseMx, parseSrv } from '@org/dns-provider-kit';
import { isProxiedUpstream, trimmedList } from './adjust-as-upstream.ts';
import { proxiable } from './convert.ts';
import type { CloudflareSettings } from './options.ts';
import { propertyKeys, type PropertyKey } from './properties.ts';
import type { RecordBody } from './record.ts';

/** One record's change, as upstream makes it: one per target. */
export interface UpstreamChange {
  readonly action: 'create' | 'update' | 'delete';
  readonly group: ChangeGroup;
  readonly name: string;
  readonly type: string;
  /** The content by which the record is found. */
  readonly content: string;
  /** What is written; `undefined` where the data cannot be read, which upstream logs and leaves out. */
  readonly body: RecordBody | undefined;
  /** `undefined`: regional services do not concern it. */
  readonly region: string | undefined;
  readonly hostnames: readonly string[];
  readonly formerHostnames: readonly string[];
}

/**
 * Upstream's order: creates, updates, deletes; with custom hostnames deletes come first. An update is what is done to the targets
 * that go, that come, and that stay.
 */
export function toUpstreamChanges(
  groups: readonly ChangeGroup[],
  options: CloudflareSettings,
  commentOf: (endpoint: Endpoint) => string,
): readonly UpstreamChange[] {
  const creates: UpstreamChange[] = [];
  const updates: UpstreamChange[] = [];
  const deletes: UpstreamChange[] = [];
  for (const group of groups) {
    const make = (
      action: UpstreamChange['action'],
      endpoint: Endpoint,
      target: string,
      before?: Endpoint,
    ): readonly UpstreamChange[] =>
      toChange({ action, group, endpoint, target, before }, options, commentOf);
    for (const change of group.changes) {
      if (change.kind === 'create')
        for (const target of change.after.targets)
          creates.push(...make('create', change.after, target));
      else if (change.kind === 'delete')
        for (const target of change.before.targets)
          deletes.push(...make('delete', change.before, target));
      else {
        const { before, after } = change;
        const held = new Set(before.targets);
        const wanted = new Set(after.targets);
        for (const target of held)
          if (!wanted.has(target)) updates.push(...make('delete', before, target));
        for (const target of wanted)
          if (!held.has(target)) updates.push(...make('create', after, target));
        for (const target of wanted)
          if (held.has(target)) updates.push(...make('update', after, target, before));
      }
    }
  }
  return options.customHostnames === undefined
    ? [...creates, ...updates, ...deletes]
    : [...deletes, ...creates, ...updates];
}

interface ChangeParts {
  readonly action: UpstreamChange['action'];
  readonly group: ChangeGroup;
  readonly endpoint: Endpoint;
  readonly target: string;
  readonly before: Endpoint | undefined;
}

function toChange(
  { action, group, endpoint, target, before }: ChangeParts,
  options: CloudflareSettings,
  commentOf: (endpoint: Endpoint) => string,
): readonly UpstreamChange[] {
  const { spelling: name, type } = endpoint;
  const get = (of: Endpoint, key: PropertyKey): string | undefined =>
    propertyOf(of, options.propertyPrefix + propertyKeys[key]);
  const mx = type === 'MX' ? parseMx(target) : undefined;
  if (type === 'MX' && mx === undefined) return [];
  const common = {
    name,
    type,
    ttl: endpoint.ttlSeconds === 0 ? 1 : endpoint.ttlSeconds,
    proxied: isProxiedUpstream(endpoint, options),
    comment: commentOf(endpoint),
    tags: trimmedList(get(endpoint, 'tags') ?? ''),
  };
  const hasRegion = options.defaultRegion !== undefined && proxiable.has(type);
  return [
    {
      action,
      group,
      name,
      type,
      content: mx?.exchange ?? target,
      body: bodyOf(common, target, mx),
      region: hasRegion ? (get(endpoint, 'region') ?? options.defaultRegion) : undefined,
      hostnames: hostnamesOf(get(endpoint, 'customHostname')),
      formerHostnames: before === undefined ? [] : hostnamesOf(get(before, 'customHostname')),
    },
  ];
}

function bodyOf(
  common: Omit<RecordBody, 'content' | 'data' | 'priority'>,
  target: string,
  mx: ReturnType<typeof parseMx>,
): RecordBody | undefined {
  if (common.type !== 'SRV')
    return { ...common, content: mx?.exchange ?? target, priority: mx?.preference ?? 0 };
  const srv = parseSrv(target);
  if (srv === undefined || !srv.target.endsWith('.')) return undefined;
  const { priority, weight, port } = srv;
  const host = srv.target === '.' ? '.' : srv.target.slice(0, -1);
  return { ...common, data: { priority, weight, port, target: host } };
}

function hostnamesOf(property: string | undefined): readonly string[] {
  return (property ?? '').split(',').filter((hostname) => hostname !== '');
}
