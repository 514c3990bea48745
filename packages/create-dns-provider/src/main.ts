import { basename, resolve } from 'node:path';
import { createPackage } from './create-package.ts';
import { toPackageNames } from './package-names.ts';

/** What is around the program. */
export interface Rim {
  readonly workingDirectory: string;
  /** Of this package, and so of the libraries. */
  readonly version: string;
  readonly print: (text: string) => void;
}

const usage = `usage: npm create @org/dns-provider NAME

Writes a provider package for ExternalDNS into the folder NAME. NAME may have a scope: @someone/dns-acme goes to dns-acme.
`;

/** `npm create @org/dns-provider`; gives the exit status. */
export async function main(args: readonly string[], rim: Rim): Promise<number> {
  const [name, ...more] = args;
  if (name === undefined || more.length > 0 || name.startsWith('-')) {
    rim.print(usage);
    return name === '--help' ? 0 : 2;
  }
  const names = toPackageNames(name);
  if (names === undefined) {
    rim.print(
      `"${name}" cannot be a package's name. Use lower-case letters, digits and single hyphens, such as my-dns or @someone/my-dns.\n`,
    );
    return 2;
  }
  const folder = resolve(rim.workingDirectory, names.kebab);
  try {
    const files = await createPackage(folder, names, rim.version);
    rim.print(`${files.map((file) => `  ${basename(folder)}/${file}`).join('\n')}\n`);
  } catch (error) {
    rim.print(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  rim.print(`
Next:
  cd ${names.kebab}
  npm install
  npm test

src/testing/fake-${names.kebab}.ts stands for the service: let it refuse what yours refuses, then change the API calls to match.
`);
  return 0;
}
