import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { APP_DIR, STATE_DIR } from './paths';

const RUNS = join(STATE_DIR, 'runs');
let count = 0;

/**
 * A folder of its own for one Strapi of this process, with a copy of tests/app and `files` (path in the app →
 * text) over it. Lies inside the repository: packages are found by walking up.
 */
export const copyApp = (files: Readonly<Record<string, string>> = {}): string => {
  const dir = join(RUNS, `${process.pid}-${++count}`);
  rmSync(dir, { recursive: true, force: true });
  cpSync(APP_DIR, dir, { recursive: true });
  mkdirSync(join(dir, 'public', 'uploads'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
};

/** Removes the folders of processes that ended without doing so. */
export const sweepRuns = (): void => {
  mkdirSync(RUNS, { recursive: true });
  for (const name of readdirSync(RUNS)) {
    if (!isAlive(Number(name.split('-')[0]))) rmSync(join(RUNS, name), { recursive: true, force: true });
  }
};

/** Whether a process of that id is running. */
export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
