import type { Core } from '@strapi/strapi';
import { logLine } from './log-line';

/**
 * What has to end when Strapi stops. Whoever starts something adds its end, so that `destroy` ends what was started and
 * makes nothing: command-line tools stop a Strapi that never bootstrapped.
 */
export interface Endings {
  /** `what` names it in the log, should its end fail. */
  add(what: string, end: () => unknown): void;
  /** Ends everything once, what began last first. Never throws. */
  run(): Promise<void>;
}

const all = new WeakMap<object, Endings>();

/** Returns the endings of one Strapi. Asks nothing of it: it may have come no further than its constructor. */
export const endingsOf = (strapi: Core.Strapi): Endings => {
  const there = all.get(strapi);
  if (there) return there;
  const made = createEndings(strapi);
  all.set(strapi, made);
  return made;
};

const createEndings = (strapi: Core.Strapi): Endings => {
  const ends: { what: string; end(): unknown }[] = [];

  const finish = async ({ what, end }: { what: string; end(): unknown }): Promise<void> => {
    try {
      await end();
    } catch (error) {
      strapi.log.error(logLine(`${what} did not end properly: ${String(error)}`));
    }
  };

  return {
    add: (what, end) => void ends.push({ what, end }),
    async run() {
      for (let last = ends.pop(); last; last = ends.pop()) await finish(last);
    },
  };
};
