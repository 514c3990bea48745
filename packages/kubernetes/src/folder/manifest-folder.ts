import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '@org/dns-core';
import type { RawObject } from '../cache/projection.ts';
import { parseManifests } from './manifest-file.ts';

/** One manifest file as it was read last. */
interface ManifestFile {
  /** Changes whenever the file does: time, size and inode. */
  readonly stamp: string;
  /** `undefined`: the file was broken whenever it was read. */
  readonly objects: readonly RawObject[] | undefined;
}

interface FolderChange {
  /** Files whose objects are others now. */
  readonly changed: boolean;
  readonly problems: readonly Problem[];
  /** The first file of which no objects are known, because it was never good. */
  readonly unread?: Problem;
}

/** The manifests below a folder, read again where they changed. */
export interface ManifestFolder {
  /** Files in the order of their paths. */
  files(): readonly (readonly [file: string, objects: readonly RawObject[]])[];
  /**
   * Looks at the whole folder and reads what changed. A file that cannot be read or parsed keeps its last good objects and
   * is a problem until it is good again.
   *
   * @throws Error when the folder itself cannot be read.
   */
  scan(): Promise<FolderChange>;
}

export function createManifestFolder(folder: string): ManifestFolder {
  const known = new Map<string, ManifestFile>();
  const problems = new Map<string, Problem>();

  const readOne = async (file: string, stamp: string): Promise<void> => {
    const before = known.get(file)?.objects;
    try {
      known.set(file, { stamp, objects: await parseManifests(await readFile(file, 'utf8')) });
      problems.delete(file);
    } catch (error) {
      known.set(file, { stamp, objects: before });
      problems.set(file, {
        code: 'manifest-broken',
        message: `${file}: ${error instanceof Error ? error.message : String(error)}; ${before ? 'its last good objects stay' : 'nothing of it is used'} until it is repaired`,
      });
    }
  };

  return {
    files: () =>
      [...known]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([file, { objects = [] }]) => [file, objects] as const),
    scan: async () => {
      const stamps = await stampsBelow(folder);
      let changed = false;
      for (const file of known.keys()) {
        if (stamps.has(file)) continue;
        known.delete(file);
        problems.delete(file);
        changed = true;
      }
      for (const [file, stamp] of stamps) {
        if (known.get(file)?.stamp === stamp) continue;
        await readOne(file, stamp);
        changed = true;
      }
      const unread = [...problems].find(([file]) => known.get(file)?.objects === undefined)?.[1];
      return { changed, problems: [...problems.values()], ...(unread && { unread }) };
    },
  };
}

/** Manifest files below a folder with their stamps. Links are followed, as ConfigMap volumes need; hidden names are not read. */
async function stampsBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const stamps = new Map<string, string>();
  const walk = async (at: string, seen: readonly string[]): Promise<void> => {
    for (const name of (await readdir(at)).sort()) {
      if (name.startsWith('.')) continue;
      const file = path.join(at, name);
      const info = await stat(file, { bigint: true }).catch(unlessGone);
      const inode = info && `${info.dev}:${info.ino}`;
      if (!info || !inode || seen.includes(inode)) continue;
      if (info.isDirectory()) await walk(file, [...seen, inode]);
      else if (info.isFile() && /\.(ya?ml|json)$/i.test(name))
        stamps.set(file, `${info.mtimeNs}/${info.size}/${inode}`);
    }
  };
  await walk(folder, []);
  return stamps;
}

/** A link to nothing is no file; what cannot be looked at for another reason may well be one. */
function unlessGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ELOOP') throw error;
}
