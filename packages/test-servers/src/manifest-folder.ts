import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ApplyObject } from './kube-apiserver.ts';

export interface ManifestFolder {
  readonly path: string;
  /** Replaces what one file holds, in one step. */
  write(file: string, objects: readonly ApplyObject[]): Promise<void>;
  remove(): Promise<void>;
}

/** A folder that stands for a cluster (`--manifests`). */
export async function createManifestFolder(): Promise<ManifestFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'manifests-'));
  return {
    path: folder,
    write: async (file, objects) => {
      const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
      await writeFile(path.join(folder, `.${file}`), text);
      await rename(path.join(folder, `.${file}`), path.join(folder, `${file}.yaml`));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
