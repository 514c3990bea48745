/** A package's name in the forms that code and text need. */
export interface PackageNames {
  /** As npm has it: `@someone/dns-acme`. */
  readonly package: string;
  /** The last part: `dns-acme`; also the folder. */
  readonly kebab: string;
  /** `dnsAcme`. */
  readonly camel: string;
  /** `DnsAcme`. */
  readonly pascal: string;
  /** For sentences: `Dns Acme`. */
  readonly title: string;
}

/** `undefined`: not a name that a package and a folder can have. */
export function toPackageNames(name: string): PackageNames | undefined {
  const found = /^(?:@[a-z0-9][a-z0-9._-]*\/)?([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(name);
  const kebab = found?.[1];
  if (kebab === undefined || name.length > 214) return undefined;
  const words = kebab.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const pascal = words.join('');
  return {
    package: name,
    kebab,
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    pascal,
    title: words.join(' '),
  };
}
