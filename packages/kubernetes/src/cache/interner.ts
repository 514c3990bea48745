/** Longer strings hardly repeat. */
const longest = 64;
const capacity = 4096;

/** Gives the same string object for equal strings while they are common, so that caches hold one copy. Bounded. */
export function createInterner(): (value: string) => string {
  const known = new Map<string, string>();
  return (value) => {
    if (value.length > longest) return value;
    const found = known.get(value);
    if (found !== undefined) return found;
    // Started afresh when full: what is common is back at once.
    if (known.size >= capacity) known.clear();
    known.set(value, value);
    return value;
  };
}
