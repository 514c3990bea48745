import { defineConfig } from 'vitest/config';
const conditions = ['@org/source', 'node', 'import', 'default'];
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{packages,apps}/*/src/**/*.test.ts',
            '{packages,apps}/*/test/**/*.test.ts',
            'packages/*/template/src/**/*.test.ts',
          ],
          isolate: false,
          setupFiles: ['tools/property-seed.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['{packages,apps}/*/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
        },
      },
    ],
    coverage: { provider: 'v8', include: ['{packages,apps}/*/src/**'] },
  },
});
