/** Keys from `from` up to, not including, `to`. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

/** How names become keys: the labels from right to left, with slashes, behind a prefix. */
export interface KeySpace {
  /** Every key of ours. */
  readonly all: KeyRange;
  /** The key of a name itself; its targets lie below, each under a label of its own. */
  keyOf(name: string): string;
  /** The keys below a name, those of longer names among them. */
  below(name: string): KeyRange;
  /** The labels of the name that a key spells, from left to right. */
  labelsOf(key: string): string[];
}

export function createKeySpace(prefix: string): KeySpace {
  const keyOf = (name: string): string => prefix + name.split('.').reverse().join('/');
  return {
    all: startingWith(prefix),
    keyOf,
    below: (name) => startingWith(`${keyOf(name)}/`),
    labelsOf: (key) => key.slice(prefix.length).split('/').reverse(),
  };
}

/** As etcd writes "every key with this prefix": up to the prefix with its last byte raised by one, or `\0` for no end. */
function startingWith(prefix: string): KeyRange {
  const last = prefix.charCodeAt(prefix.length - 1);
  return Number.isNaN(last)
    ? { from: '\0', to: '\0' }
    : { from: prefix, to: prefix.slice(0, -1) + String.fromCharCode(last + 1) };
}

/** PTR records are looked up at the very key, so names of reverse zones have no label behind their key. */
export function isReverseName(name: string): boolean {
  return name.endsWith('.in-addr.arpa') || name.endsWith('.ip6.arpa');
}
