import {
  eventually,
  freePort,
  startApp,
  startPowerDns,
  type AppProcess,
  type PowerDns,
} from '@org/dns-test-servers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  filterFlags,
  replay,
  sessions,
  type Session,
  type WireEndpoint,
} from '../src/testing/recorded-sessions.ts';

let powerDns: PowerDns;
let webhook: AppProcess | undefined;
beforeEach(async () => {
  powerDns = await startPowerDns({ zones: ['example.org', 'example.net'] });
});
afterEach(async () => {
  await webhook?.kill();
  await powerDns.remove();
});

/** PowerDNS has neither. */
const isHoldable = ({ end }: Session): boolean =>
  end.every(
    ({ setIdentifier, providerSpecific }) =>
      setIdentifier === undefined && providerSpecific === undefined,
  );

/** "Name contains unsupported characters": a star stands alone in a label, or not at all. */
const isForeignToPowerDns = ({ dnsName }: WireEndpoint): boolean => /[^.]\*|\*[^.]/.test(dnsName);

/** A record goes with its ownership record: neither is written where PowerDNS refuses one of them. */
const isOfRefused = (one: WireEndpoint, { end }: Session): boolean =>
  isForeignToPowerDns(one) ||
  end.some((other) => isForeignToPowerDns(other) && other.labels?.['ownedRecord'] === one.dnsName);

/** In the words of PowerDNS: no labels, names in lower case and ASCII, a TTL always. */
const asHeld = (endpoints: readonly WireEndpoint[]): readonly string[] =>
  endpoints
    .filter(({ recordType }) => recordType !== 'SOA')
    .filter(
      ({ recordType, dnsName }) => recordType !== 'NS' || !/^example\.(?:org|net)$/.test(dnsName),
    )
    .map(({ dnsName, recordType, targets, recordTTL }) =>
      JSON.stringify([ascii(dnsName), recordType, (targets ?? []).toSorted(), recordTTL ?? 300]),
    )
    .toSorted();

/** Labels with an underscore or a star stay as they are. */
function ascii(name: string): string {
  return name
    .split('.')
    .map((label) =>
      /^\p{ASCII}*$/u.test(label) ? label.toLowerCase() : new URL(`http://${label}`).hostname,
    )
    .join('.');
}

describe.each(sessions.filter(isHoldable))('session $id', (session) => {
  test('ends with the same records in PowerDNS', async () => {
    const port = await freePort();
    webhook = await startApp('webhook', [
      '--provider=pdns',
      `--pdns-server=${powerDns.url}`,
      `--pdns-api-key=${powerDns.apiKey}`,
      `--listen=127.0.0.1:${port}`,
      ...filterFlags(session.filters),
    ]);
    const started = webhook;
    await eventually(() => {
      expect(started.output()).toContain('Serving the webhook protocol');
    });
    const url = `http://127.0.0.1:${port}`;
    const contentType = 'application/external.dns.webhook+json;version=1';
    const seeded = await fetch(`${url}/records`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: JSON.stringify({ create: session.records }),
    });
    expect(seeded.status).toBe(204);
    const isRefused = session.end.some(isForeignToPowerDns);
    for (const { exchange, status } of await replay(url, session)) {
      const { path, method } = exchange.request;
      const isWrite = method === 'POST' && path === '/records';
      expect([path, status]).toEqual([
        path,
        isWrite ? (isRefused ? 500 : 204) : exchange.response.status,
      ]);
    }
    const end = (await (await fetch(`${url}/records`)).json()) as WireEndpoint[];
    expect(asHeld(end)).toEqual(asHeld(session.end.filter((one) => !isOfRefused(one, session))));
  });
});
