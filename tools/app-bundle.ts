import { chmodSync, readFileSync } from 'node:fs';
import type { Plugin, RolldownOptions } from 'rolldown';
import { promClientParts } from './prom-client-parts.ts';
import { undiciParts } from './undici-parts.ts';

// How V8 spends memory and time, found by measuring (docs/performance.md). The heap is first swept at 64 MB, then whenever it
// grew by 30 %, at once rather than beside the work: at 100,000 objects a pause of 0.2 to 0.3 s, which saves 70 MB and more of
// garbage made meanwhile. Optimizing loops on the spot, much inlining and early optimizing cost more than they bring to
// code that runs once per object. glibc keeps freed memory for every thread unless it is told to have one arena.
const nodeFlags = [
  '--max-semi-space-size=2',
  '--initial-heap-size=64',
  '--heap-growing-percent=30',
  '--no-incremental-marking',
  '--no-use-osr',
  '--max-inlined-bytecode-size-cumulative=150',
  '--invocation-count-for-maglev=1500',
  '--invocation-count-for-turbofan=30000',
  '--no-reopt-after-lazy-deopts',
  '--expose-gc',
].join(' ');

// Two programs in one file: sh reads the second line and gives way to node, which reads it as a label and a comment. Node is
// that of node_modules, else the image's or the one on PATH, which must be new enough.
const launcher = (name: string) => `#!/bin/sh
':' //; export MALLOC_ARENA_MAX="\${MALLOC_ARENA_MAX:-1}"; case $0 in */*) d=\${0%/*};; *) d=.;; esac; [ -L "$0" ] && d=$(dirname "$(readlink -f "$0")"); for n in "$d"/../../../node_modules/node-linux-*/bin/node; do [ -x "$n" ] && exec "$n" ${nodeFlags} "$0" "$@"; done; v=$(node --version 2>/dev/null); m=\${v#v}; m=\${m%%.*}; [ "\${m:-0}" -ge 24 ] && exec node ${nodeFlags} "$0" "$@"; echo "${name} needs Node 24 or newer on PATH, found \${v:-none}: install it from https://nodejs.org or use the container image." >&2; exit 1
`;

/** The executable: the launcher, and what runs the bundle's entry. */
function executable(name: string): Plugin {
  return {
    name: 'executable',
    generateBundle(_options, bundle) {
      const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry);
      if (entry === undefined) throw new Error('the bundle has no entry');
      const loader = readFileSync(new URL('load-bundle.js', import.meta.url), 'utf8');
      const source = launcher(name) + loader.replace('ENTRY', JSON.stringify(entry.fileName));
      this.emitFile({ type: 'asset', fileName: name, source });
    },
    writeBundle: () => chmodSync(`bin/${name}`, 0o755),
  };
}

/**
 * How an app becomes the executable `bin/NAME`, with its code in chunks beside it, which are loaded when they are needed. Their
 * names carry a hash of what is in them, so that a compiled form beside one (tools/compile-apps.ts) is of that one.
 */
export function appBundle(name: string): RolldownOptions {
  return {
    input: 'src/index.ts',
    platform: 'node',
    external: ['etcd3'],
    // Fewer chunks would be larger ones, which `--version` and `--help` then load whole.
    experimental: { chunkOptimization: false },
    resolve: { conditionNames: ['@org/source', 'node', 'import', 'default'] },
    output: {
      dir: 'bin',
      format: 'cjs',
      cleanDir: true,
      entryFileNames: 'chunks/[name]-[hash].cjs',
      chunkFileNames: 'chunks/[name]-[hash].cjs',
      sourcemap: true,
      // Without blanks and comments only: names stay readable in stack traces, and 2 MB less text is held in memory.
      minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    },
    plugins: [undiciParts(), promClientParts(), executable(name)],
  };
}
