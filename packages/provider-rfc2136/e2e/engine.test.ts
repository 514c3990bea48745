import {
  createEndpoint,
  createEngine,
  createTxtRegistry,
  Secret,
  type Behavior,
  type Endpoint,
  type Engine,
  type EngineEvent,
  type OnceResult,
  type Report,
  type Source,
} from '@org/dns-core';
import { createSystemClock, fixedSecret } from '@org/dns-provider-kit';
import { dig, startBind, type Bind } from '@org/dns-test-servers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRfc2136Provider, type Rfc2136Options, type TsigAlgorithm } from '../src/index.ts';

const never = new AbortController().signal;
const managedTypes = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV', 'NS', 'PTR'];
const inStep = { inStep: true, reasons: [] };
let server: Bind;

beforeEach(async () => {
  server = await startBind({ zones: ['example.org', '2.0.192.in-addr.arpa'] });
});
afterEach(() => server.remove());

const wanted = (name: string, type: string, ...targets: string[]): Endpoint =>
  createEndpoint({ name, type, targets, ttlSeconds: 60 });

interface ListSource extends Source {
  /** From now on these are wanted, one object each. */
  want(endpoints: readonly Endpoint[]): void;
}

function listSource(first: readonly Endpoint[]): ListSource {
  let report: Report | undefined;
  let count = 0;
  const refOf = (index: number) => ({
    source: 'service',
    apiVersion: 'v1',
    kind: 'Service',
    namespace: 'default',
    name: `s${index}`,
  });
  const want = (endpoints: readonly Endpoint[]): void => {
    for (const [index, endpoint] of endpoints.entries()) {
      const labels = { resource: `service/default/s${index}` };
      report?.(refOf(index), {
        endpoints: [createEndpoint({ ...endpoint, labels, objects: [refOf(index)] })],
      });
    }
    for (let index = endpoints.length; index < count; index += 1) report?.(refOf(index), undefined);
    count = endpoints.length;
  };
  return {
    name: 'service',
    status: () => ({ synced: true }),
    async start(given) {
      report = given;
      want(first);
    },
    want,
  };
}

/** A controller that has just been started. */
function start(
  source: Source,
  behavior: Behavior = 'safe',
  observe: (event: EngineEvent) => void = () => undefined,
  options: Partial<Rfc2136Options> = {},
): { readonly engine: Engine; readonly close: () => Promise<void> } {
  const provider = createRfc2136Provider({
    servers: [{ host: '127.0.0.1', port: server.port }],
    loadBalancing: 'disabled',
    zones: ['example.org', '2.0.192.in-addr.arpa'],
    tsig: {
      keyName: server.keyName,
      algorithm: server.keyAlgorithm as TsigAlgorithm,
      secret: fixedSecret(new Secret(server.keySecret)),
    },
    transfer: true,
    minTtlSeconds: 0,
    batchChangeSize: 50,
    behavior,
    ...options,
  });
  const engine = createEngine({
    sources: [source],
    provider,
    registry: createTxtRegistry({
      owner: 'me',
      behavior,
      prefix: '%{record_type}-',
      managedTypes,
      excludedTypes: [],
    }),
    clock: createSystemClock(),
    observe,
    behavior,
    policy: 'sync',
    managedTypes,
    excludedTypes: [],
    domainFilter: { include: [], exclude: [] },
    wrappers: {
      behavior,
      defaultTargets: [],
      forceDefaultTargets: false,
      nat64Networks: [],
      targetNets: [],
      excludeTargetNets: [],
      ptr: true,
      createPtr: true,
      minTtlSeconds: 0,
      provider: 'rfc2136',
      preferAlias: false,
    },
    intervalMs: 60_000,
    minFullPassGapMs: 5000,
    keptCopyMs: 60_000,
    dryRun: false,
    deletionLimits: undefined,
    graceMs: 0,
    sourceWaitMs: 10_000,
  });
  return { engine, close: async () => provider.close?.() };
}

async function pass(
  endpoints: readonly Endpoint[],
  behavior: Behavior = 'safe',
): Promise<OnceResult> {
  const { engine, close } = start(listSource(endpoints), behavior);
  try {
    return await engine.runOnce(never);
  } finally {
    await close();
  }
}

/** The records of the zones without their heads and without markers. */
async function records(): Promise<readonly string[]> {
  const lines = [
    ...(await server.transfer('example.org')),
    ...(await server.transfer('2.0.192.in-addr.arpa')),
  ];
  return lines
    .filter((line) => !/ SOA |heritage=|^ns1\.| NS ns1\.(?:example|2)/.test(line))
    .toSorted();
}

