import type { Registry } from './registry.ts';
import { changesByName, groupOf } from './group-changes.ts';

/** No ownership: everything that exists counts as ours. */
export function createNoopRegistry(): Registry {
  return {
    name: 'noop',
    owner: '',
    markerNames: () => [],
    decode: (records) => ({ endpoints: records, markers: [], orphans: [], repairs: new Set() }),
    encode: (changes) =>
      Array.from(changesByName(changes), ([name, group]) => groupOf(name, group)),
  };
}
