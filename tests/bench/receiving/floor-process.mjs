import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { child } from '../lab.mjs';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const OUT = join(ROOT, 'tests', '.state', 'bench', 'core');
const run = promisify(execFile);

const PARTS = ['pingback/wire', 'verification', 'http/client', 'url/normalise'];

/** The core as the floor loads it: compiled alone, which it can be, since it knows nothing of Strapi. */
const compileCore = async () => {
  rmSync(OUT, { recursive: true, force: true });
  const core = join(ROOT, 'server', 'src', 'core');
  const options = ['--target', 'es2022', '--module', 'commonjs', '--moduleResolution', 'node10'];
  const lenient = ['--esModuleInterop', '--skipLibCheck', '--noCheck', '--rootDir', core, '--outDir', OUT];
  const files = PARTS.map((part) => join(core, `${part}.ts`));
  await run(process.execPath, [
    join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'),
    ...options,
    ...lenient,
    ...files,
  ]);
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, 'package.json'), '{"type":"commonjs"}\n');
};

/** A process that parses, fetches, verifies and stores as Strapi does, without Strapi. */
export const startFloor = async () => {
  await compileCore();
  return child('receiving/floor.cjs', [OUT]);
};
