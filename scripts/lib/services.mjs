import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailed, endGroup, watchOutput } from './commands.mjs';

const END_WITH_PARENT = new URL('end-with-parent.mjs', import.meta.url).href;
const GRACE_MS = 10_000;
const windows = process.platform === 'win32';

/**
 * Node programs that run until they are told to stop.
 *
 * @param {{ onDeath: (error: CommandFailed) => void }} o called when one ends by itself
 */
export const createServices = ({ onDeath }) => {
  /** @type {{ child: import('node:child_process').ChildProcess, closed: Promise<unknown> }[]} */
  const services = [];
  let stopping = false;

  /**
   * @param {{ name: string, script: string, args?: string[], cwd: string, env: NodeJS.ProcessEnv,
   *   onLine: (line: string) => void }} o
   */
  const start = ({ name, script, args = [], cwd, env, onLine }) => {
    const child = spawn(process.execPath, ['--import', END_WITH_PARENT, script, ...args], {
      cwd,
      env,
      detached: !windows,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const lastLines = watchOutput(child, onLine);
    const closed = once(child, 'close').then(
      ([code, signal]) => signal ?? `exit code ${code}`,
      (error) => error.message
    );
    void closed.then((how) => {
      if (!stopping)
        onDeath(new CommandFailed({ title: name, ending: `ended by itself (${how})`, lastLines }));
    });
    services.push({ child, closed });
  };

  const stop = async ({ child, closed }) => {
    endGroup(child, 'SIGTERM');
    const ended = await Promise.race([closed.then(() => true), sleep(GRACE_MS, false, { ref: false })]);
    if (!ended) endGroup(child, 'SIGKILL');
    await closed;
  };

  return {
    start,
    /** Ends them in the order in which they were started. */
    stopAll: async () => {
      stopping = true;
      for (const service of services) await stop(service);
    },
    /** For the impatient second Ctrl-C. */
    killAll: () => services.forEach(({ child }) => endGroup(child, 'SIGKILL')),
  };
};

/**
 * Asks again and again until there is an answer.
 *
 * @template T
 * @param {{ what: string, check: () => Promise<T | null | undefined | false>, signal: AbortSignal,
 *   timeout?: number, explain?: () => Promise<string> }} o `timeout` in milliseconds; `explain` adds to the
 *   error of one that never came
 * @returns {Promise<T>}
 */
export const until = async ({ what, check, signal, timeout = 180_000, explain }) => {
  const deadline = Date.now() + timeout;
  let lastError = '';
  while (Date.now() < deadline) {
    const value = await check().catch((error) => {
      lastError = error.message;
      return null;
    });
    signal.throwIfAborted();
    if (value) return value;
    // Left early when aborted; the next round throws the reason.
    await sleep(250, undefined, { signal }).catch(() => {});
  }
  const details = (await explain?.().catch((error) => error.message)) ?? lastError;
  throw new Error(`${what} did not happen within ${timeout / 1000} s.${details ? ` ${details}` : ''}`);
};
