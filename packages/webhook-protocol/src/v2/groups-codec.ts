import { toDnsName, type Change, type ChangeGroup, type ChangeRole } from '@org/dns-core';
import { decoded, malformed, type Decoding } from '../decoding.ts';
import { decodeEndpoint, encodeEndpoint } from '../endpoint-codec.ts';
import { listInPieces } from '../endpoint-list.ts';
import { isJsonObject, parseFirstJson } from '../json.ts';

/** The body of `POST /v2/zones/{id}/changes`, in pieces of about 32 kB. */
export function* encodeGroups(groups: readonly ChangeGroup[]): Generator<string> {
  const rest = yield* listInPieces(groups, encodeGroup, '{"groups":');
  yield `${rest}}\n`;
}

function encodeGroup({ name, changes }: ChangeGroup): string {
  return `{"name":${JSON.stringify(name)},"changes":[${changes.map(encodeChange).join(',')}]}`;
}

function encodeChange(change: Change): string {
  const before = change.kind === 'create' ? '' : `,"before":${encodeEndpoint(change.before)}`;
  const after = change.kind === 'delete' ? '' : `,"after":${encodeEndpoint(change.after)}`;
  return `{"kind":"${change.kind}","role":"${change.role}"${before}${after}}`;
}

export function decodeGroups(text: string): Decoding<readonly ChangeGroup[]> {
  const json = parseFirstJson(text);
  if (!json.ok) return json;
  const list = isJsonObject(json.value) ? json.value['groups'] : undefined;
  if (!Array.isArray(list)) return malformed('groups must be a list');
  const groups: ChangeGroup[] = [];
  for (const [index, element] of (list as readonly unknown[]).entries()) {
    const group = decodeGroup(element);
    if (!group.ok) return malformed(`groups[${index}]: ${group.problem}`);
    groups.push(group.value);
  }
  return decoded(groups);
}

function decodeGroup(json: unknown): Decoding<ChangeGroup> {
  if (!isJsonObject(json) || typeof json['name'] !== 'string')
    return malformed('name must be a text');
  const { name, changes: list } = json;
  if (!Array.isArray(list) || list.length === 0)
    return malformed('changes must be a list that is not empty');
  const changes: Change[] = [];
  for (const [index, element] of (list as readonly unknown[]).entries()) {
    const change = decodeChange(element);
    if (!change.ok) return malformed(`changes[${index}]: ${change.problem}`);
    changes.push(change.value);
  }
  return decoded({ name: toDnsName(name), changes });
}

function decodeChange(json: unknown): Decoding<Change> {
  if (!isJsonObject(json)) return malformed('must be an object');
  const { kind } = json;
  const role: ChangeRole | undefined =
    json['role'] === 'record' || json['role'] === 'marker' ? json['role'] : undefined;
  if (role === undefined) return malformed('role must be record or marker');
  if (kind !== 'create' && kind !== 'update' && kind !== 'delete')
    return malformed('kind must be create, update or delete');
  if (kind === 'create') {
    const after = decodeSide(json['after'], 'after');
    return after.ok ? decoded({ kind, after: after.value, role }) : after;
  }
  const before = decodeSide(json['before'], 'before');
  if (!before.ok) return before;
  if (kind === 'delete') return decoded({ kind, before: before.value, role });
  const after = decodeSide(json['after'], 'after');
  return after.ok ? decoded({ kind, before: before.value, after: after.value, role }) : after;
}

function decodeSide(json: unknown, side: 'before' | 'after'): ReturnType<typeof decodeEndpoint> {
  const endpoint = decodeEndpoint(json);
  return endpoint.ok ? endpoint : malformed(`${side}: ${endpoint.problem}`);
}
