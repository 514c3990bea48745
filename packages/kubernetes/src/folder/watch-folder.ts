import { watch, type FSWatcher } from 'node:fs';
import type { Clock } from '@org/dns-core';

/** Editors write a file in several steps: the last one within this time is waited for. */
const settleMs = 15;
/** Also without a word from the operating system (network file systems, links that are swapped). */
const rescanMs = 2000;

/**
 * Calls `changed` soon after something below a folder changed, and every two seconds in any case. Gives what ends it.
 */
export function watchFolder(folder: string, clock: Clock, changed: () => void): () => void {
  let cancelSettle: (() => void) | undefined;
  let watcher: FSWatcher | undefined;
  const soon = (): void => {
    cancelSettle?.();
    cancelSettle = clock.after(settleMs, changed);
  };
  const open = (): void => {
    try {
      watcher = watch(folder, { recursive: true }, soon);
      watcher.on('error', close);
    } catch {
      watcher = undefined; // The folder is gone, or too many are watched: the rescan goes on.
    }
  };
  const close = (): void => {
    watcher?.close();
    watcher = undefined;
  };
  const rescan = (): void => {
    if (!watcher) open();
    changed();
    cancelRescan = clock.after(rescanMs, rescan);
  };
  let cancelRescan = clock.after(rescanMs, rescan);
  open();
  return () => {
    cancelRescan();
    cancelSettle?.();
    close();
  };
}
