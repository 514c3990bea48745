/** Names of objects may have 253 characters (RFC 1123 subdomain). */
const longestName = 253;

/**
 * The name of an Event about an object: its name in a form that the API server takes, a dot, and the time in nanoseconds as
 * hexadecimal digits.
 */
export function eventName(objectName: string, timeNs: bigint): string {
  const suffix = `.${timeNs.toString(16)}`;
  return sanitizeName(objectName, longestName - suffix.length) + suffix;
}

/** Lower case; what a name cannot hold becomes `-`; begins and ends with a letter or digit; never longer than `longest`. */
export function sanitizeName(name: string, longest: number): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9.-]/g, '-');
  const begun = /^[a-z0-9]/.test(plain) ? plain : `a${plain}`;
  const cut = begun.slice(0, longest);
  if (/[a-z0-9]$/.test(cut)) return cut;
  return `${cut.slice(0, longest - 1)}z`;
}
