import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { explainFailures, launch, signIn } from './browser';
import { addLocale, createPage } from './localised-pages';
import { panelOn } from './panel';
import type { Panel } from './panel';
import { asAdmin, PAGE } from './people';

const demo = inject('demo');
const LETTERS = `${demo.urls.neighbour}/posts/letters-to-strangers`;
const ENGLISH = { uid: PAGE, locale: 'en' };

let browser: Browser;
let page: Page;
let panel: Panel;
/** A page, published in English and in German, each of which links to another page. */
let pageId: string;

explainFailures();
beforeAll(async () => {
  await addLocale('de', 'German (de)');
  pageId = await createPage([
    { locale: 'en', title: 'In English', link: `${LETTERS}?from=en` },
    { locale: 'de', title: 'Auf Deutsch', link: `${LETTERS}?from=de` },
  ]);
  browser = await launch();
  page = await signIn(browser, demo.account);
  await page.setViewportSize({ width: 1440, height: 1700 });
  panel = panelOn(page);
});
afterAll(() => browser.close());

const pick = async (language: RegExp): Promise<void> => {
  await page.getByRole('combobox', { name: 'Locales' }).click();
  await page.getByRole('option', { name: language }).click();
};
const told = (target: string) =>
  panel.area.getByRole('listitem').filter({ hasText: target, has: page.getByText('Sent', { exact: true }) });

describe('an entry in several languages', () => {
  it('has settings, a trackback URL and pings of its own in each', async () => {
    const trackback = (locale: string) =>
      `${demo.urls.strapi}/api/linkbacks/trackback/pages/${pageId}/${locale}`;
    await panel.open(pageId, ENGLISH);
    await told('?from=en').waitFor();
    expect(await panel.area.getByText('?from=de').count()).toBe(0);
    expect(await panel.trackbackUrl.inputValue()).toBe(trackback('en'));
    await panel.choose('Allow pings', 'Closed');
    await panel.save();

    await pick(/German/);
    await told('?from=de').waitFor();
    expect(await panel.area.getByText('?from=en').count()).toBe(0);
    expect(await panel.trackbackUrl.inputValue()).toBe(trackback('de'));
    expect(await panel.toggle('Allow pings').textContent()).toBe('Default (open)');
    await panel.choose('Send pings', 'Off');
    await panel.save();

    await pick(/English/);
    await told('?from=en').waitFor();
    await panel.toggle('Allow pings').getByText('Closed').waitFor();
    expect(await panel.toggle('Send pings').textContent()).toBe('Default (on)');
    expect(await panel.trackbackUrl.count()).toBe(0);
    const saved = await asAdmin('GET', `/linkbacks/entries/${PAGE}/${pageId}?locale=de`);
    expect(saved).toMatchObject({ allowPings: 'default', sendPings: 'off' });
  });

  it('asks for what is not saved before another language is shown', async () => {
    await panel.open(pageId, { uid: PAGE, locale: 'de' });
    await panel.choose('Allow pings', 'Closed');
    await pick(/English/);
    const dialog = page.getByRole('alertdialog', { name: 'Leave without saving?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await panel.toggle('Allow pings').getByText('Closed').waitFor();
    expect(new URL(page.url()).search).toContain('=de');

    await pick(/English/);
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await told('?from=en').waitFor();
    const saved = await asAdmin('GET', `/linkbacks/entries/${PAGE}/${pageId}?locale=de`);
    expect(saved.allowPings).toBe('default');
  });
});
