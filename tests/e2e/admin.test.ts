import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { explainFailures, launch, signIn } from './browser';

const demo = inject('demo');

let browser: Browser;
let page: Page;

explainFailures();
beforeAll(async () => {
  browser = await launch();
  page = await signIn(browser, demo.account);
});
afterAll(() => browser.close());

describe('the settings page', () => {
  const open = async () => {
    await page.goto(`${demo.urls.strapi}/admin/settings/linkbacks`);
    await page.getByRole('heading', { name: 'Linkbacks', level: 1 }).waitFor();
  };

  it('keeps what is changed', async () => {
    await open();
    await page.getByRole('radio', { name: /Hold it unless the site is known/ }).click();
    await page.getByRole('textbox', { name: 'Blocked sites' }).fill('spam.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Settings saved').first().waitFor();

    await open();
    expect(await page.getByRole('radio', { name: /Hold it unless the site is known/ }).isChecked()).toBe(
      true
    );
    expect(await page.getByRole('textbox', { name: 'Blocked sites' }).inputValue()).toBe('spam.example');
  });

  it('names the line that is no host name', async () => {
    await page.getByRole('textbox', { name: 'Blocked sites' }).fill('spam.example\nnot a host');
    await page.getByText('“not a host” is not a host name').waitFor();
    await page.getByRole('textbox', { name: 'Blocked sites' }).fill('spam.example');
  });
});
