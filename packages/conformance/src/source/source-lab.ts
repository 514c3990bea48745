import { objectKey, toDnsName, type ObjectState } from '@org/dns-core';
import { must } from '../promise-case.ts';
import type { SourceCheckOptions, SourceUnderTest } from './source-under-test.ts';

/** Where one case works: what the source reported so far, and ways to wait for more. */
export interface SourceLab {
  readonly subject: SourceUnderTest;
  /** The last report about each object by its key; `undefined`: it is gone. */
  readonly states: ReadonlyMap<string, ObjectState | undefined>;
  /** How many reports came. */
  count(): number;
  /** Begins; the promise is the source's own. */
  start(): Promise<void>;
  /** Aborts what `start` began. */
  abort(): void;
  /** What is wanted in all, as `www.example.org A 192.0.2.1`, sorted. */
  wanted(): readonly string[];
  /** Resolves once it holds; broken, with what is seen then, when the time for the case is nearly up. */
  until(condition: () => boolean, seen: () => string): Promise<void>;
  /** Resolves once exactly this is wanted. */
  untilWanted(...lines: readonly string[]): Promise<void>;
  /** Gives the source time to do what it should not. */
  aWhile(): Promise<void>;
  close(): Promise<void>;
}

const stepMs = 2;
const aWhileMs = 30;

export async function openSourceLab(
  { create }: SourceCheckOptions,
  timeoutMs: number,
): Promise<SourceLab> {
  const subject = await create();
  const states = new Map<string, ObjectState | undefined>();
  const stop = new AbortController();
  const endMs = performance.now() + timeoutMs * 0.8;
  let reports = 0;

  const lab: SourceLab = {
    subject,
    states,
    count: () => reports,
    start() {
      const started = subject.source.start((object, state) => {
        reports += 1;
        states.set(objectKey(object), state);
      }, stop.signal);
      // A case that waits for it sees the rejection; the others abort it and do not care.
      started.catch(() => {});
      return started;
    },
    abort: () => stop.abort(new Error('enough')),
    wanted: () =>
      [...states.values()]
        .flatMap((state) => state?.endpoints ?? [])
        .map(({ name, type, targets }) => `${name} ${type} ${targets.toSorted().join(' ')}`)
        .toSorted(),
    async until(condition, seen) {
      while (!condition()) {
        must(performance.now() < endMs, seen());
        await pause(stepMs);
      }
    },
    untilWanted: (...lines) =>
      lab.until(
        () => lab.wanted().join() === lines.toSorted().join(),
        () =>
          `it wants ${lab.wanted().join(', ') || 'nothing'} where it should want ${lines.join(', ') || 'nothing'}`,
      ),
    aWhile: () => pause(aWhileMs),
    async close() {
      stop.abort(new Error('the case is over'));
      await subject.stop?.();
    },
  };
  return lab;
}

/** `object1.example.org`, wanted at 192.0.2.1. */
export function lineOf(hostname: string, address: string): string {
  return `${toDnsName(hostname)} A ${address}`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
