/** A map to one or several values that keeps a list only where there are several. */
export interface MultiIndex<K, V extends object> {
  readonly size: number;
  add(key: K, value: V): void;
  remove(key: K, value: V): void;
  get(key: K): readonly V[];
  has(key: K): boolean;
  keys(): Iterable<K>;
}

export function createMultiIndex<K, V extends object>(): MultiIndex<K, V> {
  const held = new Map<K, V | Set<V>>();
  return {
    get size() {
      return held.size;
    },
    add: (key, value) => {
      const there = held.get(key);
      if (there === undefined) held.set(key, value);
      else if (there instanceof Set) there.add(value);
      else if (there !== value) held.set(key, new Set([there, value]));
    },
    remove: (key, value) => {
      const there = held.get(key);
      if (there === value) held.delete(key);
      if (!(there instanceof Set)) return;
      there.delete(value);
      const [last] = there;
      if (there.size === 1 && last !== undefined) held.set(key, last);
    },
    get: (key) => {
      const there = held.get(key);
      return there === undefined ? [] : there instanceof Set ? [...there] : [there];
    },
    has: (key) => held.has(key),
    keys: () => held.keys(),
  };
}
