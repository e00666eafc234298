import type { Core } from '@strapi/strapi';
import { createState } from '../adapters/state';
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
  const state = createState<NonNullable<StatusResponse['lastError']>>(strapi, 'trouble');
  const note = async (why: Reason): Promise<void> => {
    const value = { at: new Date().toISOString(), message: sentenceOf(why), why };
    await state.write(value).catch(() => undefined);
  };
  return {
    note,
    complain(whyOf, error) {
      const words = describeError(error);
      strapi.log.error(logLine(sentenceOf(whyOf(words))));
      void note(whyOf(cutText(cleanText(words.split('\n')[0] ?? ''), LONGEST)));
    },
    async last() {
      const noted = await state.read();
      return noted && { ...noted, why: noted.why ?? null };
    },
  };
};
