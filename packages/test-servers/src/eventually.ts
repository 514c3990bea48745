import { setTimeout as wait } from 'node:timers/promises';

/** Asks again and again until `check` no longer throws; then gives its value. After `withinMs` its last error is thrown. */
export async function eventually<T>(check: () => Promise<T> | T, withinMs = 20_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(25);
    }
  }
}
