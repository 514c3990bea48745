import { unwatchFile, watchFile, type Stats } from 'node:fs';
import type { EngineEvent } from '@org/dns-core';

const pollMs = 2000;

/** Calls `release` whenever the file appears or is written to; gives what ends that. */
export function watchReleaseFile(file: string, release: () => void): () => void {
  const listener = (now: Stats, before: Stats) => {
    if (now.mtimeMs !== 0 && now.mtimeMs !== before.mtimeMs) release();
  };
  watchFile(file, { interval: pollMs, persistent: false }, listener);
  return () => unwatchFile(file, listener);
}

/** `--release-holds`: releases each hold until the first full pass that ends without one. */
export function createFirstRelease(release: () => void): (event: EngineEvent) => void {
  let over = false;
  let held = false;
  return (event) => {
    if (over) return;
    if (event.kind === 'held') {
      held = true;
      queueMicrotask(release);
    }
    if (event.kind !== 'pass-ended' || event.scope !== 'full') return;
    over = !held;
    held = false;
  };
}
