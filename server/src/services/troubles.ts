import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';
import type { StatusResponse } from '../contracts/status';
import { describeError } from '../core/describe-error';
import { cleanText, cutText } from '../core/html/text';
import { sentenceOf, type Reason } from '../core/reasons';
import { logLine } from '../log-line';

/** What went wrong last by a fault of ours, in whichever process, for the status view. */
export interface TroublesService {
  /** Never throws: what is wrong may be the database. */
  note(why: Reason): Promise<void>;
  /** Notes an error, and logs all that it says. */
  complain(whyOf: (error: string) => Reason, error: unknown): void;
  last(): Promise<StatusResponse['lastError']>;
}

/** Code points of an error that are kept: its first line. */
const LONGEST = 300;

export const createTroubles = ({ strapi }: { strapi: Core.Strapi }): TroublesService => {
  const store = strapi.store({ type: 'plugin', name: PLUGIN_ID, key: 'trouble' });
  const note = async (why: Reason): Promise<void> => {
    const value = { at: new Date().toISOString(), message: sentenceOf(why), why };
    await store.set({ value }).catch(() => undefined);
  };
  return {
    note,
    complain(whyOf, error) {
      const words = describeError(error);
      strapi.log.error(logLine(sentenceOf(whyOf(words))));
      void note(whyOf(cutText(cleanText(words.split('\n')[0] ?? ''), LONGEST)));
    },
    async last() {
      const noted = (await store.get({})) as StatusResponse['lastError'];
      return noted && { ...noted, why: noted.why ?? null };
    },
  };
};
