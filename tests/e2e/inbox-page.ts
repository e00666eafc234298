import type { Page } from 'playwright-core';
import { inject } from 'vitest';

export const INBOX = `${inject('demo').urls.strapi}/admin/plugins/linkbacks`;

/** The inbox as somebody sees it; a linkback is known by its source. */
export const inboxOn = (page: Page) => {
  const row = (source: string) => page.getByRole('row').filter({ has: page.locator(`a[href="${source}"]`) });
  const button = (source: string, name: string) => row(source).getByRole('button', { name, exact: true });
  return {
    async open(search: string): Promise<void> {
      await page.goto(`${INBOX}?${search}`);
      await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
    },
    row,
    button,
    tab: (name: string) => page.getByRole('tab', { name, exact: true }),
    /** What is on the screen, from top to bottom. */
    sources: () =>
      page
        .locator('tr[data-linkback]')
        .evaluateAll((rows) => rows.map((one) => one.querySelector('a')?.getAttribute('href'))),
    act: (source: string, name: string) => button(source, name).click(),
    async choose(source: string, name: string): Promise<void> {
      await button(source, 'More actions').click();
      await page.getByRole('menuitem', { name, exact: true }).click();
    },
    async select(...sources: readonly string[]): Promise<void> {
      for (const source of sources) await row(source).getByRole('checkbox').click();
      await page
        .getByText(sources.length === 1 ? '1 entry selected' : `${sources.length} entries selected`)
        .waitFor();
    },
    /** What stands above the table acts on what is selected; the rows have buttons of the same names. */
    actOnSelected: (name: string) => page.getByRole('button', { name, exact: true }).first().click(),
    undo: () => page.getByRole('button', { name: 'Undo', exact: true }).click(),
  };
};
