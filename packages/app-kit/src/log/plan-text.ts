import { subject, type Change, type Endpoint, type Plan, type Zone } from '@org/dns-core';

const signs = { create: '+', update: '~', delete: '-' } as const;

/**
 * A plan as a diff for people: a line a record, `+` create, `~` update (old and new side by side), `-` delete, with the object
 * that asked for it.
 */
export function planText(zone: Zone, plan: Plan): string {
  const counts = { create: 0, update: 0, delete: 0 };
  for (const change of plan.changes) counts[change.kind] += 1;
  const where = zone.name === '' ? 'all zones' : zone.name;
  const summary = `${where}: ${counts.create} to create, ${counts.update} to update, ${counts.delete} to delete, ${plan.unchanged} unchanged`;
  const nameWidth = longest(plan.changes.map((change) => subject(change).spelling));
  const typeWidth = longest(plan.changes.map((change) => subject(change).type));
  const lines = plan.changes.map((change) => {
    const { spelling, type, setIdentifier, labels } = subject(change);
    const set = setIdentifier === '' ? '' : ` [${setIdentifier}]`;
    const resource = labels['resource'] === undefined ? '' : `  (${labels['resource']})`;
    return `  ${signs[change.kind]} ${spelling.padEnd(nameWidth)}  ${type.padEnd(typeWidth)}  ${content(change)}${set}${resource}`;
  });
  return [summary, ...lines, ''].join('\n');
}

function content(change: Change): string {
  if (change.kind === 'create') return data(change.after);
  if (change.kind === 'delete') return data(change.before);
  const [before, after] = [data(change.before), data(change.after)];
  return before === after ? `${after} (properties)` : `${before} → ${after}`;
}

function data(endpoint: Endpoint): string {
  const ttl = endpoint.ttlSeconds > 0 ? `  ttl ${endpoint.ttlSeconds}` : '';
  return `${endpoint.targets.join(', ')}${ttl}`;
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}
