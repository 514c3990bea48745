import { toDnsName, type Endpoint } from '@org/dns-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { GoogleOptions } from './options.ts';
import {
  a,
  apply,
  calls,
  create,
  errorOf,
  group,
  marker,
  never,
  readAll,
  record,
  remove,
  startGoogle,
  update,
  zone,
  type StartedGoogle,
} from './testing/start-google.ts';

const running: StartedGoogle[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function start(options: Partial<GoogleOptions> = {}): Promise<StartedGoogle> {
  const started = await startGoogle(options);
  running.push(started);
  return started;
}

const isChange = ({ method }: { readonly method: string }): boolean => method === 'POST';
const www = (target = '192.0.2.1'): Endpoint => a('www.example.org', target);

describe('zones', () => {
  test('come in pages, all of them', async () => {
    const { fake, provider } = await start();
    for (let index = 0; index < 1200; index += 1)
      fake.addZone({ name: `zone-${index}`, dnsName: `zone-${index}.example.org.` });
    const zones = await provider.listZones(never);
    expect([zones.length, zones[0], zones.at(-1)]).toEqual([
      1201,
      zone,
      { id: 'zone-1199', name: 'zone-1199.example.org' },
    ]);
    expect(calls(fake)).toEqual(['GET managedZones', 'GET managedZones']);
  });

  test('a page that comes twice, or fails, ends the list with an error', async () => {
    const { fake, provider } = await start();
    for (let index = 0; index < 1200; index += 1)
      fake.addZone({ name: `zone-${index}`, dnsName: `zone-${index}.example.org.` });
    const again = { kind: 'dns#list', managedZones: [], nextPageToken: '1000' };
    fake.fail({ skip: 1, fault: { kind: 'reply', json: again } });
    expect(await errorOf(provider.listZones(never))).toMatchObject({ reason: 'transient' });
    fake.fail({ skip: 1, fault: { kind: 'reply', status: 403, json: {} } });
    expect(await errorOf(provider.listZones(never))).toMatchObject({ reason: 'unauthorized' });
  });
});

describe('reading', () => {
  test('gives every record set as endpoints say it', async () => {
    const { fake, provider } = await start();
    fake.put('main', 'www.example.org.', 'A', 60, '192.0.2.1', '192.0.2.2');
    fake.put('main', 'c.example.org.', 'CNAME', 60, 'lb.example.net.');
    fake.put('main', 'm.example.org.', 'MX', 60, '10 mail.example.net.');
    fake.put('main', 's.example.org.', 'SRV', 60, '1 2 443 sip.example.net.');
    fake.put('main', 't.example.org.', 'TXT', 60, '"hello world"');
    fake.put('main', '*.example.org.', 'CAA', 60, '0 issue "ca.example.net"');
    const of = (name: string, type: string, ...targets: readonly string[]) => ({
      ...record(name, type, ...targets),
      ttlSeconds: 60,
    });
    const all = await readAll(provider);
    expect(all.filter(({ type }) => type !== 'SOA' && type !== 'NS')).toEqual([
      of('*.example.org', 'CAA', '0 issue "ca.example.net"'),
      of('c.example.org', 'CNAME', 'lb.example.net'),
      of('m.example.org', 'MX', '10 mail.example.net'),
      of('s.example.org', 'SRV', '1 2 443 sip.example.net.'),
      of('t.example.org', 'TXT', '"hello world"'),
      of('www.example.org', 'A', '192.0.2.1', '192.0.2.2'),
    ]);
  });

  test('of single names costs one request for each, of many names the pages of the zone: whatever is less', async () => {
    const { fake, provider } = await start();
    for (let index = 0; index < 1500; index += 1)
      fake.put('main', `n${index}.example.org.`, 'A', 300, '192.0.2.1');
    const names = Array.from({ length: 50 }, (_item, index) => toDnsName(`n${index}.example.org`));
    const two = names.slice(0, 2);
    expect(await provider.readNames?.(zone, two, never)).toEqual(
      two.map((name) => a(name, '192.0.2.1')),
    );
    expect(calls(fake).toSorted()).toEqual([
      'GET rrsets n0.example.org.',
      'GET rrsets n1.example.org.',
    ]);
    const many = await provider.readNames?.(zone, names, never);
    expect(many?.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    expect(calls(fake)).toHaveLength(4);
    await provider.readNames?.(zone, names, never);
    expect(calls(fake)).toHaveLength(54);
  });

  test('of single names of a small zone costs one request', async () => {
    const { fake, provider } = await start();
    fake.put('main', 'www.example.org.', 'A', 300, '192.0.2.1');
    await readAll(provider);
    const names = [toDnsName('www.example.org'), toDnsName('a-www.example.org')];
    expect(await provider.readNames?.(zone, names, never)).toEqual([www()]);
    expect(calls(fake)).toEqual(['GET rrsets', 'GET rrsets']);
  });

  test('the newest change is the version, and moves with every change', async () => {
    const { fake, provider } = await start();
    const before = await provider.zoneVersion?.(zone, never);
    expect(await provider.zoneVersion?.(zone, never)).toBe(before);
    await apply(provider, [group(create(www()))]);
    const after = await provider.zoneVersion?.(zone, never);
    expect([before, after]).toEqual(['0', '1']);
    fake.fail({ fault: { kind: 'reply', json: { kind: 'dns#changesListResponse' } } });
    expect(await provider.zoneVersion?.(zone, never)).toBeUndefined();
  });

  test.each([
    { name: 'breaks off', fault: { kind: 'cut-off', afterBytes: 40 } as const },
    { name: 'is a page of a proxy', fault: { kind: 'reply', body: '<html>' } as const },
    { name: 'is JSON of somebody else', fault: { kind: 'reply', json: {} } as const },
  ])('a reply that $name is an error, never an empty zone', async ({ fault }) => {
    const { fake, provider, clock } = await start();
    fake.fail({ times: 9, fault });
    const failing = errorOf(readAll(provider));
    for (let retry = 0; retry < 3 && fault.kind === 'cut-off'; retry += 1) {
      await clock.waitForTimer(250 * 2 ** retry);
      clock.advance(250 * 2 ** retry);
    }
    expect(await failing).toMatchObject({ reason: 'transient' });
  });

  test('a zone that is gone is not found', async () => {
    const { fake, provider } = await start();
    fake.removeZone('main');
    expect(await errorOf(readAll(provider))).toMatchObject({ reason: 'not-found' });
    expect(await apply(provider, [group(create(www()))])).toEqual(['failed not-found']);
  });
});

describe('writing', () => {
  test('what was written is read back as it was wanted', async () => {
    const { provider } = await start();
    const wanted = [
      www(),
      record('w6.example.org', 'AAAA', '2001:db8::1'),
      record('c.example.org', 'CNAME', 'lb.example.net'),
      record('m.example.org', 'MX', '10 mail.example.net'),
      record('n.example.org', 'NS', 'ns1.example.net', 'ns2.example.net'),
      record('p.example.org', 'PTR', 'host.example.net'),
      record('_sip._tcp.example.org', 'SRV', '1 2 443 sip.example.net'),
      record('t.example.org', 'TXT', `plain "words" of ${'x'.repeat(300)}`),
      record('*.example.org', 'A', '192.0.2.9', '192.0.2.9'),
    ];
    const held = (await provider.adjust?.(wanted, never)) ?? [];
    expect(
      await apply(
        provider,
        held.map((one) => group(create(one))),
      ),
    ).toEqual(held.map(() => 'applied'));
    const names = held.map(({ name }) => name);
    expect(await provider.readNames?.(zone, names, never)).toEqual(
      expect.arrayContaining([...held]),
    );
    expect(await provider.adjust?.(held, never)).toEqual(held);
  });

  test('record and marker, in place and with another type, are one change each time', async () => {
    const { fake, provider } = await start();
    const groups = [
      group(create(www()), create(marker('www.example.org'))),
      group(update(www(), www('192.0.2.2'))),
      group(remove(www('192.0.2.2')), create(record('www.example.org', 'CNAME', 'lb.example.net'))),
    ];
    for (const one of groups) expect(await apply(provider, [one])).toEqual(['applied']);
    expect(fake.lines('main')).toEqual([
      'a-www.example.org. TXT 300 "heritage=external-dns,external-dns/owner=me"',
      'www.example.org. CNAME 300 lb.example.net.',
    ]);
    expect(calls(fake)).toEqual(['POST changes', 'POST changes', 'POST changes']);
  });

  test('an update that changes nothing at Google is not sent', async () => {
    const { fake, provider } = await start();
    const same = { ...www(), labels: { owner: 'me' } };
    expect(await apply(provider, [group(update(www(), same))])).toEqual(['applied']);
    expect(fake.requests).toEqual([]);
  });

  test('what others keep under the same name stays', async () => {
    const { fake, provider } = await start();
    fake.put('main', 'www.example.org.', 'CAA', 60, '0 issue "ca.example.net"');
    await apply(provider, [group(create(www()))]);
    await apply(provider, [group(remove(www()))]);
    expect(fake.lines('main')).toEqual(['www.example.org. CAA 60 0 issue "ca.example.net"']);
  });

  test('a group is never split, and batches keep the limit', async () => {
    const { fake, provider } = await start({ batchChangeSize: 5 });
    const groups = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      group(create(a(`${name}.example.org`, '192.0.2.1')), create(marker(`${name}.example.org`))),
    );
    expect(await apply(provider, groups)).toEqual(groups.map(() => 'applied'));
    const sizes = fake.requests.map(
      ({ body }) => (JSON.parse(body) as { additions: unknown[] }).additions.length,
    );
    expect(sizes).toEqual([4, 4, 2]);
  });

  test('between two batches it waits as long as it was told', async () => {
    const { fake, provider, clock } = await start({
      batchChangeSize: 1,
      batchChangeIntervalMs: 700,
    });
    const done = apply(provider, [
      group(create(a('a.example.org', '192.0.2.1'))),
      group(create(a('b.example.org', '192.0.2.1'))),
    ]);
    await clock.waitForTimer(700);
    expect(fake.requests).toHaveLength(1);
    clock.advance(700);
    expect(await done).toEqual(['applied', 'applied']);
  });

  test('without a limit of ours those of Google are kept: sets and bytes in one change', async () => {
    const { fake, provider } = await start({ batchChangeSize: 0 });
    const small = Array.from({ length: 1500 }, (_item, index) =>
      group(create(a(`n${index}.example.org`, '192.0.2.1'))),
    );
    const large = Array.from({ length: 10 }, (_item, index) =>
      group(
        create(
          record(
            `t${index}.example.org`,
            'TXT',
            ...Array.from({ length: 80 }, (_text, part) => `"${part} ${'x'.repeat(240)}"`),
          ),
        ),
      ),
    );
    const outcomes = await apply(provider, [...small, ...large]);
    expect(new Set(outcomes)).toEqual(new Set(['applied']));
    expect(fake.lines('main')).toHaveLength(1510);
    expect(calls(fake)).toHaveLength(4);
  });
});

describe('when the zone is not as it was taken to be', () => {
  test('what is done already is a success: create, update and delete a second time', async () => {
    const { fake, provider } = await start();
    const groups = [
      group(create(www('192.0.2.2')), create(marker('www.example.org'))),
      group(remove(a('gone.example.org', '192.0.2.1'))),
      group(update(a('u.example.org', '192.0.2.1'), a('u.example.org', '192.0.2.2'))),
      group(create(a('new.example.org', '192.0.2.1'))),
    ];
    fake.put('main', 'www.example.org.', 'A', 300, '192.0.2.2');
    fake.put('main', 'u.example.org.', 'A', 300, '192.0.2.2');
    expect(await apply(provider, groups)).toEqual(groups.map(() => 'applied'));
    const after = fake.lines('main');
    expect(after).toEqual([
      'a-www.example.org. TXT 300 "heritage=external-dns,external-dns/owner=me"',
      'new.example.org. A 300 192.0.2.1',
      'u.example.org. A 300 192.0.2.2',
      'www.example.org. A 300 192.0.2.2',
    ]);
    expect(await apply(provider, groups)).toEqual(groups.map(() => 'applied'));
    expect(fake.lines('main')).toEqual(after);
  });

  test('what somebody else changed is left alone, and the rest is written', async () => {
    const { fake, provider } = await start();
    fake.put('main', 'taken.example.org.', 'A', 300, '198.51.100.1');
    fake.put('main', 'moved.example.org.', 'A', 300, '198.51.100.2');
    fake.put('main', 'slower.example.org.', 'A', 3600, '192.0.2.1');
    const groups = [
      group(create(a('taken.example.org', '192.0.2.1'))),
      group(remove(a('moved.example.org', '192.0.2.1'))),
      group(update(a('slower.example.org', '192.0.2.1'), a('slower.example.org', '192.0.2.2'))),
      group(update(a('away.example.org', '192.0.2.1'), a('away.example.org', '192.0.2.2'))),
      group(create(www())),
    ];
    expect(await apply(provider, groups)).toEqual([
      ...Array.from({ length: 4 }, () => 'failed transient'),
      'applied',
    ]);
    expect(fake.lines('main')).toEqual([
      'moved.example.org. A 300 198.51.100.2',
      'slower.example.org. A 3600 192.0.2.1',
      'taken.example.org. A 300 198.51.100.1',
      'www.example.org. A 300 192.0.2.1',
    ]);
  });

  test('a marker whose TTL nobody remembers is removed with the TTL that it has', async () => {
    const { fake, provider } = await start();
    const forgotten = { ...marker('www.example.org'), ttlSeconds: 0 };
    fake.put('main', 'a-www.example.org.', 'TXT', 60, ...forgotten.targets);
    expect(await apply(provider, [group(remove(forgotten))])).toEqual(['applied']);
    expect(fake.lines('main')).toEqual([]);
  });

  test('a refusal that nothing explains is the group alone', async () => {
    const { fake, provider } = await start();
    const json = { error: { message: 'busy', errors: [{ reason: 'conflict' }] } };
    const hits = (body: string): boolean => body.includes('bad.example.org');
    fake.fail({
      times: 99,
      when: ({ body }) => hits(body),
      fault: { kind: 'reply', status: 409, json },
    });
    const groups = ['a', 'bad', 'c'].map((name) =>
      group(create(a(`${name}.example.org`, '192.0.2.1'))),
    );
    expect(await apply(provider, groups)).toEqual(['applied', 'failed rejected', 'applied']);
  });

  test('a record set with a routing policy is left alone and does not stop the others', async () => {
    const { fake, provider } = await start();
    fake.put('main', 'geo.example.org.', 'A', 300);
    const [held] = (await provider.readNames?.(zone, [toDnsName('geo.example.org')], never)) ?? [];
    if (held === undefined) throw new Error('it is not read');
    expect(held.targets).toEqual([]);
    const groups = [group(remove(held)), group(create(www()))];
    expect(await apply(provider, groups)).toEqual(['failed unsupported', 'applied']);
    expect(fake.lines('main')).toHaveLength(2);
  });
});

describe('when Google refuses a record', () => {
  test('it says which, so each culprit costs one request, however many there are beside it', async () => {
    const { fake, provider } = await start();
    const groups = Array.from({ length: 600 }, (_item, index) =>
      group(
        create(
          a(`n${index}.example.org`, index === 17 || index === 400 ? 'no address' : '192.0.2.1'),
        ),
      ),
    );
    const outcomes = await apply(provider, groups);
    expect(
      outcomes.flatMap((one, index) => (one === 'applied' ? [] : [`${index} ${one}`])),
    ).toEqual(['17 failed rejected', '400 failed rejected']);
    expect(fake.lines('main')).toHaveLength(598);
    expect(calls(fake)).toHaveLength(3);
  });

  test('and does not say which, the batch is halved until it is alone', async () => {
    const { fake, provider } = await start();
    const json = { error: { message: 'something is wrong', errors: [{ reason: 'invalid' }] } };
    fake.fail({
      times: 99,
      when: ({ body }) => body.includes('n5.example.org'),
      fault: { kind: 'reply', status: 400, json },
    });
    const groups = Array.from({ length: 16 }, (_item, index) =>
      group(create(a(`n${index}.example.org`, '192.0.2.1'))),
    );
    const outcomes = await apply(provider, groups);
    expect(outcomes.indexOf('failed rejected')).toBe(5);
    expect(outcomes.filter((one) => one === 'applied')).toHaveLength(15);
  });

  test('the error names the zone, the name and what Google says', async () => {
    const { provider } = await start();
    const apex = record('example.org', 'CNAME', 'lb.example.net');
    const { outcomes } = await provider.applyChanges(zone, [group(create(apex))], never);
    expect(outcomes).toMatchObject([
      {
        error: {
          message:
            "example.org: example.org: POST /dns/v1/projects/{project}/managedZones/{zone}/changes: status 400: The resource record set 'entity.change.additions[0]' is invalid because a CNAME is not allowed at the zone apex",
        },
      },
    ]);
  });

  test('a full zone refuses what is new and nothing else', async () => {
    const { fake, provider } = await start();
    fake.put('main', 'old.example.org.', 'A', 300, '192.0.2.1');
    const json = { error: { message: 'full', errors: [{ reason: 'quotaExceeded' }] } };
    fake.fail({
      times: 99,
      when: ({ body }) => body.includes('"name":"www'),
      fault: { kind: 'reply', status: 403, json },
    });
    const groups = [group(remove(a('old.example.org', '192.0.2.1'))), group(create(www()))];
    expect(await apply(provider, groups)).toEqual(['applied', 'failed rejected']);
  });
});

describe('faults', () => {
  test('a write whose reply is lost is sent again and found done', async () => {
    const { fake, provider, clock } = await start();
    fake.fail({ when: isChange, fault: { kind: 'reply-lost' } });
    const done = apply(provider, [group(create(www()), create(marker('www.example.org')))]);
    await clock.waitForTimer(250);
    clock.advance(250);
    expect(await done).toEqual(['applied']);
    expect(fake.lines('main')).toHaveLength(2);
    expect(fake.zones.get('main')?.changes).toBe(1);
  });

  test('a write that never gets a reply may have happened', async () => {
    const { fake, provider, clock } = await start();
    fake.fail({ times: 9, when: isChange, fault: { kind: 'reply-hangs' } });
    const done = apply(provider, [group(create(www()))]);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await fake.waitForRequests(attempt + 1);
      clock.advance(30_000);
      if (attempt === 3) break;
      await clock.waitForTimer(250 * 2 ** attempt);
      clock.advance(250 * 2 ** attempt);
    }
    expect(await done).toEqual(['unknown transient']);
  });

  test.each([
    { name: '429 with Retry-After', status: 429, reason: 'rateLimitExceeded' },
    { name: '403 with a rate limit as its reason', status: 403, reason: 'userRateLimitExceeded' },
  ])('$name is waited for', async ({ status, reason }) => {
    const { fake, provider, clock } = await start();
    const json = { error: { message: 'slow down', errors: [{ reason }] } };
    const headers = { 'retry-after': '2' };
    fake.fail({ fault: { kind: 'reply', status, headers, json } });
    const done = apply(provider, [group(create(www()))]);
    await clock.waitForTimer(2000);
    clock.advance(2000);
    // The shared rate begins to fill again from here.
    expect(await done).toEqual(['applied']);
  });

  test('a longer wait is handed to the caller', async () => {
    const { fake, provider } = await start();
    fake.fail({
      fault: { kind: 'reply', status: 429, headers: { 'retry-after': '60' }, json: {} },
    });
    const { outcomes } = await provider.applyChanges(zone, [group(create(www()))], never);
    expect(outcomes).toMatchObject([
      { outcome: 'failed', error: { reason: 'transient', retryAfterMs: 60_000 } },
    ]);
  });

  test('5xx and a lost connection are tried again', async () => {
    const { fake, provider, clock } = await start();
    fake.fail({ fault: { kind: 'reply', status: 503, json: {} } });
    fake.fail({ fault: { kind: 'reset' } });
    const done = readAll(provider);
    for (const ms of [250, 500]) {
      await clock.waitForTimer(ms);
      clock.advance(ms);
    }
    expect(await done).toHaveLength(2);
  });

  test('401 asks for another token once; a second one is said without the token', async () => {
    const { fake, provider } = await start();
    fake.fail({ fault: { kind: 'reply', status: 401, json: {} } });
    expect(await provider.listZones(never)).toEqual([zone]);
    expect(fake.credentials.forgotten).toBe(1);
    const json = { error: { message: 'Invalid Credentials: Bearer t0ken' } };
    fake.fail({ times: 2, fault: { kind: 'reply', status: 401, json } });
    const error = await errorOf(provider.listZones(never));
    expect([error.reason, error.message]).toEqual([
      'unauthorized',
      'GET /dns/v1/projects/{project}/managedZones: status 401: Invalid Credentials: [secret]',
    ]);
  });

  test('an abort ends a write that hangs', async () => {
    const { fake, provider } = await start();
    fake.fail({ fault: { kind: 'hang' } });
    const stop = new AbortController();
    const done = apply(provider, [group(create(www()))], stop.signal);
    await fake.waitForRequests(1);
    stop.abort(new Error('lease lost'));
    expect(await done).toEqual(['unknown transient']);
  });
});

