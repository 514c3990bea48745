import { createEndpoint, toDnsName, type Change, type EngineEvent, type Plan } from '@org/dns-core';
import { expect, test } from 'vitest';
import { createEventLog } from './event-log.ts';
import { createLog, type LogLevel } from './log.ts';
import { planText } from './plan-text.ts';

const zone = { id: 'z1', name: toDnsName('example.org') };
const www = createEndpoint({
  name: 'www.example.org',
  type: 'A',
  targets: ['192.0.2.1'],
  ttlSeconds: 60,
  labels: { resource: 'service/shop/web' },
});
const moved = createEndpoint({
  name: 'www.example.org',
  type: 'A',
  targets: ['192.0.2.2', '192.0.2.3'],
});
const create: Change = { kind: 'create', after: www, role: 'record' };

function written(level: LogLevel, ...events: EngineEvent[]): string[] {
  const lines: string[] = [];
  const observe = createEventLog(
    createLog({ format: 'text', level, sink: (line) => lines.push(line.trimEnd()), now: () => 0 }),
  );
  for (const event of events) observe(event);
  return lines.map((line) => line.replace('time="1970-01-01T00:00:00Z" ', ''));
}

const problem = {
  code: 'invalid-name',
  message: 'the name is bad',
  object: { source: 'service', apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' },
};
const error = new Error('refused');

test.each<[string, EngineEvent, string]>([
  [
    'a source',
    { kind: 'source-synced', source: 'crd', objects: 3 },
    'level=info msg="Source crd is in step" objects=3',
  ],
  [
    'a source behind',
    { kind: 'source-behind', source: 'crd', problem },
    'level=warning msg="Source crd is not in step, nothing is deleted for it: the name is bad"',
  ],
  [
    'a problem',
    { kind: 'problem', problem },
    'level=warning msg="the name is bad" code=invalid-name object=Service/shop/web source=service',
  ],
  [
    'a solved problem',
    { kind: 'problem-solved', problem },
    'level=info msg="Solved: the name is bad" code=invalid-name object=Service/shop/web source=service',
  ],
  [
    'a zone that fails',
    { kind: 'zone-failed', zone, error, retryAfterMs: 1500 },
    'level=error msg="refused; next attempt in 2s" zone=example.org',
  ],
  [
    'a hold',
    {
      kind: 'held',
      zone,
      reason: '12 of 20 would go',
      deletions: 12,
      names: [toDnsName('a.example.org'), toDnsName('b.example.org')],
    },
    'level=error msg="Held: 12 of 20 would go. These deletions wait until they are released with SIGHUP, --release-holds or the file of --release-holds-file; other changes are made" deletions=12 names="a.example.org,b.example.org,…" zone=example.org',
  ],
  ['a release', { kind: 'released', zone }, 'level=info msg="Held plan released" zone=example.org'],
  [
    'a change',
    { kind: 'applied', zone, changes: [create, { ...create, role: 'marker' }], durationMs: 1 },
    'level=info msg=Created record=www.example.org targets=192.0.2.1 ttl=60 type=A zone=example.org',
  ],
  [
    'a failure',
    { kind: 'failed', zone, changes: [create], error },
    'level=error msg="1 changes failed: refused" zone=example.org',
  ],
  [
    'a quarantine',
    { kind: 'quarantined', zone, name: toDnsName('www.example.org'), error, untilMs: 60_000 },
    'level=error msg="Set aside until 1970-01-01T00:01:00.000Z: refused" name=www.example.org zone=example.org',
  ],
])('%s', (_, event, line) => {
  expect(written('info', event)).toEqual([line]);
});

test('says once that nothing is to do', () => {
  const idle: EngineEvent = { kind: 'pass-ended', scope: 'full', inStep: true, wrote: false };
  expect(written('info', idle, idle, { ...idle, wrote: true }, idle)).toEqual([
    'level=info msg="All records are already up to date"',
    'level=info msg="All records are already up to date"',
  ]);
});

test('a dry run with changes to make is not up to date', () => {
  const idle: EngineEvent = { kind: 'pass-ended', scope: 'full', inStep: true, wrote: false };
  const plan: Plan = { changes: [create], skipped: [], unchanged: 0 };
  const planned: EngineEvent = { kind: 'planned', zone, scope: 'full', plan };
  expect(written('info', planned, idle)).toEqual([]);
  expect(written('info', planned, idle, idle)).toEqual([
    'level=info msg="All records are already up to date"',
  ]);
});

test('at debug the plan is told with its reasons', () => {
  const plan: Plan = {
    changes: [create],
    skipped: [{ endpoint: moved, because: { code: 'not-owned', owner: 'other' } }],
    unchanged: 4,
  };
  expect(written('debug', { kind: 'planned', zone, scope: 'full', plan })).toEqual([
    'level=debug msg="Planned 1 changes" scope=full skipped=1 unchanged=4 zone=example.org',
    'level=debug msg="To create" record=www.example.org targets=192.0.2.1 ttl=60 type=A zone=example.org',
    'level=debug msg="Left alone: the record belongs to owner \\"other\\"" record=www.example.org targets="192.0.2.2,192.0.2.3" type=A',
  ]);
});

test('a plan reads as a diff', () => {
  const old = createEndpoint({
    name: 'old.example.org',
    type: 'CNAME',
    targets: ['www.example.org'],
  });
  const plan: Plan = {
    changes: [
      create,
      { kind: 'update', before: moved, after: www, role: 'record' },
      { kind: 'delete', before: old, role: 'record' },
    ],
    skipped: [],
    unchanged: 7,
  };
  expect(planText(zone, plan)).toBe(
    `example.org: 1 to create, 1 to update, 1 to delete, 7 unchanged
  + www.example.org  A      192.0.2.1  ttl 60  (service/shop/web)
  ~ www.example.org  A      192.0.2.2, 192.0.2.3 → 192.0.2.1  ttl 60  (service/shop/web)
  - old.example.org  CNAME  www.example.org
`,
  );
});
