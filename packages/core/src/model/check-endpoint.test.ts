import { expect, test } from 'vitest';
import { checkEndpoint } from './check-endpoint.ts';
import { createEndpoint } from './create-endpoint.ts';

test.each([
  ['A', 'www.example.org', ['192.0.2.1'], {}, true],
  ['A', 'www.example.org', [], {}, true],
  ['A', 'www.example.org', ['2001:db8::1'], {}, false],
  ['A', 'www.example.org', ['lb.example.org'], {}, false],
  ['A', 'www.example.org', ['lb.example.org'], { alias: 'true' }, true],
  ['A', 'www.example.org', ['lb.example.org'], { alias: 'A' }, false],
  ['AAAA', 'www.example.org', ['::ffff:192.0.2.1'], {}, true],
  ['AAAA', 'www.example.org', ['192.0.2.1'], {}, false],
  ['CNAME', 'www.example.org', ['anything'], { alias: 'false' }, true],
  ['MX', 'example.org', ['10 example.com'], {}, true],
  ['MX', 'example.org', ['10 example.com'], { alias: 'false' }, false],
  ['MX', 'example.org', ['example.com'], {}, false],
  ['MX', 'example.org', ['abc example.com'], {}, false],
  ['MX', 'example.org', ['10 example.com abc'], {}, false],
  ['MX', 'example.org', ['10 '], {}, false],
  ['MX', 'example.org', ['65536 example.com'], {}, false],
  ['SRV', '_sip._tcp.example.org', ['10 20 5060 service.example.com.'], {}, true],
  ['SRV', '_sip._tcp.example.org', ['0 0 0 .'], {}, true],
  ['SRV', '_sip._tcp.example.org', ['10 20 5060 service.example.com'], {}, false],
  ['SRV', '_sip._tcp.example.org', ['10 20 5060'], {}, false],
  ['SRV', '_sip._tcp.example.org', ['10 20 abc h.'], {}, false],
  ['PTR', '2.49.168.192.in-addr.arpa', ['web.example.com'], {}, true],
  ['PTR', '1.8.b.d.0.1.0.0.2.IP6.ARPA', ['web.example.com'], {}, true],
  ['PTR', 'in-addr.arpa', ['web.example.com'], {}, false],
  ['PTR', '.ip6.arpa', ['web.example.com'], {}, false],
  ['PTR', 'web.example.com', ['web.example.com'], {}, false],
  ['PTR', '2.49.168.192.in-addr.arpa', ['10.0.0.1'], {}, false],
  ['PTR', '2.49.168.192.in-addr.arpa', [''], {}, false],
  ['PTR', '2.49.168.192.in-addr.arpa', [], {}, false],
  ['TXT', 'www.example.org', [''], {}, true],
  ['TXT', 'www.example.org', [''], { alias: 'true' }, false],
  ['CAA', 'www.example.org', ['0 issue "ca.example"'], {}, true],
])('%s %s %j with %j is valid: %j', (type, name, targets, properties, valid) => {
  const endpoint = createEndpoint({
    name,
    type,
    targets,
    properties: Object.entries(properties).map(([key, value]) => ({ name: key, value })),
  });
  expect(checkEndpoint(endpoint) === undefined).toBe(valid);
});

test('says what is wrong and where', () => {
  const endpoint = createEndpoint({ name: 'Mail.example.org', type: 'MX', targets: ['mail'] });
  expect(checkEndpoint(endpoint)).toBe(
    'Mail.example.org: MX target "mail" is not of the form "10 mail.example.org"',
  );
});
