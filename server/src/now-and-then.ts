import type { Core } from '@strapi/strapi';
import { logLine } from './log-line';

/** Milliseconds between two lines. */
const EVERY = 60_000;

/**
 * Returns what logs a line at most once a minute, with how many were left out since the last one: for what strangers can cause
 * as often as they like.
 *
 * @param o.now milliseconds
 */
export const nowAndThen = (o: {
  log: Pick<Core.Strapi['log'], 'warn'>;
  now?: () => number;
}): ((text: string) => void) => {
  const { log, now = Date.now } = o;
  let said = -Infinity;
  let unsaid = 0;

  return (text) => {
    if (now() - said < EVERY) {
      unsaid += 1;
      return;
    }
    const more = unsaid === 0 ? '' : ` (and ${String(unsaid)} more since the last such line)`;
    said = now();
    unsaid = 0;
    log.warn(logLine(`${text}${more}`));
  };
};
