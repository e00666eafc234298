import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFailed, npm, run } from './commands.mjs';
import { fingerprint, isFresh, keepStamp } from './stamp.mjs';

/** What a person at the keyboard can put right; the message says how. */
export class SetupProblem extends Error {
  name = 'SetupProblem';
}

/** Written by npm when an install is complete. */
const hiddenLock = (root) => join(root, 'node_modules', '.package-lock.json');

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const toNumbers = (version) => version.split('.').map(Number);
const isOlder = ([a0 = 0, a1 = 0, a2 = 0], [b0 = 0, b1 = 0, b2 = 0]) => (a0 - b0 || a1 - b1 || a2 - b2) < 0;

/**
 * Checks the running Node against `engines` of package.json, before anything is installed that could.
 *
 * @param {{ root: string, version?: string }} o `version` without the "v"
 * @throws {SetupProblem}
 */
export const checkNode = ({ root, version = process.versions.node }) => {
  const { engines } = readJson(join(root, 'package.json'));
  const [, lowest] = /^>=(\d+\.\d+\.\d+) <=(\d+)\.x\.x$/.exec(engines.node) ?? [];
  const highest = Number(/<=(\d+)\.x\.x$/.exec(engines.node)?.[1]);
  if (!lowest)
    throw new Error(`engines.node "${engines.node}" of package.json has another form than expected`);
  const tooOld = isOlder(toNumbers(version), toNumbers(lowest));
  if (!tooOld && toNumbers(version)[0] <= highest) return;
  throw new SetupProblem(`This is Node ${version}; ${lowest} or newer is needed, up to ${highest}.`);
};

/**
 * The packages of package-lock.json that are not installed as it says. Compared by content: the times of
 * the files say nothing after a checkout. Optional packages may be missing (other platforms).
 *
 * @param {string} root
 * @returns {string[]}
 */
export const missingPackages = (root) => {
  const wanted = readJson(join(root, 'package-lock.json')).packages;
  const installed = existsSync(hiddenLock(root)) ? readJson(hiddenLock(root)).packages : {};
  return Object.keys(wanted).filter(
    (path) => path && !wanted[path].optional && installed[path]?.version !== wanted[path].version
  );
};

/** `npm ci` says so when package-lock.json lacks something, such as a build for another system. */
const lockIsIncomplete = (error) =>
  error instanceof CommandFailed && error.lastLines.some((line) => line.includes('EUSAGE'));

const install = async ({ root, signal, fresh }) => {
  const { command, args } = npm();
  const runNpm = (action) =>
    run({
      title: `npm ${action}`,
      command,
      args: [...args, action, '--include=dev', '--loglevel=error'],
      cwd: root,
      signal,
    });
  // `ci` starts from nothing: right for a fresh clone, slow where a few packages are missing.
  if (!fresh) return runNpm('install');
  // What an interrupted install left may be half unpacked.
  await rm(join(root, 'node_modules'), { recursive: true, force: true });
  return runNpm('ci').catch((error) => {
    if (lockIsIncomplete(error)) return runNpm('install');
    throw error;
  });
};

/**
 * Installs what package-lock.json asks for and is missing.
 *
 * @param {{ root: string, report: import('./report.mjs').Report, signal?: AbortSignal }} o
 */
export const installMissing = async ({ root, report, signal }) => {
  const missing = missingPackages(root);
  if (missing.length === 0) return report.done('Everything is installed');
  const fresh = !existsSync(hiddenLock(root));
  const title = `Installing ${missing.length} packages${fresh ? ' (takes some minutes)' : ''}`;
  await report.task(title, async (say) => {
    await install({ root, signal, fresh });
    say(`Installed ${missing.length} packages`);
  });
  const still = missingPackages(root);
  if (still.length > 0) throw new SetupProblem(`npm did not install ${still.slice(0, 5).join(', ')}.`);
};

const PLUGIN_SOURCES = ['server', 'admin', 'package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * Builds the plugin when `dist` is missing or not what these sources give.
 *
 * @param {{ root: string, report: import('./report.mjs').Report, signal?: AbortSignal }} o
 */
export const buildPlugin = async ({ root, report, signal }) => {
  const stampFile = join(root, 'node_modules', '.cache', 'linkbacks-plugin-build.json');
  const outputs = [join(root, 'dist')];
  const inputs = fingerprint(PLUGIN_SOURCES.map((path) => join(root, path)));
  if (isFresh({ stampFile, inputs, outputs })) return report.done('The plugin is built');
  const { command, args } = npm();
  await report.task('Building the plugin', (say) =>
    run({ title: 'npm run build', command, args: [...args, 'run', 'build'], cwd: root, signal }).then(() =>
      say('Built the plugin')
    )
  );
  keepStamp({ stampFile, inputs, outputs });
};
