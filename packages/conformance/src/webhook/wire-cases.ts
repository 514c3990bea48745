import { createDomainMatcher, createEndpoint } from '@org/dns-core';
import { compileRe2 } from '@org/dns-provider-kit';
import {
  decodeDomainFilter,
  encodeEndpoints,
  isMediaType,
  mediaType,
} from '@org/dns-webhook-protocol';
import { must, type PromiseCase } from '../promise-case.ts';
import { decodeEndpointText, type WebhookClient, type WebhookReply } from './webhook-client.ts';

export interface WireLab {
  readonly client: WebhookClient;
  readonly zone: string;
  readonly signal: AbortSignal;
}

const nothing = '{"Create":null,"UpdateOld":null,"UpdateNew":null,"Delete":null}';

/** Version 1 as it goes over the wire: statuses, media types, bodies. */
export const wireCases: readonly PromiseCase<WireLab>[] = [
  {
    sentence: 'answers GET / with 200, the media type of version 1 and a domain filter',
    run: async ({ client, signal }) => {
      const reply = await client({ method: 'GET', path: '/' }, signal);
      mustBe(reply, 200);
      mustBeTyped(reply);
      mustDecode(decodeDomainFilter(reply.text));
    },
  },
  {
    sentence: 'lets the zone through its domain filter',
    run: async ({ client, signal, zone }) => {
      const filter = decodeDomainFilter((await client({ method: 'GET', path: '/' }, signal)).text);
      mustDecode(filter);
      const { name } = createEndpoint({ name: `host.${zone}`, type: 'A', targets: [] });
      const { regexInclude, regexExclude, ...lists } = filter.value;
      const matches = createDomainMatcher([
        {
          ...lists,
          ...(regexInclude === undefined ? {} : { regexInclude: await compileRe2(regexInclude) }),
          ...(regexExclude === undefined ? {} : { regexExclude: await compileRe2(regexExclude) }),
        },
      ]);
      must(matches(name), `${name} is outside of it`);
    },
  },
  {
    sentence: 'answers GET /records with 200, the media type of version 1 and a whole list',
    run: async ({ client, signal }) => {
      const reply = await client({ method: 'GET', path: '/records' }, signal);
      mustBe(reply, 200);
      mustBeTyped(reply);
      mustDecode(decodeEndpointText(reply.text));
    },
  },
  {
    sentence: 'answers POST /adjustendpoints with 200, the media type of version 1 and a list',
    run: async ({ client, signal, zone }) => {
      const record = createEndpoint({ name: `host.${zone}`, type: 'A', targets: ['192.0.2.1'] });
      const body = [...encodeEndpoints([record])].join('');
      const reply = await client({ method: 'POST', path: '/adjustendpoints', body }, signal);
      mustBe(reply, 200);
      mustBeTyped(reply);
      mustDecode(decodeEndpointText(reply.text));
    },
  },
  {
    sentence: 'adjusts an empty list to an empty list',
    run: async ({ client, signal }) => {
      const reply = await client({ method: 'POST', path: '/adjustendpoints', body: '[]' }, signal);
      mustBe(reply, 200);
      const list = decodeEndpointText(reply.text);
      mustDecode(list);
      must(list.value.length === 0, `it gives ${list.value.length} endpoints`);
    },
  },
  {
    sentence: 'answers POST /records with 204, also where all lists are null',
    run: async ({ client, signal }) => {
      for (const body of [nothing, '{}'])
        mustBe(await client({ method: 'POST', path: '/records', body }, signal), 204);
    },
  },
  {
    sentence: 'passes over members that it does not know',
    run: async ({ client, signal }) => {
      const body = '{"create":[],"somethingLater":{"a":1}}';
      mustBe(await client({ method: 'POST', path: '/records', body }, signal), 204);
    },
  },
  ...['/records', '/adjustendpoints'].map((path): PromiseCase<WireLab> => ({
    sentence: `refuses a body at POST ${path} that is no JSON with a 4xx`,
    run: async ({ client, signal }) => {
      mustRefuse(await client({ method: 'POST', path, body: '{"create":[' }, signal));
    },
  })),
  {
    sentence: 'refuses changes in a media type that is none of the protocol with a 4xx',
    run: async ({ client, signal }) => {
      const headers = { 'content-type': 'text/plain' };
      mustRefuse(
        await client({ method: 'POST', path: '/records', body: nothing, headers }, signal),
      );
    },
  },
  {
    sentence: 'answers a path that there is not with 404',
    run: async ({ client, signal }) => {
      mustBe(await client({ method: 'GET', path: '/no-such-path' }, signal), 404);
    },
  },
];

function mustBe({ status, text }: WebhookReply, expected: number): void {
  must(
    status === expected,
    `the status is ${status} where it should be ${expected}: ${text.slice(0, 200)}`,
  );
}

function mustRefuse({ status }: WebhookReply): void {
  must(status >= 400 && status < 500, `the status is ${status}`);
}

function mustBeTyped({ headers }: WebhookReply): void {
  const type = headers['content-type'] ?? '';
  must(isMediaType(type), `the media type is "${type}" where it should be "${mediaType}"`);
}

function mustDecode<T>(
  decoded:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly problem: string },
): asserts decoded is { readonly ok: true; readonly value: T } {
  must(decoded.ok, decoded.ok ? '' : `the body cannot be understood: ${decoded.problem}`);
}
