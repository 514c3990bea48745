/** One item of `--fqdn-target-template`. */
export interface HostTarget {
  readonly host: string;
  readonly target: string;
}

/** The pairs `host:target`, cut at the first colon; items without one, or with an empty side, are left out. */
export function parseHostTargets(items: readonly string[]): readonly HostTarget[] {
  return items.flatMap((item) => {
    const colon = item.indexOf(':');
    if (colon < 0) return [];
    const host = item.slice(0, colon).trim();
    const target = item.slice(colon + 1).trim();
    return host === '' || target === '' ? [] : [{ host, target }];
  });
}
