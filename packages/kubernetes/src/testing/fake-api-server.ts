import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resourcePath } from '../api/resource-path.ts';
import type { KubeObject } from '../model/kube-object.ts';
import type { ResourceType } from '../model/resource-type.ts';

/** Answers a request in place of the server, or leaves it alone with `false`. */
export type Intercept = (url: URL, response: ServerResponse, request: IncomingMessage) => boolean;

/** A watch that is open now. */
export interface OpenWatch {
  readonly url: URL;
  send(type: string, object: unknown): void;
  /** Bytes as they are. */
  write(text: string): void;
  end(): void;
  /** Breaks the connection. */
  cut(): void;
}

export interface FakeApiServer {
  readonly url: string;
  /** `METHOD path?query`, in order of arrival. */
  readonly requests: string[];
  readonly bodies: unknown[];
  readonly headers: http.IncomingHttpHeaders[];
  readonly watches: Set<OpenWatch>;
  put(type: ResourceType, object: KubeObject & Readonly<Record<string, unknown>>): void;
  remove(type: ResourceType, namespace: string, name: string): void;
  get(type: ResourceType, namespace: string, name: string): KubeObject | undefined;
  /** Changes an object without telling the open watches; one that resumes from before hears of it. */
  putSilently(type: ResourceType, object: KubeObject & Readonly<Record<string, unknown>>): void;
  removeSilently(type: ResourceType, namespace: string, name: string): void;
  /** Asked before the server answers, newest first; gives what ends it. */
  intercept(answer: Intercept): () => void;
  close(): Promise<void>;
}

