import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';
import { cutText } from '../core/html/text';

/** What went wrong last by a fault of ours, in whichever process, for the status view. */
export interface TroublesService {
  /** Never throws: what is wrong may be the database. */
  note(message: string): Promise<void>;
  last(): Promise<{ at: string; message: string } | null>;
}

/** Code points of a message that are kept: its first line. */
const LONGEST = 300;

export const createTroubles = ({ strapi }: { strapi: Core.Strapi }): TroublesService => {
  const store = strapi.store({ type: 'plugin', name: PLUGIN_ID, key: 'trouble' });
  return {
    async note(message) {
      const value = { at: new Date().toISOString(), message: cutText(message.split('\n')[0] ?? '', LONGEST) };
      await store.set({ value }).catch(() => undefined);
    },
    last: async () => ((await store.get({})) as { at: string; message: string } | null) ?? null,
  };
};
