/** Time, handed in from outside so that tests own it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` after `ms` milliseconds, once; the function that is given back cancels it. */
  after(ms: number, run: () => void): () => void;
}
