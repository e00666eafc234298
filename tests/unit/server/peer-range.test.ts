import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../helpers/paths';

interface Package {
  version: string;
  devDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
}
const read = (path: string): Package => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/** The lower end is what tests/pack/oldest.test.ts installs; the upper end is what everything else runs on. */
describe('the peer range of Strapi', () => {
  const { devDependencies, peerDependencies } = read('package.json');
  const { version } = read('node_modules/@strapi/strapi/package.json');

  it('ends with the minor version that the tests run on', () => {
    const [major, minor] = version.split('.').map(Number);

    expect(devDependencies['@strapi/strapi']).toBe(version);
    expect(peerDependencies['@strapi/strapi']).toMatch(/^>=\d+\.\d+\.\d+ <\d+\.\d+\.0$/);
    expect(peerDependencies['@strapi/strapi']?.split('<')[1]).toBe(`${major}.${Number(minor) + 1}.0`);
  });

  it('is the one of its utilities, which Strapi pins', () => {
    expect(peerDependencies['@strapi/utils']).toBe(peerDependencies['@strapi/strapi']);
  });
});