/** A Kubernetes API server on the loopback for tests: list, pages, watch, streamed lists, bookmarks, writes; any answer can be replaced. */
export async function createFakeApiServer(): Promise<FakeApiServer> {
  const objects = new Map<string, Map<string, KubeObject>>();
  const watches = new Set<OpenWatch>();
  const intercepts: Intercept[] = [];
  const requests: string[] = [];
  const bodies: unknown[] = [];
  const headers: http.IncomingHttpHeaders[] = [];
  /** Everything that happened, for watches that resume. */
  const history: { readonly version: number; path: string; type: string; object: KubeObject }[] =
    [];
  let version = 100;

  const table = (path: string) => {
    let found = objects.get(path);
    if (!found) objects.set(path, (found = new Map()));
    return found;
  };
  const tell = (path: string, type: string, object: KubeObject): void => {
    for (const watch of watches) {
      const watched = collectionOf(watch.url.pathname);
      const isInScope = watched.namespace === '' || watched.namespace === object.metadata.namespace;
      if (watched.path === path && isInScope) watch.send(type, object);
    }
  };
  const store = (path: string, object: KubeObject): { type: string; stored: KubeObject } => {
    const { namespace = '', name } = object.metadata;
    const type = table(path).has(`${namespace}/${name}`) ? 'MODIFIED' : 'ADDED';
    const stored = {
      ...object,
      metadata: { uid: `uid-${name}`, ...object.metadata, resourceVersion: String(++version) },
    };
    table(path).set(`${namespace}/${name}`, stored);
    history.push({ version, path, type, object: stored });
    return { type, stored };
  };
  const drop = (path: string, namespace: string, name: string): KubeObject | undefined => {
    const object = table(path).get(`${namespace}/${name}`);
    if (!object) return undefined;
    table(path).delete(`${namespace}/${name}`);
    version++;
    const gone = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    history.push({ version, path, type: 'DELETED', object: gone });
    return gone;
  };

  const openWatch = (url: URL, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const watch: OpenWatch = {
      url,
      send: (type, object) => void response.write(`${JSON.stringify({ type, object })}\n`),
      write: (text) => void response.write(text),
      end: () => void response.end(),
      cut: () => void response.destroy(),
    };
    watches.add(watch);
    response.on('close', () => watches.delete(watch));
    const { path } = collectionOf(url.pathname);
    const since = url.searchParams.get('resourceVersion');
    if (since !== null)
      for (const event of history)
        if (event.path === path && event.version > Number(since))
          watch.send(event.type, event.object);
    if (url.searchParams.get('sendInitialEvents') !== 'true') return;
    const [first] = table(path).values();
    for (const object of table(path).values()) watch.send('ADDED', object);
    watch.send('BOOKMARK', {
      apiVersion: first?.apiVersion,
      kind: first?.kind,
      metadata: {
        resourceVersion: String(version),
        annotations: { 'k8s.io/initial-events-end': 'true' },
      },
    });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const { method } = request;
    requests.push(`${method} ${url.pathname}${url.search}`);
    headers.push(request.headers);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const body = (text === '' ? undefined : JSON.parse(text)) as
      | (KubeObject & { readonly status?: unknown })
      | undefined;
    if (body !== undefined) bodies.push(body);
    if (intercepts.toReversed().some((intercept) => intercept(url, response, request))) return;
    const { path, namespace, name } = collectionOf(url.pathname);
    const existing = name === '' ? undefined : table(path).get(`${namespace}/${name}`);
    if (method === 'GET' && name === '') {
      if (url.searchParams.get('watch') === 'true') {
        openWatch(url, response);
        return;
      }
      const all = [...table(path).values()];
      const from = Number(url.searchParams.get('continue') ?? 0);
      const to = from + Number(url.searchParams.get('limit') ?? all.length);
      respond(response, 200, {
        metadata: {
          resourceVersion: String(version),
          ...(to < all.length && { continue: String(to) }),
        },
        items: all.slice(from, to),
      });
    } else if (method === 'POST' && body) {
      const { stored } = store(path, body);
      tell(path, 'ADDED', stored);
      respond(response, 201, stored);
    } else if (!existing) fail(response, 404, 'NotFound');
    else if (method === 'PUT' && body) {
      if (body.metadata.resourceVersion !== existing.metadata.resourceVersion) {
        fail(response, 409, 'Conflict');
        return;
      }
      const isStatus = url.pathname.endsWith('/status');
      const { stored } = store(
        path,
        isStatus ? ({ ...existing, status: body.status } as KubeObject) : body,
      );
      tell(path, 'MODIFIED', stored);
      respond(response, 200, stored);
    } else respond(response, 200, existing);
  };

  const server = http.createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    bodies,
    headers,
    watches,
    put: (type, object) => {
      const { type: event, stored } = store(resourcePath(type), object);
      tell(resourcePath(type), event, stored);
    },
    remove: (type, namespace, name) => {
      const gone = drop(resourcePath(type), namespace, name);
      if (gone) tell(resourcePath(type), 'DELETED', gone);
    },
    get: (type, namespace, name) => table(resourcePath(type)).get(`${namespace}/${name}`),
    putSilently: (type, object) => void store(resourcePath(type), object),
    removeSilently: (type, namespace, name) => void drop(resourcePath(type), namespace, name),
    intercept: (own) => {
      intercepts.push(own);
      return () => void intercepts.splice(intercepts.indexOf(own), 1);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with JSON. */
export function respond(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: http.OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Answers with a Status object. */
export function fail(
  response: ServerResponse,
  status: number,
  reason: string,
  headers: http.OutgoingHttpHeaders = {},
): void {
  respond(
    response,
    status,
    { kind: 'Status', status: 'Failure', reason, message: reason },
    headers,
  );
}

/** The path of the collection without its namespace, and the object in it. */
function collectionOf(pathname: string): { path: string; namespace: string; name: string } {
  const match =
    /^(\/api\/[^/]+|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/[^/]+))?\/([^/]+)(?:\/([^/]+))?/.exec(
      pathname,
    );
  const [, base = '', namespace = '', plural = '', name = ''] = match ?? [];
  return { path: `${base}/${plural}`, namespace, name };
}