describe('as upstream', () => {
  const compat = { behavior: 'compat' } as const;

  test('it reads some types, and asks for no version', async () => {
    const { fake, provider } = await start(compat);
    fake.put('main', 'www.example.org.', 'CAA', 60, '0 issue "ca.example.net"');
    fake.put('main', 'www.example.org.', 'SRV', 60, '1 2 443 sip.example.net.');
    expect((await readAll(provider)).map(({ type }) => type)).toEqual(['NS', 'SRV']);
    const methods = new Set(Object.keys(provider));
    expect([methods.has('zoneVersion'), methods.has('adjust')]).toEqual([false, false]);
  });

  test('one refusal ends the work of the zone, and nothing is looked at again', async () => {
    const { fake, provider } = await start({ ...compat, batchChangeSize: 1 });
    fake.put('main', 'b.example.org.', 'A', 60, '198.51.100.1');
    const groups = ['a', 'b', 'c'].map((name) =>
      group(create(a(`${name}.example.org`, '192.0.2.1'))),
    );
    expect(await apply(provider, groups)).toEqual([
      'applied',
      'failed rejected',
      'failed rejected',
    ]);
    expect(calls(fake)).toEqual(['POST changes', 'POST changes']);
  });

  test('a write whose reply is lost is not sent again', async () => {
    const { fake, provider } = await start(compat);
    fake.fail({ when: isChange, fault: { kind: 'reply-lost' } });
    expect(await apply(provider, [group(create(www()))])).toEqual(['unknown transient']);
    expect(fake.requests).toHaveLength(1);
  });

  test('it waits between two changes', async () => {
    const { fake, provider, clock } = await start({
      ...compat,
      batchChangeSize: 1,
      batchChangeIntervalMs: 700,
    });
    const groups = ['a', 'b'].map((name) => group(create(a(`${name}.example.org`, '192.0.2.1'))));
    const done = apply(provider, groups);
    await clock.waitForTimer(700);
    expect(fake.requests).toHaveLength(1);
    clock.advance(700);
    expect(await done).toEqual(['applied', 'applied']);
  });
});
