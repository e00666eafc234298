import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare const axe: { run(context: string, options: object): Promise<AxeResults> };

const serious = (results: AxeResults): string[] =>
  results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);

const run = async (page: Page, selector: string): Promise<string[]> => {
  // Not as a script tag: the admin's content security policy allows none.
  await page.evaluate(SOURCE);
  const results = await page.evaluate(
    (context) => axe.run(context, { resultTypes: ['violations'] }),
    selector
  );
  return serious(results);
};

/** What fades in is pale for a moment, and axe would measure that. */
const isStill = (page: Page): Promise<unknown> =>
  page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity
      )
  );

/** What axe finds serious in the part of the page that is ours; what is Strapi's own is only printed. */
export const violations = async (page: Page, ours: string): Promise<string[]> => {
  await isStill(page);
  const found = await run(page, ours);
  const all = await run(page, 'body');
  const others = all.filter((violation) => !found.includes(violation));
  if (others.length > 0) console.log(`Strapi's own, on ${page.url()}:\n${others.join('\n')}`);
  return found;
};
