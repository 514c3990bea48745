import { readFileSync } from 'node:fs';
import {
  createEndpoint,
  toDnsName,
  type EngineEvent,
  type Endpoint,
  type Plan,
} from '@org/dns-core';
import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

const zone = { id: 'z1', name: toDnsName('example.org') };
const nowMs = 1_800_000_000_000;

function endpoint(name: string, type: string, owner = ''): Endpoint {
  return createEndpoint({
    name,
    type,
    targets: ['192.0.2.1'],
    labels: owner === '' ? {} : { owner },
  });
}

function fresh() {
  return createMetrics({
    version: '0.1.0',
    revision: 'abc',
    owner: 'Me',
    now: () => nowMs,
    status: () => ({
      sources: [
        { name: 'service', synced: true },
        { name: 'crd', synced: false, reason: 'forbidden' },
      ],
      zones: [
        { id: 'z1', name: zone.name, inStep: true, lastInStepMs: nowMs, quarantined: 0 },
        {
          id: 'z2',
          name: toDnsName('example.net'),
          inStep: false,
          held: 'too many deletions',
          quarantined: 2,
        },
      ],
    }),
  });
}

/** Family → type and the sets of label names of its samples. */
function families(
  text: string,
): ReadonlyMap<string, { readonly type: string; readonly labels: readonly string[] }> {
  const types = new Map<string, string>();
  const labels = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    const type = /^# TYPE (\S+) (\S+)$/.exec(line);
    if (type) {
      types.set(type[1] ?? '', type[2] ?? '');
      continue;
    }
    const sample = /^([a-z_:]+)(?:\{(.*)\})? /.exec(line);
    if (sample === null) continue;
    const family =
      [...types.keys()].find(
        (name) => sample[1] === name || new RegExp(`^${name}_(sum|count)$`).test(sample[1] ?? ''),
      ) ?? '';
    const names = [...(sample[2] ?? '').matchAll(/(\w+)="/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => name !== 'quantile');
    const known = labels.get(family) ?? new Set();
    known.add(names.sort().join());
    labels.set(family, known);
  }
  return new Map(
    [...types].map(([name, type]) => [
      name,
      { type, labels: [...(labels.get(name) ?? [])].sort() },
    ]),
  );
}

const pass: EngineEvent = {
  kind: 'pass-ended',
  scope: 'full',
  inStep: true,
  wrote: false,
  counts: {
    wanted: new Map([
      ['A', 2],
      ['AAAA', 1],
    ]),
    current: new Map([
      ['A', 1],
      ['AAAA', 1],
    ]),
    verified: new Map([
      ['A', 1],
      ['AAAA', 1],
    ]),
    dropped: [
      { why: 'invalid', type: 'CNAME', source: 'crd', count: 2 },
      { why: 'duplicate', type: 'A', source: 'service', count: 1 },
    ],
  },
};

function planned(skipped: Plan['skipped']): EngineEvent {
  return { kind: 'planned', zone, scope: 'full', plan: { changes: [], skipped, unchanged: 0 } };
}

test('every family that upstream shows is shown with the same type and labels', async () => {
  const metrics = fresh();
  metrics.observe(pass);
  metrics.observeRequest(
    {
      scheme: 'http',
      host: '127.0.0.1:1',
      method: 'GET',
      path: '/records',
      status: 200,
      durationMs: 3,
    },
    'webhook',
  );
  const ours = families(await metrics.expose());
  const upstream = families(
    readFileSync(new URL('fixtures/upstream-metrics.txt', import.meta.url), 'utf8'),
  );
  expect(upstream.size).toBe(20);
  for (const [name, family] of upstream) expect([name, ours.get(name)]).toEqual([name, family]);
});

async function samples(
  metrics: ReturnType<typeof createMetrics>,
  ...names: string[]
): Promise<string[]> {
  const lines = (await metrics.expose()).split('\n');
  return lines.filter((line) =>
    names.some(
      (name) =>
        line.startsWith(`external_dns_${name}{`) || line.startsWith(`external_dns_${name} `),
    ),
  );
}

test('a full pass sets the gauges of records', async () => {
  const metrics = fresh();
  metrics.observe(pass);
  expect(
    await samples(
      metrics,
      'source_records',
      'registry_records',
      'source_endpoints_total',
      'registry_endpoints_total',
      'source_invalid_endpoints',
      'source_deduplicated_endpoints',
      'controller_no_op_runs_total',
      'controller_last_sync_timestamp_seconds',
    ),
  ).toEqual([
    'external_dns_controller_last_sync_timestamp_seconds 1800000000',
    'external_dns_controller_no_op_runs_total 1',
    'external_dns_registry_endpoints_total 2',
    'external_dns_registry_records{record_type="a"} 1',
    'external_dns_registry_records{record_type="aaaa"} 1',
    'external_dns_source_endpoints_total 3',
    'external_dns_source_records{record_type="a"} 2',
    'external_dns_source_records{record_type="aaaa"} 1',
    'external_dns_source_invalid_endpoints{record_type="cname",source_type="crd"} 2',
    'external_dns_source_deduplicated_endpoints{record_type="a",source_type="service"} 1',
  ]);
});

test('a pass out of step moves the last sync no further and counts as a soft error', async () => {
  const metrics = fresh();
  const failed: EngineEvent = { kind: 'pass-ended', scope: 'full', inStep: false, wrote: false };
  metrics.observe(failed);
  metrics.observe(failed);
  expect(
    await samples(
      metrics,
      'controller_consecutive_soft_errors',
      'controller_last_sync_timestamp_seconds',
    ),
  ).toEqual([
    'external_dns_controller_consecutive_soft_errors 2',
    'external_dns_controller_last_sync_timestamp_seconds 0',
  ]);
  metrics.observe(pass);
  expect(await samples(metrics, 'controller_consecutive_soft_errors')).toEqual([
    'external_dns_controller_consecutive_soft_errors 0',
  ]);
});

test('records of others that stand in the way are counted per pass', async () => {
  const metrics = fresh();
  const foreign = endpoint('www.example.org', 'A', 'Other');
  const blocked = {
    endpoint: endpoint('www.example.org', 'CNAME'),
    because: { code: 'blocked-by-foreign', foreign },
  } as const;
  metrics.observe(planned([blocked]));
  metrics.observe(pass);
  const name = 'registry_skipped_records_owner_mismatch_per_sync';
  expect(await samples(metrics, name)).toEqual([
    `external_dns_${name}{record_type="a",owner="me",foreign_owner="other",domain="example.org"} 1`,
  ]);
  metrics.observe(planned([]));
  expect(await samples(metrics, name)).toEqual([]);
});

test('writes, failures and problems are counted', async () => {
  const metrics = fresh();
  const change = {
    kind: 'create',
    after: endpoint('www.example.org', 'A'),
    role: 'record',
  } as const;
  metrics.observe({
    kind: 'applied',
    zone,
    changes: [change, { ...change, role: 'marker' }],
    durationMs: 1,
  });
  metrics.observe({ kind: 'failed', zone, changes: [change], error: new Error('no') });
  metrics.observe({ kind: 'zone-failed', zone, error: new Error('no'), retryAfterMs: 1 });
  const problem = { code: 'invalid-name', message: 'no' };
  metrics.observe({ kind: 'problem', problem });
  metrics.observe({ kind: 'problem', problem });
  metrics.observe({ kind: 'problem-solved', problem });
  expect(
    await samples(
      metrics,
      'changes_total',
      'registry_errors_total',
      'provider_cache_apply_changes_calls',
      'problems',
    ),
  ).toEqual([
    'external_dns_registry_errors_total 2',
    'external_dns_provider_cache_apply_changes_calls 2',
    'external_dns_changes_total{zone="example.org",kind="create"} 1',
    'external_dns_problems{code="invalid-name"} 1',
  ]);
});

test('requests to a webhook are counted by call', async () => {
  const metrics = fresh();
  const request = { scheme: 'http', host: 'h', durationMs: 1 };
  metrics.observeRequest({ ...request, method: 'POST', path: '/records', status: 204 }, 'webhook');
  metrics.observeRequest(
    { ...request, method: 'POST', path: '/records', status: undefined },
    'webhook',
  );
  metrics.observeRequest({ ...request, method: 'GET', path: '/records', status: 200 }, 'provider');
  expect(
    await samples(
      metrics,
      'webhook_provider_applychanges_requests_total',
      'webhook_provider_applychanges_errors_total',
      'webhook_provider_records_requests_total',
    ),
  ).toEqual([
    'external_dns_webhook_provider_records_requests_total 0',
    'external_dns_webhook_provider_applychanges_requests_total 2',
    'external_dns_webhook_provider_applychanges_errors_total 1',
  ]);
});

test('zones and sources show as they stand', async () => {
  expect(
    await samples(
      fresh(),
      'zone_in_step',
      'zone_held',
      'zone_quarantined_records',
      'source_in_step',
      'zone_last_sync_timestamp_seconds',
    ),
  ).toEqual([
    'external_dns_zone_in_step{zone="example.org",id="z1"} 1',
    'external_dns_zone_in_step{zone="example.net",id="z2"} 0',
    'external_dns_zone_last_sync_timestamp_seconds{zone="example.org",id="z1"} 1800000000',
    'external_dns_zone_held{zone="example.org",id="z1"} 0',
    'external_dns_zone_held{zone="example.net",id="z2"} 1',
    'external_dns_zone_quarantined_records{zone="example.org",id="z1"} 0',
    'external_dns_zone_quarantined_records{zone="example.net",id="z2"} 2',
    'external_dns_source_in_step{source="service"} 1',
    'external_dns_source_in_step{source="crd"} 0',
  ]);
});

test("the rest of the provider's rate limit is as of its last reply", async () => {
  const metrics = fresh();
  metrics.observeQuota({ remaining: 1199 }, 'cloudflare');
  metrics.observeQuota({ remaining: 1198 }, 'cloudflare');
  expect(await metrics.expose()).toContain(
    '\nexternal_dns_provider_quota_remaining{provider="cloudflare"} 1198\n',
  );
});
