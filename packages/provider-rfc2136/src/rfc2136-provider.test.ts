import { Secret } from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { describe, expect, test } from 'vitest';
import {
  create,
  exampleOrg,
  failure,
  group,
  never,
  readAll,
  startProviderBench,
} from './testing/provider-bench.ts';

describe('without transfers', () => {
  test('nothing is read, and there are no versions', async () => {
    await using bench = await startProviderBench(['www.example.org. 60 A 192.0.2.1'], {
      transfer: false,
    });
    expect(await bench.read()).toEqual([]);
    expect(Object.keys(bench.provider)).not.toContain('readNames');
    expect(Object.keys(bench.provider)).not.toContain('zoneVersion');
    expect(bench.server.take()).toEqual([]);
  });

  test('what is there already costs one request and changes nothing', async () => {
    await using bench = await startProviderBench([], { transfer: false });
    const groups = [1, 2, 3].map((at) => group(create(`n${at} 60 A 192.0.2.1`)));
    expect(await bench.apply(...groups)).toEqual(['applied', 'applied', 'applied']);
    expect(bench.server.take()).toEqual(['UPDATE example.org. NXRRSET', 'UPDATE example.org.']);
    expect(await bench.apply(...groups)).toEqual(['applied', 'applied', 'applied']);
    expect(bench.server.take()).toEqual(['UPDATE example.org.']);
  });

  test('what others hold is not added to', async () => {
    await using bench = await startProviderBench(['n2.example.org. 60 A 192.0.2.9'], {
      transfer: false,
    });
    const groups = [1, 2, 3].map((at) => group(create(`n${at} 60 A 192.0.2.1`)));
    expect(await bench.apply(...groups)).toEqual([
      'applied',
      'failed rejected: example.org: n2.example.org holds other records already; allow zone transfers and set --rfc2136-axfr, so that they can be read and changed',
      'applied',
    ]);
    expect(bench.held()).toEqual([
      'n1.example.org. 60 A 192.0.2.1',
      'n2.example.org. 60 A 192.0.2.9',
      'n3.example.org. 60 A 192.0.2.1',
    ]);
  });
});

describe('signatures', () => {
  test.each([
    [
      'another secret',
      { keyName: 'k8s-key', algorithm: 'hmac-sha256', secret: 'b3RoZXI=' },
      'unauthorized: example.org: the server finds the signature wrong (BADSIG): its secret for the key k8s-key. is another one',
    ],
    [
      'another key',
      { keyName: 'nobody', algorithm: 'hmac-sha256', secret: 'b3RoZXI=' },
      'unauthorized: example.org: the server does not know the key nobody. with this algorithm (BADKEY)',
    ],
    [
      'a secret that is not base64',
      { keyName: 'k8s-key', algorithm: 'hmac-sha256', secret: 'hunter2!' },
      'unauthorized: the secret of the TSIG key k8s-key is not base64; take it as tsig-keygen prints it',
    ],
  ] as const)(
    'with %s nothing is read or written, and no secret is told',
    async (_, tsig, expected) => {
      await using bench = await startProviderBench(['a.example.org. 60 A 192.0.2.1']);
      const secret = fixedSecret(new Secret(tsig.secret));
      const provider = bench.create({ tsig: { ...tsig, secret } });
      const message = await failure(bench.read(provider), bench.server.port);
      expect(message).toBe(expected);
      const { outcomes } = await provider.applyChanges(
        exampleOrg,
        [group(create('www 60 A 192.0.2.1'))],
        never,
      );
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failed']);
      expect(bench.held()).toEqual(['a.example.org. 60 A 192.0.2.1']);
      expect(JSON.stringify(outcomes) + message).not.toContain(tsig.secret);
    },
  );

  test('a secret is asked for each time, so that a file can be replaced', async () => {
    await using bench = await startProviderBench();
    let secret = 'b3RoZXI=';
    const provider = bench.create({
      tsig: {
        keyName: 'k8s-key',
        algorithm: 'hmac-sha256',
        secret: async () => new Secret(secret),
      },
    });
    await expect(readAll(provider)).rejects.toThrow('BADSIG');
    secret = 'dGhlIHNlY3JldCBvZiBib3RoIHNpZGVz';
    expect((await readAll(provider)).length).toBe(1);
  });
});
