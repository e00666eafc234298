/**
 * Tidy progress on the screen: one line for each step, ticking while it runs on a terminal, with a sign of
 * life every half minute where the output is kept (CI).
 */

const STILL_THERE_MS = 30_000;

/** Somebody pressed Ctrl-C or ended us: no failure. */
export class Stopped extends Error {
  name = 'Stopped';
}

/**
 * @typedef {object} Report
 * @property {(text: string) => void} heading a blank line and the text
 * @property {(text: string) => void} line the text as it is, below the steps
 * @property {(text: string) => void} done a step that is finished
 * @property {(text: string) => void} failed a step that did not work
 * @property {<T>(title: string, work: (say: (text: string) => void) => Promise<T>) => Promise<T>} task runs
 *   `work` under `title`; `say` replaces the title once it is done. Rethrows what `work` throws.
 */

/**
 * @param {{ out?: NodeJS.WriteStream }} [options]
 * @returns {Report}
 */
export const createReport = ({ out = process.stdout } = {}) => {
  const live = Boolean(out.isTTY);
  /** The unfinished line at the bottom of a terminal. */
  let running = '';

  const clear = () => live && running && out.write('\r\u001b[2K');
  const print = (text) => {
    clear();
    out.write(`${text}\n`);
    if (live && running) out.write(running);
  };
  const show = (text) => {
    clear();
    running = text;
    if (text) out.write(text.slice(0, (out.columns || 80) - 1));
  };

  const task = async (title, work) => {
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    const tick = () => {
      if (live) show(`  … ${title}${seconds() > 2 ? ` (${seconds()} s)` : ''}`);
      else print(`  … ${title}${seconds() > 2 ? `: ${seconds()} s so far` : ''}`);
    };
    tick();
    const timer = setInterval(tick, live ? 1000 : STILL_THERE_MS);
    let result = title;
    try {
      const value = await work((text) => (result = text));
      clearInterval(timer);
      show('');
      print(`  ✓ ${result}${seconds() > 2 ? ` (${seconds()} s)` : ''}`);
      return value;
    } catch (error) {
      clearInterval(timer);
      show('');
      print(error instanceof Stopped ? `  – ${title}: stopped` : `  ✗ ${title}`);
      throw error;
    }
  };

  return {
    heading: (text) => print(`\n${text}`),
    line: print,
    done: (text) => print(`  ✓ ${text}`),
    failed: (text) => print(`  ✗ ${text}`),
    task,
  };
};
