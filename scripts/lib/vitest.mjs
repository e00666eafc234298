import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs vitest with its output on the screen. Resolves with its exit code.
 *
 * @param {{ root: string, projects: readonly string[], args?: readonly string[], env?: NodeJS.ProcessEnv }} o
 *   `args`: filters and flags for vitest
 * @returns {Promise<number>}
 */
export const runVitest = ({ root, projects, args = [], env = {} }) =>
  new Promise((resolve, reject) => {
    const cli = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const chosen = projects.flatMap((name) => ['--project', name]);
    const child = spawn(process.execPath, [cli, 'run', ...chosen, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    });
    // Ctrl-C reaches the whole group: vitest ends its own processes, we wait for it.
    const wait = () => {};
    process.on('SIGINT', wait);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGINT', wait);
      resolve(code ?? 1);
    });
  });
