import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createEndpoint,
  ProviderError,
  toDnsName,
  type ChangeGroup,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { createSystemClock, fileSecret } from '@org/dns-provider-kit';
import { createWebhookProvider, type WebhookOptions } from '@org/dns-provider-webhook';
import { exchangeProblems, type ObservedExchange } from '@org/dns-webhook-protocol/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withToken } from './http/authorize.ts';
import { startServer } from './http/start-server.ts';
import { createTestService, memory, type TestServiceOptions } from './testing/start-service.ts';

const never = new AbortController().signal;
const endings: (() => Promise<unknown>)[] = [];
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhook-'));
});
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
  rmSync(folder, { recursive: true, force: true });
});

/** Our client, our service, and between them a wire that notes what goes over it. */
async function join(
  behind: Provider,
  client: Partial<WebhookOptions> = {},
  service: TestServiceOptions & { readonly tokenFile?: string } = {},
): Promise<{ readonly provider: Provider; readonly wire: readonly ObservedExchange[] }> {
  const { tokenFile, ...options } = service;
  const { handle } = createTestService(behind, options);
  const server = await startServer({
    listen: { host: '127.0.0.1', port: 0 },
    readHeaderTimeoutMs: 5000,
    readTimeoutMs: 5000,
    writeTimeoutMs: 5000,
    idleTimeoutMs: 5000,
    maxBodyBytes: 100_000,
    clock: createSystemClock(),
    handle: tokenFile === undefined ? handle : withToken(handle, fileSecret(tokenFile)),
    observe: () => {},
  });
  endings.push(() => server.close(0));
  const wire: ObservedExchange[] = [];
  const provider = createWebhookProvider({
    url: await startWire(server.url, wire),
    readTimeoutMs: 5000,
    writeTimeoutMs: 5000,
    maxBodyBytes: 0,
    behavior: 'safe',
    ...client,
  });
  endings.push(async () => provider.close?.());
  return { provider, wire };
}

