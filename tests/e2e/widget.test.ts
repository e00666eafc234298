import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { until } from '../helpers/until';
import { createArticle } from './articles';
import { violations } from './axe';
import { explainFailures, launch, pictures, signIn } from './browser';
import { hasFocus, tabTo } from './keyboard';
import { moderate } from './moderate';
import { allPending, writesPost } from './neighbour';
import { ARTICLE, asAdmin, createPerson } from './people';

const demo = inject('demo');
const HOME = `${demo.urls.strapi}/admin/`;
/** Nothing of the neighbour's: a ping to it fails at once. */
const NOWHERE = `${demo.urls.neighbour}/trackback/no-such-post`;

let browser: Browser;
let page: Page;
/** The newest of what waits: a post of the neighbour. */
let post: string;

explainFailures();
beforeAll(async () => {
  await failToSend();
  post = await writesPost('Letters to the front page');
  browser = await launch();
  page = await signIn(browser, demo.account);
});
beforeEach(allPending);
afterAll(async () => {
  await browser?.close();
  await allPending();
  await act('trash', post);
  await act('delete', post);
});

const linkbacks = (status: string) => asAdmin('GET', `/linkbacks/linkbacks?status=${status}&pageSize=100`);
const sources = async (status: string): Promise<string[]> =>
  (await linkbacks(status)).results.map(({ source }: { source: string }) => source);
const act = async (action: string, source: string): Promise<void> => {
  const { results } = await asAdmin('GET', '/linkbacks/linkbacks?pageSize=100');
  const found = results.find((linkback: { source: string }) => linkback.source === source);
  await moderate(action, found.id);
};

/** An article whose trackback nobody takes. */
const failToSend = async (): Promise<void> => {
  const id = await createArticle({ title: 'Into the blue', slug: 'into-the-blue' });
  await asAdmin('PUT', `/linkbacks/entries/${ARTICLE}/${id}`, { trackbackUrls: [NOWHERE] });
  await asAdmin('POST', `/content-manager/collection-types/${ARTICLE}/${id}/actions/publish`, {});
  await until('its trackback has failed', async () => {
    const { results } = await asAdmin('GET', '/linkbacks/pings?status=failed&pageSize=100');
    return results.some(({ target }: { target: string }) => target === NOWHERE);
  });
};

const widget = (name: string, on = page) =>
  on.locator('section').filter({ has: on.getByRole('heading', { name, exact: true }) });
const pending = (on = page) => widget('Pending linkbacks', on);
const failed = (on = page) => widget('Pings that failed', on);
const row = (source: string, on = page) =>
  pending(on)
    .getByRole('row')
    .filter({ has: on.locator(`a[href="${source}"]`) });
const bothAreThere = async (on = page): Promise<void> => {
  await row(demo.reply, on).waitFor();
  await failed(on).getByRole('row').first().waitFor();
};
// The frame and the heading of a widget are Strapi's.
const OURS = ['pending', 'failed'].map((id) => `section:has([id="plugin::linkbacks.${id}"]) table`).join();

describe('the home page', () => {
  it('shows what waits, and the pings that failed with the reason, light and dark', async () => {
    await page.goto(HOME);
    await page.setViewportSize({ width: 1440, height: 1700 });
    await pictures(page, 'widgets', bothAreThere, OURS);
    const reason = 'The site refused the trackback.';
    const ping = failed().getByRole('row').filter({ hasText: 'trackback/no-such-post' });
    await ping.getByText(reason).waitFor();
    expect(await ping.getByRole('link').getAttribute('href')).toBe(NOWHERE);
  });

  it('leads to the inbox, and to the deliveries that failed', async () => {
    await page.goto(HOME);
    await pending().getByRole('link', { name: 'Open the inbox' }).click();
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
    await page.goto(HOME);
    await failed().getByRole('link', { name: 'Open the deliveries' }).click();
    await page.getByRole('tab', { name: /^Failed/, selected: true }).waitFor();
    await page.getByRole('row').filter({ hasText: 'trackback/no-such-post' }).waitFor();
  });

  it('approves on the spot, and says when nothing is left', async () => {
    await page.goto(HOME);
    await row(demo.reply).getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Linkback approved').first().waitFor();
    await row(demo.reply).waitFor({ state: 'detached' });
    expect(await sources('approved')).toEqual([demo.reply]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await row(demo.reply).waitFor();
    expect(await sources('approved')).toEqual([]);

    for (const source of await sources('pending')) await act('approve', source);
    await page.goto(HOME);
    await pending().getByText('Nothing waits for your decision.').waitFor();
  });

  it('marks as spam on the spot', async () => {
    await page.goto(HOME);
    await row(demo.reply).getByRole('button', { name: 'Mark as spam' }).click();
    await page.getByText('Linkback marked as spam').first().waitFor();
    expect(await sources('spam')).toEqual([demo.reply]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await row(demo.reply).waitFor();
    expect(await sources('spam')).toEqual([]);
  });

  it('says so when it cannot be asked', async () => {
    for (const path of ['linkbacks', 'pings'])
      await page.route(`**/linkbacks/${path}?*`, (route) => route.fulfill({ status: 500, json: {} }));
    await page.goto(HOME);
    for (const ours of [pending(), failed()])
      await ours
        .getByText(/couldn't load|error|wrong/i)
        .first()
        .waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('offers no decision to those who may only look, and nothing to those who may not', async () => {
    const reader = await signIn(browser, await createPerson('reader'));
    await reader.goto(HOME);
    await bothAreThere(reader);
    expect(await pending(reader).getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await reader.context().close();

    const editor = await signIn(browser, await createPerson('editor'));
    await editor.goto(HOME);
    await editor.getByRole('heading', { name: 'Last edited entries' }).waitFor();
    expect(await pending(editor).count()).toBe(0);
    expect(await failed(editor).count()).toBe(0);
    await editor.context().close();
  });
});

describe('a moderator with the keyboard alone', () => {
  it('approves, takes it back, and marks as spam; the next linkback gets the focus', async () => {
    const theirs = await signIn(browser, await createPerson('moderator'));
    await theirs.goto(HOME);
    await row(post, theirs).waitFor();
    expect(await violations(theirs, OURS)).toEqual([]);

    await tabTo(theirs, row(post, theirs).getByRole('link'));
    await tabTo(theirs, row(post, theirs).getByRole('button', { name: 'Approve' }));
    await theirs.keyboard.press('Enter');
    await theirs.getByText('Linkback approved').first().waitFor();
    await row(post, theirs).waitFor({ state: 'detached' });
    expect(await sources('approved')).toEqual([post]);
    await expect.poll(() => hasFocus(pending(theirs).getByRole('row').first())).toBe(true);

    await tabTo(theirs, theirs.getByRole('button', { name: 'Undo' }));
    await theirs.keyboard.press('Enter');
    await row(post, theirs).waitFor();
    expect(await sources('approved')).toEqual([]);

    await tabTo(theirs, row(post, theirs).getByRole('button', { name: 'Mark as spam' }), 'Shift+Tab');
    await theirs.keyboard.press('Space');
    await row(post, theirs).waitFor({ state: 'detached' });
    expect(await sources('spam')).toEqual([post]);
    await theirs.context().close();
  });
});
