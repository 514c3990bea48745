import { createEndpoint } from '@org/dns-core';
import { expect, test } from 'vitest';
import { recordTable } from './record-table.ts';

test('records stand in columns, ownership records last', () => {
  const records = [
    createEndpoint({
      name: 'a-www.example.org',
      type: 'TXT',
      targets: ['"heritage=external-dns"'],
    }),
    createEndpoint({
      name: 'www.example.org',
      type: 'A',
      targets: ['192.0.2.1', '192.0.2.2'],
      ttlSeconds: 60,
    }),
    createEndpoint({ name: 'example.org', type: 'TXT', targets: ['"hello"'] }),
  ];
  expect(recordTable(records)).toBe(
    `NAME               TYPE  TTL  DATA
example.org        TXT   -    "hello"
www.example.org    A     60   192.0.2.1, 192.0.2.2
a-www.example.org  TXT   -    "heritage=external-dns"
`,
  );
});
