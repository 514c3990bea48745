/** Lets the event loop turn until something is so; a test that waits in vain ends by the runner's time limit. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise<void>((resolve) => void setImmediate(resolve));
}
