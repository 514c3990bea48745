import { isJsonObject, type JsonObject } from '../json.ts';

/** A JSON schema, as far as the documents in `openapi/` use it. */
export type Schema = JsonObject;

/** What in `value` goes against a schema, each with its place; the keywords are those that our documents use. */
export function schemaProblems(
  value: unknown,
  schema: Schema,
  resolve: (reference: string) => Schema,
  place = 'body',
): readonly string[] {
  if (typeof schema['$ref'] === 'string')
    return schemaProblems(value, resolve(schema['$ref']), resolve, place);
  const choices = schema['oneOf'];
  if (Array.isArray(choices)) {
    const fitting = (choices as readonly Schema[]).filter(
      (choice) => schemaProblems(value, choice, resolve, place).length === 0,
    );
    return fitting.length === 1 ? [] : [`${place} fits ${fitting.length} of the choices`];
  }
  const types = [schema['type'] ?? []].flat() as unknown as readonly string[];
  if (types.length > 0 && !types.some((type) => isOfType(value, type)))
    return [`${place} is not ${types.join(' or ')}`];
  const allowed = schema['enum'];
  if (Array.isArray(allowed) && !allowed.includes(value))
    return [`${place} is none of ${allowed.join(', ')}`];
  if (typeof value === 'string' && typeof schema['pattern'] === 'string')
    return new RegExp(schema['pattern']).test(value) ? [] : [`${place} is not in the right form`];
  if (Array.isArray(value)) {
    const items = schema['items'];
    if (!isJsonObject(items)) return [];
    return value.flatMap((item, index) =>
      schemaProblems(item, items, resolve, `${place}[${index}]`),
    );
  }
  return isJsonObject(value) ? memberProblems(value, schema, resolve, place) : [];
}

function memberProblems(
  value: JsonObject,
  schema: Schema,
  resolve: (reference: string) => Schema,
  place: string,
): readonly string[] {
  const required = (schema['required'] ?? []) as readonly string[];
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const others = schema['additionalProperties'];
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => `${place}.${name} is missing`);
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known !== undefined) return schemaProblems(member, known, resolve, `${place}.${name}`);
    if (others === false) return [`${place}.${name} is not known`];
    return isJsonObject(others) ? schemaProblems(member, others, resolve, `${place}.${name}`) : [];
  });
  return [...missing, ...wrong];
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
