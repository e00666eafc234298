import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { violations } from './axe';
import { ARTICLE } from './people';

const MANAGER = `${inject('demo').urls.strapi}/admin/content-manager/collection-types`;
export const NEW_ARTICLE = `${MANAGER}/${ARTICLE}/create`;
/** The list, with all that the tests have written on one page. */
export const listUrl = (uid = ARTICLE): string => `${MANAGER}/${uid}?page=1&pageSize=100`;

/** The edit view of an entry, in one of its languages where it has several. */
export const editUrl = (documentId: string, o: { uid?: string; locale?: string } = {}): string => {
  const locale = o.locale ? `?plugins[i18n][locale]=${o.locale}` : '';
  return `${MANAGER}/${o.uid ?? ARTICLE}/${documentId}${locale}`;
};

/** The side panel of an entry, as `page` shows it. */
export const panelOn = (page: Page) => {
  const area = page.getByRole('complementary').filter({ hasText: 'Allow pings' });
  const toggle = (name: string) => area.getByRole('combobox', { name });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  return {
    area,
    toggle,
    button,
    trackbackUrl: area.getByLabel('Trackback URL of this entry'),
    trackbacks: area.getByLabel('Send trackbacks to'),

    async open(documentId: string, o: { uid?: string; locale?: string } = {}): Promise<void> {
      await page.goto(editUrl(documentId, o));
      await area.waitFor();
    },
    async choose(name: string, option: string | RegExp): Promise<void> {
      await toggle(name).click();
      await page.getByRole('option', { name: option, exact: true }).click();
    },
    async save(): Promise<void> {
      const saved = page.waitForResponse(
        (response) => response.request().method() === 'PUT' && response.url().includes('/linkbacks/entries/')
      );
      await button('Save linkback settings').click();
      if (!(await saved).ok()) throw new Error(`The settings were refused: ${(await saved).status()}`);
      await page.getByText('Linkback settings of this entry saved').first().waitFor();
    },
    /** The menu of the whole entry, beside its title. */
    async openMenu(): Promise<void> {
      await button('More actions').first().click();
      await page.getByRole('menu').waitFor();
    },
    /** What axe finds serious in the panel. Strapi's frame and heading are not ours: the frame is named by nothing. */
    async violations(): Promise<string[]> {
      await area.evaluate((frame) => {
        for (const part of frame.querySelectorAll(':scope > :not(h2)')) part.setAttribute('data-ours', '');
      });
      return violations(page, '[data-ours]');
    },
  };
};

export type Panel = ReturnType<typeof panelOn>;
