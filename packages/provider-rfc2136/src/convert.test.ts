import { expect, test } from 'vitest';
import { asHeld } from './convert.ts';
import { record } from './testing/provider-bench.ts';

test.each([
  ['www 60 A 192.0.2.1', 'www 300 A 192.0.2.1'],
  ['www 400 AAAA 2001:DB8:0::1', 'www 400 AAAA 2001:db8::1'],
  ['www 0 CNAME lb.example.net.', 'www 300 CNAME lb.example.net'],
  ['www 300 MX 10 mail.example.net.', 'www 300 MX 10 mail.example.net'],
  ['www 300 SRV 1 2 3 s.example.net', 'www 300 SRV 1 2 3 s.example.net.'],
  ['www 300 TXT two words', 'www 300 TXT "two" "words"'],
  ['www 300 TXT "one text"', 'www 300 TXT "one text"'],
  ['www 300 CAA 0 issue ca.example.net', 'www 300 CAA 0 issue "ca.example.net"'],
  ['www 300 HTTPS 1 . port=443 alpn=h2', 'www 300 HTTPS 1 . alpn="h2" port=443'],
  [`www 300 TXT "${'x'.repeat(255)}" "y"`, `www 300 TXT "${'x'.repeat(255)}y"`],
  ['www 300 A nonsense', 'www 300 A nonsense'],
  ['www 300 NOSUCH x', 'www 300 NOSUCH x'],
])('%s is held as %s', (wanted, held) => {
  expect(asHeld(record(wanted), 300)).toEqual(record(held));
});

test('what is held so already is the same object', () => {
  const endpoint = record('www 300 A 192.0.2.1');
  expect(asHeld(endpoint, 300)).toBe(endpoint);
});
