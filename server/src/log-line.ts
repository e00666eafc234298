import { PLUGIN_ID } from './constants';
import { cleanText, cutText } from './core/html/text';

/** Code points of one line: enough for an error with where it came from. */
const MOST = 4_000;

/**
 * One line for the log, whatever of it came from outside: no line breaks or other controls (C1 ones steer terminals too), no
 * bidirectional controls, nothing unseen, and cut. All that we log goes through here (enforced by the linter).
 */
export const logLine = (text: string): string =>
  // What lies beyond is cut off anyway: huge texts cost nothing.
  `[${PLUGIN_ID}] ${cutText(cleanText(text.slice(0, 4 * MOST)), MOST)}`;
