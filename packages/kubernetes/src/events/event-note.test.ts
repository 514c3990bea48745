import { createEndpoint } from '@org/dns-core';
import { expect, test } from 'vitest';
import { eventNote } from './event-note.ts';

test('tells name, owner, type, TTL and targets', () => {
  const endpoint = createEndpoint({
    name: 'www.example.org',
    type: 'A',
    ttlSeconds: 60,
    targets: ['192.0.2.1', '192.0.2.2'],
  });
  expect(eventNote(endpoint, 'me')).toBe(
    '(external-dns) record:www.example.org,owner:me,type:A,ttl:60,targets:192.0.2.1,192.0.2.2',
  );
});

test.each(['x', 'ü', '€', '🙂'])(
  'cuts long notes to what the API server takes, never within %s',
  (letter) => {
    const endpoint = createEndpoint({
      name: 'www.example.org',
      type: 'TXT',
      targets: [letter.repeat(2000)],
    });
    const note = eventNote(endpoint, 'me');
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(note)).toBeGreaterThan(1019);
    expect(note).toMatch(new RegExp(`${letter}\\.\\.\\.$`, 'u'));
  },
);
