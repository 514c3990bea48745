import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Where a package begins to run, or the places in which it was not found. */
export type PackageEntry =
  | { readonly kind: 'found'; readonly file: string }
  | { readonly kind: 'missing'; readonly lookedIn: readonly string[] }
  | { readonly kind: 'broken'; readonly message: string };

/** As Node chooses among conditional exports for an import. */
const conditions = new Set(['node', 'import', 'module-sync', 'default']);

/**
 * The file that an import of the package gives. Node itself looks beside the importing file only, which is the program's
 * own place; a package of the operator's lies in the working directory or a mounted folder.
 *
 * @param name a package's name, or a path (absolute, or with `./` or `../` before it) of its folder or file.
 * @param folder where packages lie; `''`: in `node_modules` of the working directory and of those above it.
 */
export async function findPackageEntry(
  name: string,
  folder: string,
  workingDirectory: string,
): Promise<PackageEntry> {
  const places = placesOf(name, folder, workingDirectory);
  for (const place of places) {
    // oxlint-disable-next-line no-await-in-loop -- the first place wins
    const entry = await entryAt(place);
    if (entry !== undefined) return entry;
  }
  return { kind: 'missing', lookedIn: places };
}

function placesOf(name: string, folder: string, workingDirectory: string): readonly string[] {
  if (/^\.{0,2}\//.test(name)) return [resolve(workingDirectory, name)];
  if (folder !== '') {
    const base = resolve(workingDirectory, folder);
    return [join(base, name), join(base, 'node_modules', name)];
  }
  const places: string[] = [];
  for (let base = resolve(workingDirectory); ; base = dirname(base)) {
    places.push(join(base, 'node_modules', name));
    if (base === dirname(base)) return places;
  }
}

async function entryAt(place: string): Promise<PackageEntry | undefined> {
  const isFile = await stat(place).then(
    (found) => found.isFile(),
    () => undefined,
  );
  if (isFile === undefined) return undefined;
  if (isFile) return { kind: 'found', file: place };
  const manifest = join(place, 'package.json');
  let value: unknown;
  try {
    value = JSON.parse(await readFile(manifest, 'utf8'));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'broken', message: `${manifest} cannot be read: ${message}` };
  }
  const { exports, main } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const entry =
    exports === undefined
      ? typeof main === 'string'
        ? main
        : 'index.js'
      : targetOf(isSubpaths(exports) ? exports['.'] : exports);
  return entry === undefined
    ? { kind: 'broken', message: `${manifest} names no file to import in its "exports"` }
    : { kind: 'found', file: join(place, entry) };
}

function isSubpaths(exports: unknown): exports is Readonly<Record<string, unknown>> {
  return (
    typeof exports === 'object' &&
    exports !== null &&
    Object.keys(exports).some((key) => key.startsWith('.'))
  );
}

function targetOf(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (typeof target !== 'object' || target === null) return undefined;
  if (Array.isArray(target)) return target.map(targetOf).find((one) => one !== undefined);
  for (const [condition, value] of Object.entries(target)) {
    const found = conditions.has(condition) ? targetOf(value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
