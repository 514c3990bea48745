import { readFile, stat } from 'node:fs/promises';

export interface FileContent {
  readonly text: string;
  /** Differs whenever the file was replaced or changed. */
  readonly version: string;
}

/** A file that is read again when it was changed or replaced, as mounted Secrets are. */
export interface ReloadingFile {
  readonly path: string;
  /**
   * The present content. Once the file was read, a file that cannot be read for a while (a rotation in progress) gives the
   * last content; before that it rejects with the reason, which names the path.
   */
  read(): Promise<FileContent>;
}

export function createReloadingFile(path: string): ReloadingFile {
  let last: FileContent | undefined;
  return {
    path,
    async read() {
      try {
        const { mtimeMs, size, ino } = await stat(path);
        const version = `${mtimeMs}-${size}-${ino}`;
        if (last?.version !== version) last = { text: await readFile(path, 'utf8'), version };
        return last;
      } catch (error) {
        if (last !== undefined) return last;
        throw new Error(`cannot read ${path}: ${(error as Error).message}`, { cause: error });
      }
    },
  };
}
