import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isJsonObject, type JsonObject } from '../json.ts';
import { schemaProblems, type Schema } from './schema-problems.ts';

/** A request and its reply, as they went over the wire. */
export interface ObservedExchange {
  readonly method: string;
  /** With its query, if it had one. */
  readonly path: string;
  /** Names in lower case. */
  readonly requestHeaders: Readonly<Record<string, string | undefined>>;
  readonly requestBody: string;
  readonly status: number;
  readonly replyHeaders: Readonly<Record<string, string | undefined>>;
  readonly replyBody: string;
}

/** What in an exchange is not as the OpenAPI documents of the protocol describe it; empty: all is. */
export function exchangeProblems(exchange: ObservedExchange): readonly string[] {
  const path = exchange.path.replace(/\?.*$/s, '');
  for (const document of documents()) {
    const template = Object.keys(document.paths).find((known) => matches(known, path));
    if (template === undefined) continue;
    const operation = document.paths[template]?.[exchange.method.toLowerCase()];
    if (!isJsonObject(operation)) return [`${exchange.method} ${template} is not described`];
    return [
      ...requestProblems(operation, exchange, document),
      ...replyProblems(operation, exchange, document),
    ].map((problem) => `${exchange.method} ${template} ${exchange.status}: ${problem}`);
  }
  return [`${path} is not described`];
}

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly resolve: (reference: string) => Schema;
}

function documents(): readonly ApiDocument[] {
  return ['v1', 'v2'].map((name) => {
    const file = new URL(`../../openapi/${name}.yaml`, import.meta.url);
    const root = parse(readFileSync(file, 'utf8')) as JsonObject;
    return {
      paths: root['paths'] as ApiDocument['paths'],
      resolve: (reference) => {
        let at: unknown = root;
        for (const part of reference.replace(/^#\//, '').split('/'))
          at = isJsonObject(at) ? at[part] : undefined;
        if (!isJsonObject(at)) throw new Error(`${name}.yaml: ${reference} leads nowhere`);
        return at;
      },
    };
  });
}

function matches(template: string, path: string): boolean {
  const pattern = template.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(path);
}

function requestProblems(
  operation: JsonObject,
  { requestHeaders, requestBody, status }: ObservedExchange,
  { resolve }: ApiDocument,
): readonly string[] {
  const described = operation['requestBody'];
  // What the service itself does not understand need not be understood here.
  if (status >= 400 && status < 500) return [];
  if (!isJsonObject(described)) return requestBody === '' ? [] : ['there is a body in the request'];
  const type = requestHeaders['content-type'] ?? '';
  const schema = schemaOf(described, type);
  return schema === undefined
    ? [`the request has the type "${type}"`]
    : schemaProblems(JSON.parse(requestBody), schema, resolve, 'request');
}

function replyProblems(
  operation: JsonObject,
  { status, replyHeaders, replyBody }: ObservedExchange,
  { resolve }: ApiDocument,
): readonly string[] {
  const responses = operation['responses'] as Readonly<Record<string, JsonObject>>;
  const isDescribed = responses[String(status)] !== undefined;
  if (status < 400 && !isDescribed) return ['the status is not described'];
  const named = responses[String(status)] ?? responses['default'] ?? {};
  const reference = named['$ref'];
  const described = typeof reference === 'string' ? resolve(reference) : named;
  if (described['content'] === undefined)
    return replyBody === '' ? [] : ['there is a body in the reply'];
  const type = (replyHeaders['content-type'] ?? '').replace(/;\s*charset=utf-8$/, '');
  const schema = schemaOf(described, type);
  if (schema === undefined) return [`the reply has the type "${type}"`];
  const value: unknown = type === 'text/plain' ? replyBody : JSON.parse(replyBody);
  return schemaProblems(value, schema, resolve, 'reply');
}

function schemaOf(described: JsonObject, type: string): Schema | undefined {
  const content = described['content'];
  const media = isJsonObject(content) ? content[type] : undefined;
  const schema = isJsonObject(media) ? media['schema'] : undefined;
  return isJsonObject(schema) ? schema : undefined;
}
