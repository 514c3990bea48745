import { describeProvider } from '../vitest.ts';
import { createMemoryProvider } from '../testing/memory-provider.ts';
import { refusedChange } from '../testing/refused-change.ts';

describeProvider('the provider in memory', {
  create: async () => ({ provider: createMemoryProvider() }),
  zone: 'example.org',
  refused: refusedChange,
});
