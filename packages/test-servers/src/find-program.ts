import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const { env } = process;

/** The full path of a server or tool; the error says how to install what is missing. */
export function findProgram(name: string): string {
  const cache = env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  const own = env['TEST_SERVERS_DIR'] ?? path.join(cache, 'external-dns-test-servers');
  const folders = [own, ...(env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/bin'];
  for (const folder of folders) {
    const candidate = path.join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue;
    }
  }
  throw new Error(
    `${name} is not installed: run tools/install-test-servers.sh (as root) and try again`,
  );
}
