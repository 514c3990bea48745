/** A request, as far as the service looks at it. */
export interface ServiceRequest {
  readonly method: string;
  /** Without the query; still percent-encoded. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Can be read once. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * A reply. A body that comes in pieces was begun before the status is sent; where it breaks off, the connection is cut, so that
 * no client takes a part for the whole.
 */
export interface ServiceReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | AsyncIterable<string>;
}

export type Handler = (request: ServiceRequest, signal: AbortSignal) => Promise<ServiceReply>;

/** A reply that says in one line why something is not done. */
export function textReply(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): ServiceReply {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
    body: `${text}\n`,
  };
}
