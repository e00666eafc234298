import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A command that ended badly, with what it said last. */
export class CommandFailed extends Error {
  name = 'CommandFailed';

  /** @param {{ title: string, ending: string, lastLines: readonly string[] }} o */
  constructor({ title, ending, lastLines }) {
    super(`${title} ${ending}`);
    this.lastLines = lastLines;
  }
}

/** Of a child's output: the reason often stands first, what came of it last. */
const KEPT = { first: 15, last: 30 };
/** How long a command may tidy up when it is aborted: npm takes much longer over a half-done install. */
const GRACE_MS = 5000;
const windows = process.platform === 'win32';

/** @param {NodeJS.Signals | null} signal */
const describeEnding = (code, signal) => (signal ? `was ended by ${signal}` : `ended with exit code ${code}`);

/** Keeps the first and the last lines of a child's output and passes each on. */
export const watchOutput = (child, onLine = () => {}) => {
  /** @type {string[]} */
  const lastLines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > KEPT.first + KEPT.last) lastLines.splice(KEPT.first, 2, '…');
      onLine(line);
    });
  }
  return lastLines;
};

/**
 * Ends a child and what it started. Children get a process group of their own, so that a Ctrl-C reaches
 * only us and everything ends in order.
 */
export const endGroup = (child, signal) => {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
  try {
    if (windows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
};

/**
 * Runs a command to its end, quietly. Rejects with {@link CommandFailed}.
 *
 * @param {{ title: string, command: string, args: string[], cwd: string, env?: NodeJS.ProcessEnv,
 *   signal?: AbortSignal, onLine?: (line: string) => void }} o
 * @returns {Promise<void>}
 */
export const run = ({ title, command, args, cwd, env = process.env, signal, onLine }) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    // Who gives no signal leaves it to the terminal to end us all.
    const detached = Boolean(signal) && !windows;
    const child = spawn(command, args, { cwd, env, detached, stdio: ['ignore', 'pipe', 'pipe'] });
    const lastLines = watchOutput(child, onLine);
    const abort = () => {
      endGroup(child, 'SIGTERM');
      setTimeout(endGroup, GRACE_MS, child, 'SIGKILL').unref();
    };
    signal?.addEventListener('abort', abort);
    child.once('error', reject);
    child.once('close', (code, ending) => {
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else reject(new CommandFailed({ title, ending: describeEnding(code, ending), lastLines }));
    });
  });

/** The npm that started us, or the one on the path, as command and first arguments. */
export const npm = () => {
  const own = process.env.npm_execpath;
  if (own?.endsWith('.js')) return { command: process.execPath, args: [own] };
  return windows
    ? { command: process.env.ComSpec ?? 'cmd.exe', args: ['/d', '/s', '/c', 'npm'] }
    : { command: 'npm', args: [] };
};
