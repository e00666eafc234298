import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { explainFailures, launch, signIn } from './browser';

const { urls, account } = inject('demo');
/** Longer than everything else takes that the admin loads before it shows a page. */
const DELAY_MS = 4_000;

let browser: Browser;
let page: Page;

explainFailures();
beforeAll(async () => {
  browser = await launch();
  page = await signIn(browser, account);
});
afterAll(async () => {
  // A delayed answer may be on its way.
  await page?.unrouteAll({ behavior: 'ignoreErrors' });
  await browser?.close();
});

/**
 * Strapi's admin shows a page as soon as it knows its own version and the menu; it does not wait for the user's
 * permissions, which come by a request of their own. On a slow server they come last.
 */
const delayPermissions = async (): Promise<void> => {
  await page.route('**/admin/users/me/permissions', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, DELAY_MS));
    await route.continue();
  });
};

/** Opens a page by its address, and waits for what was delayed. */
const open = async (path: string): Promise<void> => {
  const permissions = page.waitForResponse((response) => response.url().endsWith('/users/me/permissions'));
  await page.goto(`${urls.strapi}/admin/${path}`);
  await permissions;
};

describe('a page that is opened before the permissions of the user have come', () => {
  beforeAll(delayPermissions);

  it('is the inbox, with what the user may do', async () => {
    await open('plugins/linkbacks');
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Approve' }).first().waitFor();
  });

  it('is the settings page, which can be changed', async () => {
    await open('settings/linkbacks');
    await page.getByRole('heading', { name: 'Linkbacks', level: 1 }).waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: 'Blocked sites' }).isEnabled()).toBe(true);
  });
});
