import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { explainFailures, launch, pictures, signIn } from './browser';
import { tabTo } from './keyboard';

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

const optionsOf = (schema: (typeof saved)[number] | undefined) =>
  schema?.data.contentTypes.find(({ uid }) => uid === 'api::article.article')?.pluginOptions;
const enabled = () => page.getByRole('dialog').getByRole('checkbox', { name: 'Linkbacks' });
const url = () => page.getByRole('dialog').getByLabel('Public URL of an entry');
const finish = () => page.getByRole('dialog').getByRole('button', { name: 'Finish' });
const save = () => page.getByRole('button', { name: 'Save', exact: true });

describe('the Content-Type Builder', () => {
  beforeEach(() => void (saved.length = 0));

  it('has our checkbox and URL among the advanced settings of a type, and saves both', async () => {
    // The dialog around our two fields is Strapi's.
    const ours = '[role=dialog] [name^="pluginOptions.linkbacks"]';
    await pictures(page, 'builder', openAdvanced, ours);
    await enabled().click();
    await url().fill('https://example.com/articles/:slug');
    await finish().click();
    await save().click();

    await expect.poll(() => saved.length).toBe(1);
    expect(optionsOf(saved[0])).toMatchObject({
      linkbacks: { enabled: true, url: 'https://example.com/articles/:slug' },
    });
  });

  it('saves both with the keyboard alone', async () => {
    await openAdvanced();
    await tabTo(page, enabled());
    await page.keyboard.press('Space');
    expect(await enabled().isChecked()).toBe(true);
    await tabTo(page, url());
    await page.keyboard.type('https://example.com/by-key/:slug');
    await tabTo(page, finish());
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await tabTo(page, save());
    await page.keyboard.press('Enter');

    await expect.poll(() => saved.length).toBe(1);
    expect(optionsOf(saved[0])).toMatchObject({
      linkbacks: { enabled: true, url: 'https://example.com/by-key/:slug' },
    });
  });
});
