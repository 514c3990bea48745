import type { CreateSource } from './create-source.ts';

/** Wants nothing: everything that this owner has is removed. */
export const createEmpty: CreateSource = async () => ({
  ok: true,
  value: () => ({
    name: 'empty',
    start: async () => {},
    status: () => ({ synced: true }),
  }),
});
