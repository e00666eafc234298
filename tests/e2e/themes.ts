import type { Page } from 'playwright-core';
import { picture } from './browser';

type Scheme = 'light' | 'dark';

/** The admin follows the browser for whoever has chosen nothing. */
const follow = async (page: Page, colorScheme: Scheme): Promise<void> => {
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction((isDark) => {
    const channels = getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
    return Math.max(...channels.slice(0, 3)) < 128 === isDark;
  }, colorScheme === 'dark');
};

/**
 * Looks at the same light and dark without loading the page anew, which would end what is open or selected; `suffix` is
 * what the names of its pictures end with.
 */
export const inBothThemes = async (
  page: Page,
  look: (suffix: '' | '-dark') => Promise<unknown>
): Promise<void> => {
  for (const scheme of ['light', 'dark'] as const) {
    await follow(page, scheme);
    await look(scheme === 'dark' ? '-dark' : '');
  }
  await follow(page, 'light');
};

/** Pictures of what a page shows at this moment (`name` and `name-dark`); `check` is done in both. */
export const picturesInPlace = (
  page: Page,
  name: string,
  check: () => Promise<unknown> = async () => undefined
): Promise<void> =>
  inBothThemes(page, async (suffix) => {
    await check();
    await picture(page, `${name}${suffix}`);
  });
