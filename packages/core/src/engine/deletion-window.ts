/** How many records were deleted lately, kept as sums so that many small passes are seen as the one wave that they are. */
export interface DeletionWindow {
  /** Deletions not older than the window. */
  countAt(nowMs: number): number;
  add(nowMs: number, deletions: number): void;
}

export function createDeletionWindow(windowMs: number): DeletionWindow {
  let sums: { atMs: number; deletions: number }[] = [];
  // Deletions within one slice are counted as made at its end, so that a busy zone keeps some hundred numbers and no more.
  const sliceMs = Math.max(1, windowMs / 300);
  return {
    countAt: (nowMs) => {
      sums = sums.filter(({ atMs }) => atMs > nowMs - windowMs);
      return sums.reduce((total, { deletions }) => total + deletions, 0);
    },
    add: (nowMs, deletions) => {
      if (deletions === 0) return;
      const last = sums.at(-1);
      if (last !== undefined && nowMs - last.atMs < sliceMs) last.deletions += deletions;
      else sums.push({ atMs: nowMs, deletions });
    },
  };
}
