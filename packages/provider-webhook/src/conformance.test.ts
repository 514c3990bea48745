import { createHastyClock, startFaultyProxy } from '@org/dns-conformance';
import { describeProvider } from '@org/dns-conformance/vitest';
import { createEndpoint, noObjects, sameTargets, type Endpoint } from '@org/dns-core';
import { startFakeServer, type FakeReply, type FakeServer } from '@org/dns-provider-kit/testing';
import {
  decodeChanges,
  encodeEndpoints,
  mediaType,
  type WebhookChanges,
} from '@org/dns-webhook-protocol';
import { createWebhookProvider } from './webhook-provider.ts';

const headers = { 'content-type': mediaType };

/** A webhook service that speaks version 1 and takes a change set whole or not at all. */
function startService(): Promise<FakeServer> {
  const held = new Map<string, Endpoint>();
  return startFakeServer(({ method, path, body }): FakeReply => {
    switch (`${method} ${path}`) {
      case 'GET /':
        return { headers, body: '{"include":["example.org"]}' };
      case 'GET /records':
        return { headers, body: [...encodeEndpoints(held.values())].join('') };
      case 'POST /adjustendpoints':
        return { headers, body };
      default: {
        const changes = decodeChanges(body);
        if (!changes.ok) return { status: 400, body: changes.problem };
        const refusal = refusalOf(changes.value, held);
        return refusal === undefined ? write(changes.value, held) : { status: 422, body: refusal };
      }
    }
  });
}

function refusalOf({ create }: WebhookChanges, held: Map<string, Endpoint>): string | undefined {
  const refused = create.find((endpoint) => {
    const present = held.get(keyOf(endpoint));
    const differs = present !== undefined && !sameTargets(present.targets, endpoint.targets);
    return differs || endpoint.targets.includes('no address');
  });
  return refused === undefined ? undefined : `${refused.name} cannot be created`;
}

function write(changes: WebhookChanges, held: Map<string, Endpoint>): FakeReply {
  for (const endpoint of changes.delete) held.delete(keyOf(endpoint));
  for (const endpoint of [...changes.updateNew, ...changes.create])
    held.set(keyOf(endpoint), { ...endpoint, objects: noObjects });
  return { status: 204 };
}

function keyOf({ name, type, setIdentifier }: Endpoint): string {
  return `${name} ${type} ${setIdentifier}`;
}

describeProvider('the webhook provider', {
  create: async () => {
    const service = await startService();
    const faults = await startFaultyProxy({ target: service.url });
    const provider = createWebhookProvider({
      url: faults.url,
      readTimeoutMs: 20_000,
      writeTimeoutMs: 20_000,
      maxBodyBytes: 0,
      behavior: 'safe',
      clock: createHastyClock(),
      random: () => 1,
    });
    return {
      provider,
      faults,
      async stop() {
        await faults.stop();
        await service.stop();
      },
    };
  },
  zone: 'example.org',
  refused: (name) => ({
    kind: 'create',
    after: createEndpoint({ name, type: 'A', targets: ['no address'] }),
    role: 'record',
  }),
});
