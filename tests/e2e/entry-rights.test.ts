import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { explainFailures, launch, pictures, signIn } from './browser';
import { addLocale, createPage } from './localised-pages';
import { allPending } from './neighbour';
import { editUrl, listUrl, NEW_ARTICLE, panelOn } from './panel';
import type { Panel } from './panel';
import { asAdmin, createPerson, PAGE } from './people';
import type { ROLES } from './people';

const demo = inject('demo');
const READ_ONLY = 'Your role may look at these settings, not change them.';
const ON_THEIR_WAY = 'The pings are on their way';
const SEND = 'Send pings now';

let browser: Browser;
/** An article of somebody else's, published, with a ping. */
let article: string;

explainFailures();
beforeAll(async () => {
  const slug = '?filters[slug][$eq]=on-writing-to-strangers';
  const { results } = await asAdmin('GET', `/content-manager/collection-types/api::article.article${slug}`);
  article = results[0].documentId;
  browser = await launch();
});
afterAll(() => browser.close());

/** Somebody of a role, at work. */
const as = async (
  role: keyof typeof ROLES,
  work: (page: Page, panel: Panel) => Promise<unknown>
): Promise<void> => {
  const page = await signIn(browser, await createPerson(role));
  await page.setViewportSize({ width: 1440, height: 1700 });
  await work(page, panelOn(page));
  await page.context().close();
};
const inMenu = (page: Page) => page.getByRole('menuitem', { name: SEND });
const isReadOnly = async ({ area, toggle, trackbacks, button }: Panel): Promise<void> => {
  await area.getByText(READ_ONLY).waitFor();
  for (const field of [toggle('Allow pings'), toggle('Send pings'), trackbacks])
    expect(await field.isDisabled()).toBe(true);
  expect(await button('Save linkback settings').count()).toBe(0);
};
/** What Strapi says of an entry that it does not show. */
const isRefused = (page: Page): Promise<void> =>
  page
    .getByText(/Something went wrong|have the permissions/)
    .first()
    .waitFor();
const selectInList = async (page: Page, title: string): Promise<void> => {
  await page.getByRole('row').filter({ hasText: title }).getByRole('checkbox').click();
  await page.getByText('1 entry selected').waitFor();
};
const TRIES = 3;
/** On a busy machine Strapi's list may miss an action whose description comes after the selection: then it is loaded again. */
const sendFromList = async (page: Page, panel: Panel, title: string): Promise<void> => {
  for (let tries = 1; tries < TRIES; tries += 1) {
    const isThere = await panel
      .button(SEND)
      .waitFor({ timeout: 20_000 })
      .then(() => true)
      .catch(() => false);
    if (isThere) break;
    await page.reload();
    await selectInList(page, title);
  }
  await panel.button(SEND).click();
};

describe('an editor without a right of ours', () => {
  it('looks at the panel, and is offered nothing that sends or changes something', () =>
    as('editor', async (page, panel) => {
      await panel.open(article);
      await isReadOnly(panel);
      await panel.area.getByText('Sent', { exact: true }).first().waitFor();
      for (const name of [SEND, 'Forget it', 'Send it again', 'Cancel it'])
        expect(await panel.button(name).count()).toBe(0);
      expect(await panel.area.getByRole('link').count()).toBe(0);
      await pictures(page, 'entry-panel-read-only', async () => {
        await panel.area.getByText(READ_ONLY).waitFor();
        expect(await panel.violations()).toEqual([]);
      });

      await panel.openMenu();
      await page.getByRole('menuitem', { name: /Delete/ }).waitFor();
      expect(await inMenu(page).count()).toBe(0);

      await page.goto(listUrl());
      await selectInList(page, 'On writing to strangers');
      await panel.button('Unpublish').waitFor();
      expect(await panel.button(SEND).count()).toBe(0);
    }));
});

describe('somebody who may send, and not write', () => {
  it('sends from the panel, the menu and the list, and leaves the settings as they are', () =>
    as('sender', async (page, panel) => {
      await panel.open(article);
      await isReadOnly(panel);
      expect(await panel.area.getByRole('link').count()).toBe(0);
      await panel.button('Forget it').first().waitFor();
      await panel.button(SEND).click();
      await page.getByText(ON_THEIR_WAY).first().waitFor();

      await panel.open(article);
      await panel.openMenu();
      await inMenu(page).click();
      await page.getByText(ON_THEIR_WAY).first().waitFor();

      await page.goto(listUrl());
      await selectInList(page, 'On writing to strangers');
      await sendFromList(page, panel, 'On writing to strangers');
      await page.getByRole('button', { name: 'Send pings', exact: true }).click();
      await page.getByText('The pings of 1 entry are on their way').first().waitFor();
    }));
});

