import type { Endpoint, EngineEvent, Provider } from '@org/dns-core';
import { createTestEngine, type EngineSetup } from './engine-setup.ts';
import { createListSource } from './list-source.ts';

/** A controller that runs. */
export interface RunningEngine {
  /** Changes that were refused or failed so far. */
  readonly failures: readonly Extract<EngineEvent, { kind: 'failed' }>[];
  /** From now on these are wanted; resolves with the end of the pass that follows. */
  want(endpoints: readonly Endpoint[]): Promise<void>;
  /** Ends the loop in the orderly way. The provider stays open. */
  stop(): Promise<void>;
}

/** Starts a controller; resolves with the end of its first pass. */
export async function startEngine(
  provider: Provider,
  first: readonly Endpoint[],
  setup: EngineSetup,
): Promise<RunningEngine> {
  const failures: Extract<EngineEvent, { kind: 'failed' }>[] = [];
  const waiting: (() => void)[] = [];
  const nextPass = () => new Promise<void>((resolve) => waiting.push(resolve));
  const source = createListSource(first);
  const engine = createTestEngine(provider, source, setup, (event) => {
    if (event.kind === 'pass-ended') waiting.shift()?.();
    if (event.kind === 'failed') failures.push(event);
  });
  const stopping = new AbortController();
  const firstPass = nextPass();
  const running = engine.run(stopping.signal);
  await firstPass;
  return {
    failures,
    want: async (endpoints) => {
      const pass = nextPass();
      source.want(endpoints);
      await pass;
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
