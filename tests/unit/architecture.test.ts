import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/paths';

const exec = promisify(execFile);
const FIXTURES = join(ROOT, 'tests', 'fixtures', 'architecture');

interface Verdict {
  code: number;
  /** Names of the rules that were broken. */
  broken: string[];
}

/** What `npm run lint` says about the imports in `folders` of a tree, with the project's own rules. */
const cruise = async (tree: string, folders = ['server/src']): Promise<Verdict> => {
  const cli = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const rules = join(ROOT, '.dependency-cruiser.cjs');
  const tsConfig = join(ROOT, 'server', 'tsconfig.json');
  const args = [cli, ...folders, '--config', rules, '--ts-config', tsConfig, '--output-type', 'err'];
  const { code, stdout } = await exec(process.execPath, args, { cwd: tree }).then(
    (ended) => ({ code: 0, stdout: ended.stdout }),
    (failed: { code: number; stdout: string }) => failed
  );
  return { code, broken: [...stdout.matchAll(/error ([\w-]+):/g)].map(([, rule]) => rule ?? '') };
};

describe('the direction of dependencies', () => {
  it.each([
    ['a service', 'services', 'core-knows-only-itself'],
    ['a type of Strapi', 'strapi', 'core-knows-no-framework'],
    ['knex', 'knex', 'core-knows-no-framework'],
  ])('fails the lint when the core imports %s', async (_what, fixture, rule) => {
    const verdict = await cruise(join(FIXTURES, fixture));

    expect(verdict.broken).toEqual([rule]);
    expect(verdict.code).toBeGreaterThan(0);
  });

  it('lets the core import the core', async () => {
    expect(await cruise(join(FIXTURES, 'clean'))).toEqual({ code: 0, broken: [] });
  });

  it('is kept by the plugin itself', async () => {
    expect(await cruise(ROOT, ['server/src', 'admin/src'])).toEqual({ code: 0, broken: [] });
  });
});