describe('somebody who writes, and sees what they wrote only', () => {
  it('chooses and sends for an article of their own', () =>
    as('author', async (page, panel) => {
      await page.goto(NEW_ARTICLE);
      await page.getByLabel(/^title/).fill('By the author');
      await page.getByLabel(/^slug/).fill(`by-the-author-${Date.now().toString(36)}`);
      await panel.button('Publish').click();
      await panel.trackbackUrl.waitFor();
      await panel.choose('Allow pings', 'Closed');
      await panel.save();
      await panel.area.getByText('The entry has a trackback URL of its own when').waitFor();
      await panel.button(SEND).click();
      await page.getByText(ON_THEIR_WAY).first().waitFor();
    }));

  it('gets neither panel nor list of what others wrote', () =>
    as('author', async (page, panel) => {
      await page.goto(editUrl(article));
      await isRefused(page);
      expect(await panel.area.count()).toBe(0);
      await page.goto(listUrl());
      await page.getByText('No content found').waitFor();
    }));
});

describe('somebody whose role has one language', () => {
  let pageId: string;
  beforeAll(async () => {
    await addLocale('de', 'German (de)');
    const link = (locale: string) => `${demo.urls.neighbour}/posts/letters-to-strangers?rights=${locale}`;
    pageId = await createPage([
      { locale: 'en', title: 'For one translator', link: link('en') },
      { locale: 'de', title: 'Nur deutsch', link: link('de') },
    ]);
  });

  it('chooses and sends for that language, from the panel and the list', () =>
    as('translator', async (page, panel) => {
      const sent: string[] = [];
      page.on('request', (request) => {
        const { pathname, search } = new URL(request.url());
        if (pathname.endsWith('/send')) sent.push(search);
      });
      await panel.open(pageId, { uid: PAGE, locale: 'de' });
      await panel.choose('Send pings', 'On');
      await panel.save();
      await panel.button(SEND).click();
      await page.getByText(ON_THEIR_WAY).first().waitFor();

      await page.goto(`${listUrl(PAGE)}&plugins[i18n][locale]=de`);
      await selectInList(page, 'Nur deutsch');
      await panel.button(SEND).click();
      await page.getByRole('button', { name: 'Send pings', exact: true }).click();
      await page.getByText('The pings of 1 entry are on their way').first().waitFor();
      expect(sent).toEqual(['?locale=de', '?locale=de']);
      const english = await asAdmin('GET', `/linkbacks/entries/${PAGE}/${pageId}?locale=en`);
      expect(english.sendPings).toBe('default');
    }));

  it('gets no panel in another', () =>
    as('translator', async (page, panel) => {
      await page.goto(editUrl(pageId, { uid: PAGE, locale: 'en' }));
      await isRefused(page);
      expect(await panel.area.count()).toBe(0);
    }));
});

describe('a moderator', () => {
  it('who may not write sends pings, and leaves the settings as they are', () =>
    as('moderator', async (_page, panel) => {
      await panel.open(article);
      await isReadOnly(panel);
      await panel.button(SEND).waitFor();
      for (const name of ['Show them in the inbox', 'Show them in the delivery log'])
        await panel.area.getByRole('link', { name }).waitFor();
    }));

  it('decides on the page of a linkback and on the home page, and does not see the settings', () =>
    as('moderator', async (page) => {
      await allPending();
      await page.goto(`${demo.urls.strapi}/admin/plugins/linkbacks`);
      await page.getByRole('button', { name: 'More actions' }).first().click();
      await page.getByRole('menuitem', { name: 'Show everything about it' }).click();
      await page.getByRole('heading', { name: 'History' }).waitFor();
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      await page.getByText('Approved: your site can show it').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('Pending: it waits for your decision').waitFor();

      await page.goto(`${demo.urls.strapi}/admin/`);
      const first = await page.locator('tr[data-linkback]').first().getAttribute('data-linkback');
      const row = page.locator(`tr[data-linkback="${first}"]`);
      await row.getByRole('button', { name: 'Approve' }).click();
      await row.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Undo' }).click();
      await row.waitFor();

      await page.goto(`${demo.urls.strapi}/admin/settings/linkbacks`);
      await page
        .getByText(/may not see these settings|don't have the permissions/i)
        .first()
        .waitFor();
      expect(await page.getByRole('link', { name: 'Linkbacks' }).count()).toBe(1);
    }));
});
