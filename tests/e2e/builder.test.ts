import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { explainFailures, launch, pictures, signIn } from './browser';

const demo = inject('demo');
const TYPE = `${demo.urls.strapi}/admin/plugins/content-type-builder/content-types/api::article.article`;

let browser: Browser;
let page: Page;
const saved: { data: { contentTypes: { uid: string; pluginOptions?: unknown }[] } }[] = [];

explainFailures();
beforeAll(async () => {
  browser = await launch();
  page = await signIn(browser, demo.account);
  // The demo runs as in production, where the builder only looks: here it believes to be in development, and what it
  // saves stays here. tests/integration/builder.test.ts gives the same to a real one.
  await page.route('**/admin/information', async (route) => {
    const response = await route.fetch();
    const { data } = await response.json();
    const body = { data: { ...data, currentEnvironment: 'development', autoReload: true } };
    await route.fulfill({ response, json: body });
  });
  await page.route('**/content-type-builder/update-schema', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    saved.push(route.request().postDataJSON());
    return route.fulfill({ json: { data: {} } });
  });
});
afterAll(() => browser.close());

const openAdvanced = async (): Promise<void> => {
  await page.goto(TYPE);
  await page.getByRole('button', { name: 'Edit', exact: true }).first().click();
  await page.getByRole('tab', { name: 'Advanced settings' }).click();
  await page.getByLabel('Public URL of an entry').waitFor();
};

describe('the Content-Type Builder', () => {
  it('has our checkbox and URL among the advanced settings of a type, and saves both', async () => {
    await openAdvanced();
    await pictures(page, 'builder', async () => {
      await openAdvanced();
      // The dialog around our two fields is Strapi's.
      expect(await violations(page, '[role=dialog] [name^="pluginOptions.linkbacks"]')).toEqual([]);
    });
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Linkbacks' }).click();
    await dialog.getByLabel('Public URL of an entry').fill('https://example.com/articles/:slug');
    await dialog.getByRole('button', { name: 'Finish' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();

    await expect.poll(() => saved.length).toBe(1);
    const type = saved[0]?.data.contentTypes.find(({ uid }) => uid === 'api::article.article');
    expect(type?.pluginOptions).toMatchObject({
      linkbacks: { enabled: true, url: 'https://example.com/articles/:slug' },
    });
  });
});
