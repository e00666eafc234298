import type { Core } from '@strapi/strapi';
import { createState } from '../../adapters/state';
import type { DroppedLinkbacks } from '../../contracts/status';

type Crowd = DroppedLinkbacks['status'];
type Stored = Partial<Record<Crowd, Omit<DroppedLinkbacks, 'status'>>>;

/** Notes what was dropped because there was too much of it: administrators see that in the status. */
export interface Dropped {
  note(status: Crowd, count: number): Promise<void>;
  /** The latest first. */
  list(): Promise<DroppedLinkbacks[]>;
}

export const createDropped = ({ strapi }: { strapi: Core.Strapi }): Dropped => {
  const state = createState<Stored>(strapi, 'dropped');
  const read = async (): Promise<Stored> => (await state.read()) ?? {};

  return {
    async note(status, count) {
      const before = await read();
      const now = { count: (before[status]?.count ?? 0) + count, last: new Date().toISOString() };
      await state.write({ ...before, [status]: now });
    },

    async list() {
      const kinds = Object.entries(await read()) as [Crowd, Omit<DroppedLinkbacks, 'status'>][];
      return kinds
        .map(([status, { count, last }]) => ({ status, count, last }))
        .sort((a, b) => b.last.localeCompare(a.last));
    },
  };
};
