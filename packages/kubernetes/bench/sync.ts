import { execFile, fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { kubeconfig } from '@org/dns-test-servers';

/**
 * Time to sync, memory, and heap per object at 1,000, 20,000 and 100,000 Services, read from a server in another process.
 *
 *     node --conditions=@org/source packages/kubernetes/bench/sync.ts [COUNT…]
 */
const run = promisify(execFile);
const counts = process.argv.slice(2).map(Number);
const folder = await mkdtemp(path.join(tmpdir(), 'sync-bench-'));
const rows: unknown[] = [];
for (const count of counts.length > 0 ? counts : [1000, 20_000, 100_000]) {
  const server = fork(path.join(import.meta.dirname, 'fake-server.ts'), [String(count)], {
    execArgv: ['--max-old-space-size=4096'],
  });
  const port = await new Promise((resolve) => void server.once('message', resolve));
  const config = path.join(folder, 'config');
  await writeFile(config, kubeconfig({ server: `http://127.0.0.1:${String(port)}` }));
  const { stdout, stderr } = await run(process.execPath, [
    '--conditions=@org/source',
    '--max-semi-space-size=4',
    path.join(import.meta.dirname, 'sync-client.ts'),
    config,
  ]);
  if (stderr) process.stderr.write(stderr);
  rows.push(JSON.parse(stdout));
  server.kill();
}
await rm(folder, { recursive: true });
console.table(rows);