async function startWire(target: string, wire: ObservedExchange[]): Promise<string> {
  const proxy = createServer((incoming, outgoing) => {
    const sent: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => sent.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '/', headers } = incoming;
      const passed = request(target + url, { method, headers }, (reply) => {
        const got: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => got.push(chunk));
        reply.on('end', () => {
          wire.push({
            method,
            path: url,
            requestHeaders: headers as Record<string, string>,
            requestBody: Buffer.concat(sent).toString(),
            status: reply.statusCode ?? 0,
            replyHeaders: reply.headers as Record<string, string>,
            replyBody: Buffer.concat(got).toString(),
          });
          outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
          outgoing.end(Buffer.concat(got));
        });
      });
      passed.end(Buffer.concat(sent));
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  endings.push(
    () =>
      new Promise((resolve) => {
        proxy.close(resolve);
        proxy.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

const a = (name: string, target = '192.0.2.1'): Endpoint =>
  createEndpoint({ name, type: 'A', targets: [target] });
const create = (endpoint: Endpoint): ChangeGroup => ({
  name: endpoint.name,
  changes: [{ kind: 'create', role: 'record', after: endpoint }],
});

async function content(provider: Provider, zone: Zone): Promise<Endpoint[]> {
  const all: Endpoint[] = [];
  for await (const chunk of provider.readZone(zone, never)) all.push(...chunk);
  return all;
}

const calls = (wire: readonly ObservedExchange[]): string[] =>
  wire.map(({ method, path: asked }) => `${method} ${asked}`);

describe('version 2', () => {
  test('zones, names, versions and a result per name, all as described', async () => {
    const behind = memory();
    const { provider, wire } = await join(behind);
    const [zones, filter] = await Promise.all([
      provider.listZones(never),
      provider.domainFilter?.(never),
    ]);
    expect([zones, filter]).toEqual([
      [
        { id: 'example.org', name: 'example.org', version: '1' },
        { id: 'example.net', name: 'example.net', version: '1' },
      ],
      { include: [], exclude: [] },
    ]);
    expect(provider.capabilities).toEqual(behind.capabilities);
    const zone = zones[0] as Zone;

    const held = a('Www.example.org');
    const report = await provider.applyChanges(
      zone,
      [create(held), create(a('b.example.org')), create({ ...held, targets: ['192.0.2.9'] })],
      never,
    );
    expect(report.outcomes).toMatchObject([
      { outcome: 'applied' },
      { outcome: 'applied' },
      { outcome: 'failed', error: { reason: 'rejected' } },
    ]);
    expect(await content(provider, zone)).toEqual([held, a('b.example.org')]);
    const names = [toDnsName('www.example.org'), toDnsName('none.example.org')];
    expect(await provider.readNames?.(zone, names, never)).toEqual([held]);
    expect(await provider.zoneVersion?.(zone, never)).toBe('3');
    expect(await provider.adjust?.([held], never)).toEqual([held]);
    expect(await provider.applyChanges(zone, [], never)).toEqual({ outcomes: [] });

    expect(wire.flatMap(exchangeProblems)).toEqual([]);
    expect(calls(wire)).toEqual([
      'GET /',
      'GET /v2',
      'GET /v2/zones',
      'POST /v2/zones/example.org/changes',
      'GET /v2/zones/example.org/records',
      'POST /v2/zones/example.org/names',
      'GET /v2/zones/example.org/version',
      'POST /adjustendpoints',
    ]);
  });

  test('the bytes of a change do not follow the size of the zone', async () => {
    const cost = async (records: number): Promise<number> => {
      const behind = memory();
      const zone = (await behind.listZones(never))[0] as Zone;
      const groups = Array.from({ length: records }, (_, index) =>
        create(a(`n${index}.example.org`)),
      );
      await behind.applyChanges(zone, groups, never);
      const { provider, wire } = await join(behind);
      const [listed] = await provider.listZones(never);
      const before = wire.length;
      await provider.readNames?.(listed as Zone, [toDnsName('new.example.org')], never);
      await provider.applyChanges(listed as Zone, [create(a('new.example.org'))], never);
      return wire
        .slice(before)
        .reduce(
          (sum, { requestBody, replyBody }) => sum + requestBody.length + replyBody.length,
          0,
        );
    };
    expect(await cost(5000)).toBe(await cost(5));
  });

  test('a provider with a rule of its own for zones is one root zone, and its rule is kept', async () => {
    const behind = memory('compat');
    const { provider, wire } = await join(behind);
    const zones = await provider.listZones(never);
    expect(zones).toEqual([{ id: '*', name: '' }]);
    const root = zones[0] as Zone;
    const before = await provider.zoneVersion?.(root, never);
    const names = ['a.example.org', 'b.example.net', 'c.example.com'];
    const report = await provider.applyChanges(
      root,
      names.map((name) => create(a(name))),
      never,
    );
    expect(report.outcomes.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'failed']);
    expect(await content(provider, root)).toEqual([a('a.example.org'), a('b.example.net')]);
    expect(await provider.readNames?.(root, names.map(toDnsName), never)).toEqual([
      a('a.example.org'),
      a('b.example.net'),
    ]);
    const after = await provider.zoneVersion?.(root, never);
    expect([typeof after, after === before]).toEqual(['string', false]);
    expect(wire.flatMap(exchangeProblems)).toEqual([]);
  });

  test('what the provider behind it says keeps its reason and its wait', async () => {
    const told = new ProviderError('unauthorized', 'the key is not taken', { retryAfterMs: 7000 });
    let fails = false;
    const behind = memory();
    const { provider, wire } = await join({
      ...behind,
      readNames: () => Promise.reject(told),
      listZones: (signal) => (fails ? Promise.reject(told) : behind.listZones(signal)),
    });
    const [zone] = await provider.listZones(never);
    await expect(provider.readNames?.(zone as Zone, [], never)).rejects.toMatchObject({
      reason: 'unauthorized',
      retryAfterMs: 7000,
      message: expect.stringContaining('the key is not taken') as string,
    });
    fails = true;
    await expect(provider.listZones(never)).rejects.toMatchObject({ reason: 'unauthorized' });
    const gone = { id: 'gone', name: toDnsName('gone.example.org') };
    fails = false;
    await provider.listZones(never);
    await expect(content(provider, gone)).rejects.toMatchObject({ reason: 'not-found' });
    expect(wire.flatMap(exchangeProblems)).toEqual([]);
  });

  test('a provider without names and versions offers none', async () => {
    const behind = memory();
    delete behind.readNames;
    delete behind.zoneVersion;
    const { provider } = await join(behind);
    await provider.listZones(never);
    expect(Object.keys(provider)).not.toContain('readNames');
    expect(Object.keys(provider)).not.toContain('zoneVersion');
  });
});

describe('version 1', () => {
  test.each<[string, Partial<WebhookOptions>, TestServiceOptions]>([
    ['where the service offers no more', {}, { lenient: true }],
    ['where the client is to do as upstream does', { behavior: 'compat' }, {}],
  ])('%s', async (_name, client, service) => {
    const { provider, wire } = await join(memory(), client, service);
    const [zone, ...others] = await provider.listZones(never);
    await provider.domainFilter?.(never);
    expect([zone, others]).toEqual([{ id: '', name: '' }, []]);
    await provider.applyChanges(zone as Zone, [create(a('a.example.org'))], never);
    expect(await content(provider, zone as Zone)).toEqual([a('a.example.org')]);
    expect(Object.keys(provider)).not.toContain('readNames');
    expect(Object.keys(provider)).not.toContain('zoneVersion');
    expect(wire.flatMap(exchangeProblems)).toEqual([]);
    expect(calls(wire).every((call) => !call.includes('v2'))).toBe(true);
  });
});

describe('a token', () => {
  test('is sent only once the service asked for it', async () => {
    const file = path.join(folder, 'token');
    writeFileSync(file, 'the-token-of-this-test');
    const { provider, wire } = await join(
      memory(),
      { token: fileSecret(file) },
      { tokenFile: file },
    );
    await provider.listZones(never);
    expect(
      wire.map(({ status, requestHeaders }) => [status, requestHeaders['authorization']]),
    ).toEqual([
      [401, undefined],
      [200, 'Bearer the-token-of-this-test'],
      [200, 'Bearer the-token-of-this-test'],
      [200, 'Bearer the-token-of-this-test'],
    ]);
    expect(wire.flatMap(exchangeProblems)).toEqual([]);
  });

  test('is never sent to a service that asks for none', async () => {
    const file = path.join(folder, 'token');
    writeFileSync(file, 'the-token-of-this-test');
    const { provider, wire } = await join(memory(), { token: fileSecret(file) });
    await provider.listZones(never);
    expect(wire.some(({ requestHeaders }) => 'authorization' in requestHeaders)).toBe(false);
  });

  test('that is not there, or not the right one, is a matter of permission', async () => {
    const file = path.join(folder, 'token');
    const other = path.join(folder, 'other');
    writeFileSync(file, 'the-token-of-this-test');
    writeFileSync(other, 'another-token');
    for (const client of [{}, { token: fileSecret(other) }]) {
      const { provider } = await join(memory(), client, { tokenFile: file });
      await expect(provider.listZones(never)).rejects.toMatchObject({ reason: 'unauthorized' });
    }
  });
});
