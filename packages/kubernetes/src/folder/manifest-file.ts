import type { RawObject } from '../cache/projection.ts';

/**
 * The objects of one manifest file: YAML with several documents, or JSON; `List` kinds are opened. What the API server would
 * add is made up in a stable way: uid, generation, creation time.
 *
 * @throws Error with line and column of what is wrong.
 */
export async function parseManifests(text: string): Promise<readonly RawObject[]> {
  const objects: RawObject[] = [];
  for (const document of await parseDocuments(text)) addObjects(document, objects);
  return objects;
}

async function parseDocuments(text: string): Promise<readonly unknown[]> {
  if (/^\s*[{[]/.test(text)) {
    try {
      return [JSON.parse(text) as unknown];
    } catch {
      // YAML's flow style begins like JSON, and its parser says where the mistake is.
    }
  }
  const { parseAllDocuments } = await import('yaml');
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error) throw new Error(error.message.split('\n')[0]?.replace(/:$/, ''));
    return document.toJS() as unknown;
  });
}

function addObjects(value: unknown, objects: RawObject[]): void {
  if (value === null || value === undefined) return;
  const document = value as Partial<RawObject>;
  if (Array.isArray(value)) {
    for (const item of value) addObjects(item, objects);
    return;
  }
  if (typeof value !== 'object' || typeof document.kind !== 'string')
    throw new Error('a document has no "kind"; each must be a Kubernetes object');
  if (document.kind.endsWith('List') && Array.isArray(document['items'])) {
    for (const item of document['items']) addObjects(item, objects);
    return;
  }
  if (typeof document.apiVersion !== 'string')
    throw new Error(`an object of kind ${document.kind} has no "apiVersion"`);
  const name = document.metadata?.name as unknown;
  if (typeof name !== 'string' || name === '')
    throw new Error(`an object of kind ${document.kind} has no "metadata.name"`);
  for (const field of ['labels', 'annotations'] as const)
    checkTexts(`${document.kind} ${name}: metadata.${field}`, document.metadata?.[field]);
  objects.push(document as RawObject);
}

/** An API server refuses other values than texts, so that nothing behind it expects them. */
function checkTexts(place: string, map: unknown): void {
  if (map === null || map === undefined) return;
  if (typeof map !== 'object' || Array.isArray(map)) throw new Error(`${place} is not a mapping`);
  const wrong = Object.entries(map).find(([, value]) => typeof value !== 'string');
  if (wrong) throw new Error(`${place}: the value of ${wrong[0]} is not text; put it in quotes`);
}

/** The object as an API server would hold it, in the namespace that it is in. */
export function completed(object: RawObject, namespace: string): RawObject {
  const group = object.apiVersion?.includes('/') ? object.apiVersion.split('/')[0] : '';
  const id = `${group}/${object.kind}/${namespace}/${object.metadata.name}`;
  const { namespace: _namespace, ...metadata } = object.metadata;
  return {
    ...object,
    // Copied, because a projection may change what it is given.
    ...structuredClone({ spec: object['spec'], status: object['status'] }),
    metadata: {
      uid: uuidOf(id),
      generation: 1,
      creationTimestamp: '1970-01-01T00:00:00Z',
      ...structuredClone(metadata),
      name: object.metadata.name,
      ...(namespace !== '' && { namespace }),
    },
  };
}

/** A name-based UUID (RFC 9562, version 8: by a hash of our choice). */
function uuidOf(id: string): string {
  // Asked for here, because to load it costs everybody 10 ms, and a cluster's own objects have their uid.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const bytes = createHash('sha256').update(id).digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.subarray(0, 16).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
