import type { Endpoint, OnceResult, Provider } from '@org/dns-core';
import { createTestEngine, type EngineSetup } from './engine-setup.ts';
import { createListSource } from './list-source.ts';

/** One whole pass of a controller that has just been started. The provider stays open. */
export function runEngineOnce(
  provider: Provider,
  endpoints: readonly Endpoint[],
  setup: EngineSetup,
): Promise<OnceResult> {
  const engine = createTestEngine(provider, createListSource(endpoints), setup);
  return engine.runOnce(new AbortController().signal);
}
