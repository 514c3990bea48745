import { chmod } from 'node:fs/promises';
import type { RolldownOptions } from 'rolldown';
import { nodeHttp } from './node-http.ts';
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
].join(' ');

// Two programs in one file: sh reads the second line and gives way to node, which reads it as a label and a comment. Node is
// that of node_modules, else the image's or the one on PATH, which must be new enough.
const launcher = (name: string) => `#!/bin/sh
':' //; export MALLOC_ARENA_MAX="\${MALLOC_ARENA_MAX:-1}"; case $0 in */*) d=\${0%/*};; *) d=.;; esac; [ -L "$0" ] && d=$(dirname "$(readlink -f "$0")"); for n in "$d"/../../../node_modules/node-linux-*/bin/node; do [ -x "$n" ] && exec "$n" ${nodeFlags} "$0" "$@"; done; v=$(node --version 2>/dev/null); m=\${v#v}; m=\${m%%.*}; [ "\${m:-0}" -ge 24 ] && exec node ${nodeFlags} "$0" "$@"; echo "${name} needs Node 24 or newer on PATH, found \${v:-none}: install it from https://nodejs.org or use the container image." >&2; exit 1`;

/** How an app becomes the executable `bin/NAME`, with what it loads on demand in chunks beside it. */
export function appBundle(name: string): RolldownOptions {
  return {
    input: { [name]: 'src/index.ts' },
    platform: 'node',
    external: ['etcd3'],
    resolve: { conditionNames: ['@org/source', 'node', 'import', 'default'] },
    output: {
      dir: 'bin',
      format: 'esm',
      cleanDir: true,
      entryFileNames: '[name]',
      chunkFileNames: 'chunks/[name]-[hash].js',
      postBanner: (chunk) => (chunk.isEntry ? launcher(name) : ''),
      sourcemap: true,
      // Without blanks and comments only: names stay readable in stack traces, and 2 MB less text is held in memory.
      minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    },
    plugins: [
      undiciParts(),
      nodeHttp(),
      { name: 'executable', writeBundle: () => chmod(`bin/${name}`, 0o755) },
    ],
  };
}