async function serial(): Promise<string> {
  return (await dig(server.port, 'example.org', 'SOA')).join();
}

const everything = [
  wanted('www.example.org', 'A', '192.0.2.1', '192.0.2.2'),
  wanted('*.apps.example.org', 'A', '192.0.2.9'),
  wanted('front.example.org', 'CNAME', 'LB.example.net.'),
  wanted('mail.example.org', 'MX', '10 mx.example.net'),
  wanted('_sip._tcp.example.org', 'SRV', '10 5 5060 sip.example.net.'),
  wanted('long.example.org', 'TXT', 'x'.repeat(400)),
  wanted('words.example.org', 'TXT', 'v=spf1 -all'),
  wanted('sub.example.org', 'NS', 'ns1.example.net', 'ns2.example.net'),
];

describe('through the engine', () => {
  test('what is created settles at once, changes in place, and goes; what is foreign stays', async () => {
    await server.update([
      'zone example.org',
      'update add foreign.example.org. 60 A 192.0.2.77',
      'update add www.example.org. 60 TXT "by hand"',
    ]);
    const foreign = await records();

    expect(await pass(everything)).toEqual(inStep);
    const created = await records();
    expect(created).toContain('1.2.0.192.in-addr.arpa. 60 IN PTR www.example.org.');
    const before = await serial();
    expect(await pass(everything)).toEqual(inStep);
    expect([await serial(), await records()]).toEqual([before, created]);

    const changed = everything.map((endpoint) =>
      endpoint.name === 'front.example.org'
        ? wanted('front.example.org', 'A', '192.0.2.3')
        : endpoint,
    );
    expect(await pass(changed)).toEqual(inStep);
    expect(await dig(server.port, 'front.example.org', 'A')).toEqual(['192.0.2.3']);
    expect(await dig(server.port, '3.2.0.192.in-addr.arpa', 'PTR')).toEqual(['front.example.org.']);

    expect(await pass([])).toEqual(inStep);
    expect(await records()).toEqual(foreign);
  });

  test('a thousand records at once, and gone again', async () => {
    const many = Array.from({ length: 1000 }, (_, at) =>
      wanted(`n${at}.example.org`, 'AAAA', `2001:db8::${at.toString(16)}`),
    );
    expect(await pass(many)).toEqual(inStep);
    expect((await records()).length).toBe(1000);
    const before = await serial();
    expect(await pass(many)).toEqual(inStep);
    expect(await serial()).toBe(before);
    expect(await pass([])).toEqual(inStep);
    expect(await records()).toEqual([]);
  });

  test('compat writes and removes the types that upstream can read', async () => {
    const some = everything.slice(0, 3);
    expect(await pass(some, 'compat')).toEqual(inStep);
    const before = await serial();
    expect(await pass(some, 'compat')).toEqual(inStep);
    expect(await serial()).toBe(before);
    // The one behavior takes over from the other.
    expect(await pass(some)).toEqual(inStep);
    expect(await serial()).toBe(before);
    expect(await pass([], 'compat')).toEqual(inStep);
    expect(await records()).toEqual([]);
  });

  test('a change while it runs is written at once', async () => {
    const source = listSource(everything);
    const passes: (() => void)[] = [];
    const failures: EngineEvent[] = [];
    const next = () => new Promise<void>((resolve) => passes.push(resolve));
    const { engine, close } = start(source, 'safe', (event) => {
      if (event.kind === 'pass-ended') passes.shift()?.();
      if (event.kind === 'failed') failures.push(event);
    });
    const stop = new AbortController();
    const first = next();
    const running = engine.run(stop.signal);
    await first;
    await server.update(['zone example.org', 'update add late.example.org. 60 A 192.0.2.50']);
    for (const [target, answer] of [
      ['192.0.2.10', '192.0.2.10'],
      ['192.0.2.11', '192.0.2.11'],
    ] as const) {
      const changedPass = next();
      source.want([
        wanted('www.example.org', 'A', target),
        ...everything.slice(1),
        wanted('late.example.org', 'A', '192.0.2.12'),
      ]);
      await changedPass;
      expect(await dig(server.port, 'www.example.org', 'A')).toEqual([answer]);
    }
    expect(await dig(server.port, 'late.example.org', 'A')).toEqual(['192.0.2.50']);
    stop.abort();
    await running;
    await close();
    expect(failures).toEqual([]);
  });
});
