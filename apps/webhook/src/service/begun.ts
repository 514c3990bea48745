/**
 * The same pieces, once the first is there: so that what fails before it can still be answered with a status. Rejects where
 * the first cannot be had.
 */
export async function begun<T>(pieces: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await pieces.next();
  return resume(first, pieces);
}

async function* resume<T>(first: IteratorResult<T>, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    for (let step = first; step.done !== true; step = await rest.next()) yield step.value;
  } finally {
    await rest.return(undefined);
  }
}
