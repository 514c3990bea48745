import { once } from 'node:events';
import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import { decode, encode } from 'dns-packet';
import { expect, test } from 'vitest';
import { create, providerWith } from '../testing/provider-with.ts';
import { createDnsServer } from './dns-server.ts';

test('what is written is answered at once', async () => {
  const provider = await providerWith(['example.org'], ['www.example.org A 192.0.2.1']);
  const server = await createDnsServer({ provider, port: 0 });
  try {
    const resolver = new Resolver({ tries: 1 });
    resolver.setServers([`${server.address}:${server.port}`]);
    await expect(resolver.resolve4('www.example.org', { ttl: true })).resolves.toEqual([
      { address: '192.0.2.1', ttl: 300 },
    ]);
    await expect(resolver.resolve4('new.example.org')).rejects.toThrow('ENOTFOUND');
    const signal = new AbortController().signal;
    const [zone] = await provider.listZones(signal);
    if (zone !== undefined) {
      await provider.applyChanges(
        zone,
        [create('new.example.org A 192.0.2.2', { ttlSeconds: 5 })],
        signal,
      );
    }
    await expect(resolver.resolve4('new.example.org', { ttl: true })).resolves.toEqual([
      { address: '192.0.2.2', ttl: 5 },
    ]);
  } finally {
    await server.close();
  }
});

test('several queries on one TCP connection are answered, in whatever pieces they come', async () => {
  const provider = await providerWith(['example.org'], ['www.example.org A 192.0.2.1']);
  const server = await createDnsServer({ provider, port: 0 });
  const socket = connect(server.port, server.address);
  try {
    const framed = [1, 2].map((id) => {
      const query = encode({
        type: 'query',
        id,
        questions: [{ type: 'A', name: 'www.example.org' }],
      });
      return Buffer.concat([Buffer.from([0, query.length]), query]);
    });
    const bytes = Buffer.concat(framed);
    socket.write(bytes.subarray(0, 1));
    socket.write(bytes.subarray(1, 40));
    socket.write(bytes.subarray(40));
    let received = Buffer.alloc(0);
    const ids: (number | undefined)[] = [];
    while (ids.length < 2) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0);
        ids.push(decode(received.subarray(2, end)).id);
        received = received.subarray(end);
      }
    }
    expect(ids).toEqual([1, 2]);
  } finally {
    socket.destroy();
    await server.close();
  }
});

test('closing twice is closing once', async () => {
  const provider = await providerWith([], []);
  const server = await createDnsServer({ provider, port: 0 });
  await expect(Promise.all([server.close(), server.close()])).resolves.toHaveLength(2);
});

test('a port that is taken is said', async () => {
  const provider = await providerWith(['example.org'], []);
  const server = await createDnsServer({ provider, port: 0 });
  try {
    await expect(createDnsServer({ provider, port: server.port })).rejects.toThrow('EADDRINUSE');
  } finally {
    await server.close();
  }
});
