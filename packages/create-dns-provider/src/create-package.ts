import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PackageNames } from './package-names.ts';

const template = fileURLToPath(new URL('../template', import.meta.url));

/** npm leaves a `.gitignore` out of what it publishes, and tools take a nested `package.json` for one that Node would read. */
const renamed: Readonly<Record<string, string>> = {
  gitignore: '.gitignore',
  '_package.json': 'package.json',
};

/**
 * Writes the package into a folder that is new or empty; gives the paths of its files.
 *
 * @param version of the libraries that it depends on.
 * @throws Error when the folder holds something already.
 */
export async function createPackage(
  folder: string,
  names: PackageNames,
  version: string,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new Error(`${folder} is not empty; give another name, or empty it`);
  const files = await readdir(template, { recursive: true, withFileTypes: true });
  const written = files
    .filter((file) => file.isFile())
    .map(async (file) => {
      const source = join(file.parentPath, file.name);
      const path = renameIn(source.slice(template.length + 1), names);
      const target = join(folder, renamed[path] ?? path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, fill(await readFile(source, 'utf8'), names, version));
      return renamed[path] ?? path;
    });
  return (await Promise.all(written)).sort();
}

function renameIn(path: string, names: PackageNames): string {
  return path.replaceAll('my-dns', names.kebab);
}

/** The template is a package that runs; these words of it stand for the name. */
function fill(text: string, names: PackageNames, version: string): string {
  return text
    .replaceAll('"name": "my-dns"', `"name": "${names.package}"`)
    .replaceAll(/(npm install |npm:|from ')my-dns\b/g, `$1${names.package}`)
    .replaceAll('# my-dns\n', `# ${names.package}\n`)
    .replaceAll('^0.0.0-org', `^${version}`)
    .replaceAll('my-dns', names.kebab)
    .replaceAll('MyDns', names.pascal)
    .replaceAll('My DNS', names.title);
}
