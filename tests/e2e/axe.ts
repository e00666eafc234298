import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare const axe: { run(context: string, options: object): Promise<AxeResults> };

interface Violation {
  readonly id: string;
  readonly html: string;
  readonly isOurs: boolean;
}

/** What axe finds serious on the page, element by element; `ours`: a selector. */
const run = async (page: Page, ours: string): Promise<Violation[]> => {
  // Not as a script tag: the admin's content security policy allows none.
  await page.evaluate(SOURCE);
  return page.evaluate(async (selector) => {
    const { violations: found } = await axe.run('body', { resultTypes: ['violations'] });
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, target }) => {
          const element = document.querySelector(String(target.at(-1)));
          return { id, html: html.slice(0, 200), isOurs: !element || element.closest(selector) !== null };
        })
      );
  }, ours);
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

const inWords = ({ id, html }: Violation): string => `${id}: ${html}`;

/** What axe finds serious in the part of the page that is ours; what is Strapi's own is only printed. */
export const violations = async (page: Page, ours: string): Promise<string[]> => {
  await isStill(page);
  const found = await run(page, ours);
  const others = found.filter(({ isOurs }) => !isOurs).map(inWords);
  if (others.length > 0) console.log(`Strapi's own, on ${page.url()}:\n${others.join('\n')}`);
  return found.filter(({ isOurs }) => isOurs).map(inWords);
};
