import type { WrapperOptions } from '../wrapper-options.ts';

/** Wrappers that change nothing, in `safe`, but for what is given. */
export function testWrappers(given: Partial<WrapperOptions> = {}): WrapperOptions {
  return {
    behavior: 'safe',
    defaultTargets: [],
    forceDefaultTargets: false,
    nat64Networks: [],
    targetNets: [],
    excludeTargetNets: [],
    ptr: false,
    createPtr: false,
    minTtlSeconds: 0,
    provider: 'webhook',
    preferAlias: false,
    ...given,
  };
}
