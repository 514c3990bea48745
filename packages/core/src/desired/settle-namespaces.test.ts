import { expect, test } from 'vitest';
import { createEndpoint } from '../model/create-endpoint.ts';
import type { Claim } from './claim.ts';
import { settleNamespaces } from './settle-namespaces.ts';

/** `namespace/name: TYPE target[ ttl][ #setIdentifier]; …`, or `waiting`, or `broken`. */
function claim(text: string): Claim {
  const [id = '', said = ''] = text.split(': ');
  const [namespace = '', name = ''] = id.split('/');
  const object = { source: 'service', apiVersion: 'v1', kind: 'Service', namespace, name };
  const idle = said === 'waiting' || said === 'broken';
  const endpoints = (idle ? '' : said).split('; ').filter((part) => part !== '');
  return {
    object,
    createdMs: 1,
    waiting: said === 'waiting',
    endpoints: endpoints.map((part) => {
      const [plain = '', setIdentifier] = part.split(' #');
      const [type = '', targets = '', ttl = '0'] = plain.split(' ');
      return createEndpoint({
        name: 'www.example.org',
        type,
        targets: targets.split('+'),
        ttlSeconds: Number(ttl),
        setIdentifier,
        labels: { resource: `service/${namespace}/${name}` },
        objects: [object],
      });
    }),
  };
}

function settle(texts: readonly string[], resource?: string) {
  const claims = texts.map(claim);
  const isBroken = (one: Claim) => texts[claims.indexOf(one)]?.endsWith(': broken') === true;
  const taken: string[] = [];
  const settled = settleNamespaces(claims, resource, isBroken, ({ endpoint, message }) =>
    taken.push(
      `${endpoint.labels['resource']} ${endpoint.type} by ${/held by (\S+)/.exec(message)?.[1]}`,
    ),
  );
  const left = settled.claims
    .filter((one) => one.endpoints.length > 0)
    .map((one) => {
      const { namespace, name } = one.object;
      const endpoints = one.endpoints.map(
        (endpoint) => `${endpoint.type} ${endpoint.targets.join('+')}`,
      );
      return `${namespace}/${name}: ${endpoints.join('; ')}`;
    });
  return { left, taken };
}

interface Case {
  readonly name: string;
  readonly claims: readonly string[];
  readonly resource?: string;
  readonly left: readonly string[];
  readonly taken?: readonly string[];
}

test.each<Case>([
  {
    name: 'objects of one namespace share a name',
    claims: ['a/1: A 192.0.2.1', 'a/2: A 192.0.2.2'],
    left: ['a/1: A 192.0.2.1', 'a/2: A 192.0.2.2'],
  },
  {
    name: 'equal endpoints of several namespaces never conflict',
    claims: ['a/1: A 192.0.2.1', 'b/1: A 192.0.2.1', 'c/1: A 192.0.2.1'],
    left: ['a/1: A 192.0.2.1', 'b/1: A 192.0.2.1', 'c/1: A 192.0.2.1'],
  },
  {
    name: 'the oldest object holds a name that no marker speaks of',
    claims: ['a/1: A 192.0.2.1', 'b/1: A 192.0.2.2'],
    left: ['a/1: A 192.0.2.1'],
    taken: ['service/b/1 A by service/a/1'],
  },
  {
    name: 'the object in the marker holds the name against an older one',
    claims: ['a/1: A 192.0.2.1', 'b/1: A 192.0.2.2'],
    resource: 'service/b/1',
    left: ['b/1: A 192.0.2.2'],
    taken: ['service/a/1 A by service/b/1'],
  },
  {
    name: 'a marker of an object that is gone gives the name to the oldest',
    claims: ['a/1: A 192.0.2.1', 'b/1: A 192.0.2.2'],
    resource: 'service/z/9',
    left: ['a/1: A 192.0.2.1'],
    taken: ['service/b/1 A by service/a/1'],
  },
  {
    name: 'a holder without a target keeps the name',
    claims: ['a/1: waiting', 'b/1: A 192.0.2.2'],
    resource: 'service/a/1',
    left: [],
    taken: ['service/b/1 A by service/a/1'],
  },
  {
    name: 'a holder with an invalid endpoint keeps the name',
    claims: ['a/1: broken', 'b/1: TXT hello'],
    resource: 'service/a/1',
    left: [],
    taken: ['service/b/1 TXT by service/a/1'],
  },
  {
    name: 'who waits without holding the name keeps nobody from it',
    claims: ['a/1: waiting', 'b/1: A 192.0.2.2'],
    left: ['b/1: A 192.0.2.2'],
  },
  {
    name: 'another object of the holder’s namespace serves while the holder waits',
    claims: ['a/1: waiting', 'b/1: A 192.0.2.2', 'a/2: A 192.0.2.3'],
    resource: 'service/a/1',
    left: ['a/2: A 192.0.2.3'],
    taken: ['service/b/1 A by service/a/2'],
  },
  {
    name: 'nobody adds another address family to a name that somebody else holds',
    claims: ['a/1: A 192.0.2.1', 'b/1: A 192.0.2.1; AAAA 2001:db8::1'],
    left: ['a/1: A 192.0.2.1', 'b/1: A 192.0.2.1'],
    taken: ['service/b/1 AAAA by service/a/1'],
  },
  {
    name: 'types that can stand beside each other are settled apart',
    claims: ['a/1: A 192.0.2.1', 'b/1: TXT hello', 'c/1: TXT hi'],
    left: ['a/1: A 192.0.2.1', 'b/1: TXT hello'],
    taken: ['service/c/1 TXT by service/b/1'],
  },
  {
    name: 'nothing stands beside a CNAME',
    claims: ['a/1: CNAME lb.example.net', 'b/1: TXT hello'],
    left: ['a/1: CNAME lb.example.net'],
    taken: ['service/b/1 TXT by service/a/1'],
  },
  {
    name: 'set identifiers keep namespaces apart',
    claims: ['a/1: A 192.0.2.1 #blue', 'b/1: A 192.0.2.2 #green'],
    left: ['a/1: A 192.0.2.1', 'b/1: A 192.0.2.2'],
  },
  {
    name: 'another TTL is another wish',
    claims: ['a/1: A 192.0.2.1 60', 'b/1: A 192.0.2.1 300'],
    left: ['a/1: A 192.0.2.1'],
    taken: ['service/b/1 A by service/a/1'],
  },
])('$name', ({ claims, resource, left, taken = [] }) => {
  expect(settle(claims, resource)).toEqual({ left, taken });
});
