import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import setupStrapi from '../helpers/global-setup';
import { WORDPRESS } from './lab';

/** Brings the WordPress sites up, and ends them when the tests are through. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await setupStrapi(project);
  await script('up.sh');
  return () => script('down.sh');
}

const script = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(join(WORDPRESS, name), [], { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else if (code === 2) reject(new Error('The interop tests cannot run here: see the lines above.'));
      else reject(new Error(`${name} of the WordPress lab ended with exit code ${code}`));
    });
  });
