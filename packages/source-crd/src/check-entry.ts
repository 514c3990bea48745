/** RFC 2181, section 8. */
export const mostTtlSeconds = 2_147_483_647;

const texts = ['dnsName', 'recordType', 'setIdentifier'];

/**
 * Where an entry of `spec.endpoints` is not of the shape that DnsEndpointEntry says, as the end of a path with what is wrong
 * there; `undefined`: nowhere. An API server refuses such objects; a manifest, or a cluster whose definition has no schema,
 * does not.
 */
export function checkEntry(entry: unknown): string | undefined {
  if (!isRecord(entry)) return ' is not an object';
  const text = texts.find((field) => !isText(entry[field]));
  if (text !== undefined) return `.${text} is not text; put it in quotes`;
  const { targets, recordTTL, labels, providerSpecific } = entry;
  if (!isNothing(targets) && !(Array.isArray(targets) && targets.every(isString)))
    return '.targets is not a list of texts; put each in quotes';
  if (!isNothing(recordTTL) && !Number.isInteger(recordTTL)) return '.recordTTL is not an integer';
  if (!isNothing(labels) && !(isRecord(labels) && Object.values(labels).every(isString)))
    return '.labels is not an object of texts; put each in quotes';
  if (
    !isNothing(providerSpecific) &&
    !(Array.isArray(providerSpecific) && providerSpecific.every(isProperty))
  )
    return '.providerSpecific is not a list of name and value; put values in quotes';
  return undefined;
}

function isProperty(value: unknown): boolean {
  return isNothing(value) || (isRecord(value) && isText(value['name']) && isText(value['value']));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return isNothing(value) || isString(value);
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
