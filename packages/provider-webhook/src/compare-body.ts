/** What was read of a body to tell it from `expected`. */
export interface Comparison {
  /** It is what was expected, but for the newline at its end, which not every server writes. */
  readonly isSame: boolean;
  /** All chunks that were taken. */
  readonly read: readonly Uint8Array[];
}

/** Reads a body up to the first chunk that is not as `expected`, or to its end. */
export async function compareBody(
  body: AsyncIterator<Uint8Array>,
  expected: Uint8Array,
): Promise<Comparison> {
  const wanted = withoutNewline(expected);
  const read: Uint8Array[] = [];
  let at = 0;
  for (let next = await body.next(); next.done !== true; next = await body.next()) {
    const chunk = next.value;
    read.push(chunk);
    const part = wanted.subarray(at, at + chunk.length);
    if (Buffer.compare(part, chunk.subarray(0, part.length)) !== 0) return { isSame: false, read };
    if (!isNewline(chunk.subarray(part.length))) return { isSame: false, read };
    at += part.length;
  }
  return { isSame: at === wanted.length, read };
}

/** The body from its beginning, after some of it was read. */
export async function* resumeBody(
  read: readonly Uint8Array[],
  body: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* read;
    for (let next = await body.next(); next.done !== true; next = await body.next())
      yield next.value;
  } finally {
    await body.return?.();
  }
}

const newline = 0x0a;

function withoutNewline(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === newline ? bytes.subarray(0, -1) : bytes;
}

function isNewline(bytes: Uint8Array): boolean {
  return bytes.length === 0 || (bytes.length === 1 && bytes[0] === newline);
}
