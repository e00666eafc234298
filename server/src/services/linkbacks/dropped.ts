import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../../constants';
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
  const store = strapi.store({ type: 'plugin', name: PLUGIN_ID, key: 'dropped' });
  const read = async (): Promise<Stored> => ((await store.get({})) ?? {}) as Stored;

  return {
    async note(status, count) {
      const before = await read();
      const now = { count: (before[status]?.count ?? 0) + count, last: new Date().toISOString() };
      await store.set({ value: { ...before, [status]: now } });
    },

    async list() {
      const kinds = Object.entries(await read()) as [Crowd, Omit<DroppedLinkbacks, 'status'>][];
      return kinds
        .map(([status, { count, last }]) => ({ status, count, last }))
        .sort((a, b) => b.last.localeCompare(a.last));
    },
  };
};
