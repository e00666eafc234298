import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/paths';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const PICTURES = readdirSync(join(ROOT, 'docs', 'screenshots'));
const BROWSER_TESTS = readdirSync(join(ROOT, 'tests', 'e2e'))
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => read(join('tests', 'e2e', file)))
  .join('\n');
const DOCS = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

describe('the pictures in docs/screenshots', () => {
  it.each(PICTURES)('%s is made by a browser test', (picture) => {
    const name = picture.replace(/(-dark)?\.png$/, '');
    // As a whole, or with what it ends with in the dark.
    expect(BROWSER_TESTS).toMatch(new RegExp(`['\`]${name}(['\`]|\\$\\{)`));
  });

  it('are there where the documents show them', () => {
    const shown = DOCS.flatMap((path) =>
      [...read(path).matchAll(/screenshots\/([\w.-]+)/g)].flatMap(([, name]) => (name ? [name] : []))
    );
    expect(shown.length).toBeGreaterThan(0);
    expect(PICTURES).toEqual(expect.arrayContaining(shown));
  });
});
