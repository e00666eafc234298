import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createArticle } from './articles';
import { violations } from './axe';
import { explainFailures, launch, picture, pictures, signIn } from './browser';
import { ARTICLE, asAdmin, createPerson } from './people';

const demo = inject('demo');
const ARTICLES = `${demo.urls.strapi}/admin/content-manager/collection-types/${ARTICLE}`;
const TRACKBACK = `${demo.urls.neighbour}/trackback/nowhere`;
const LETTERS = `${demo.urls.neighbour}/posts/letters-to-strangers`;

let browser: Browser;
let page: Page;
/** The article of the demo. */
let article: string;

explainFailures();
beforeAll(async () => {
  const { results } = await asAdmin(
    'GET',
    `/content-manager/collection-types/${ARTICLE}?filters[slug][$eq]=on-writing-to-strangers`
  );
  article = results[0].documentId;
  browser = await launch();
  page = await signIn(browser, demo.account);
  // The panel is long.
  await page.setViewportSize({ width: 1440, height: 1700 });
});
afterAll(() => browser.close());

const panel = (on = page) => on.getByRole('complementary').filter({ hasText: 'Allow pings' });
const open = async (documentId: string, on = page): Promise<void> => {
  await on.goto(`${ARTICLES}/${documentId}`);
  await panel(on).waitFor();
};
const button = (name: string, on = page) => on.getByRole('button', { name, exact: true });
const choose = async (label: string, option: string | RegExp): Promise<void> => {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
};
const saved = () => page.getByText('Linkback settings of this entry saved').first().waitFor();
const discovery = async (documentId: string) => {
  const query = `contentType=articles&documentId=${documentId}`;
  return (await (await fetch(`${demo.urls.strapi}/api/linkbacks/discovery?${query}`)).json()).data;
};
const updatedAt = async (documentId: string) =>
  (await asAdmin('GET', `/content-manager/collection-types/${ARTICLE}/${documentId}`)).data.updatedAt;

describe('the side panel of an entry', () => {
  it('shows the toggles with what default comes to, the trackback URL and who was told', async () => {
    await open(article);
    await page.getByText('Default (open)').waitFor();
    await page.getByText('Default (on)').waitFor();
    await panel().getByText('Sent', { exact: true }).first().waitFor();
    const trackback = await page.getByLabel('Trackback URL of this entry').inputValue();
    expect(trackback).toBe(`${demo.urls.strapi}/api/linkbacks/trackback/articles/${article}`);
    await pictures(page, 'entry-panel', async () => {
      await panel().getByText('Sent', { exact: true }).first().waitFor();
      await panel().evaluate((aside) => aside.setAttribute('data-ours', ''));
      // Strapi's own frame of the panel names a heading that does not exist.
      const found = await violations(page, '[data-ours]');
      expect(found.filter((violation) => !violation.startsWith('aria-valid-attr-value'))).toEqual([]);
    });
  });

  it('leads to the linkbacks and deliveries of this entry', async () => {
    await panel().getByRole('link', { name: 'Show them in the inbox' }).click();
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
    await page.getByText('Entry: On writing to strangers').waitFor();
    await open(article);
    await panel().getByRole('link', { name: 'Show them in the delivery log' }).click();
    await page.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor();
    await page.getByText('Entry: On writing to strangers').waitFor();
    await page.locator(`a[href="${LETTERS}"]`).waitFor();
  });

  it('gives what the page must carry, to be copied', async () => {
    await open(article);
    await button('Show the tags for its page').click();
    const html = await page.getByLabel('For the head of the page').inputValue();
    expect(html).toContain(`<link rel="pingback" href="${demo.urls.strapi}/api/linkbacks/xmlrpc"`);
    expect(await page.getByLabel('As response headers').inputValue()).toContain('X-Pingback: ');
    expect(await page.getByLabel('TrackBack RDF').inputValue()).toContain('trackback:ping=');
    await button('Copy: For the head of the page').click();
    await page.getByText('Copied: For the head of the page').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(html);
    await picture(page, 'entry-panel-tags');
    await button('Hide the tags for its page').click();
  });

  it('previews the pings of the draft, and sends none', async () => {
    await button('Preview the pings').click();
    await page.getByText('It was told already.').first().waitFor();
    await picture(page, 'entry-panel-preview');
    await button('Hide the preview').click();
  });

  it('forgets a ping only when that is confirmed', async () => {
    await page.getByRole('button', { name: 'Forget it' }).first().click();
    await page.getByText('Forget this ping?').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).last().click();
    await page.getByText('Forget this ping?').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Forget it' }).first().waitFor();
  });

  it('names a trackback URL that is none, while it is typed', async () => {
    const field = page.getByLabel('Send trackbacks to');
    await field.fill('https://example.com/trackback example');
    await page.getByText('“example” does not begin with http:// or https://').waitFor();
    expect(await button('Save linkback settings').isDisabled()).toBe(true);
    await picture(page, 'entry-panel-bad-url');
    await field.fill('https://example.com/a\nhttps://example.com/b https://me:secret@example.com/c');
    await page.getByText('contains a user name or password').waitFor();
    await field.fill('');
  });

  it('closes the entry without touching it', async () => {
    const before = await updatedAt(article);
    expect((await discovery(article)).pingback).toContain('/api/linkbacks/xmlrpc');
    await choose('Allow pings', 'Closed');
    await button('Save linkback settings').click();
    await saved();
    expect((await discovery(article)).pingback).toBeNull();
    await page.getByText('Published', { exact: true }).first().waitFor();
    expect(await page.getByText('Modified', { exact: true }).count()).toBe(0);
    expect(await updatedAt(article)).toBe(before);

    await choose('Allow pings', /^Default/);
    await button('Save linkback settings').click();
    await expect.poll(async () => (await discovery(article)).pingback).not.toBeNull();
  });
});

describe('what is chosen in the panel and not saved', () => {
  it('is asked for before somebody leaves', async () => {
    await open(article);
    await choose('Allow pings', 'Closed');
    await page.getByRole('link', { name: 'Content-Type Builder' }).first().click();
    const dialog = page.getByRole('alertdialog', { name: 'Leave without saving?' });
    await dialog.getByText('What you chose for the linkbacks of this entry is not saved yet').waitFor();
    await picture(page, 'entry-panel-unsaved');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('combobox', { name: 'Allow pings' }).getByText('Closed').waitFor();
    await choose('Allow pings', /^Default/);
    await page.getByRole('link', { name: 'Content-Type Builder' }).first().click();
    await page.waitForURL((url) => url.pathname.includes('content-type-builder'));
  });
});

describe('when the server fails', () => {
  it('the panel says so, and tries again when asked', async () => {
    const route = `**/linkbacks/entries/${ARTICLE}/${article}*`;
    await page.route(route, (answer) => answer.fulfill({ status: 500, json: {} }));
    await page.goto(`${ARTICLES}/${article}`);
    await pictures(page, 'entry-panel-failed', async () => {
      await page.getByText('This could not be loaded').waitFor();
    });
    await page.unroute(route);
    await button('Try again').click();
    await page.getByText('Default (open)').waitFor();
  });
});

describe('an entry that is not saved yet', () => {
  it('keeps its settings also when it is published straight away', async () => {
    await page.goto(`${ARTICLES}/create`);
    await panel().waitFor();
    await choose('Allow pings', 'Closed');
    await page.getByText('Saved for this entry').waitFor();
    await page.getByLabel('Send trackbacks to').fill(TRACKBACK);
    await page.getByText('Saving…').waitFor({ state: 'hidden' });
    await page.getByText('Saved for this entry').waitFor();
    await picture(page, 'entry-panel-new');
    await page.getByLabel(/^title/).fill('Closed from the start');
    await page.getByLabel(/^slug/).fill(`closed-${Date.now().toString(36)}`);
    await button('Publish').click();
    await page.waitForURL((url) => !url.pathname.endsWith('/create'));
    const documentId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    expect(await discovery(documentId)).toMatchObject({ open: false, pingback: null });
    await page.getByRole('combobox', { name: 'Allow pings' }).getByText('Closed').waitFor();
    expect(await page.getByLabel('Send trackbacks to').inputValue()).toBe(TRACKBACK);
  });
});

describe('“Send pings now”', () => {
  it('in the panel tells who was not told, and shows how it goes', async () => {
    const target = `${LETTERS}?now`;
    const id = await createArticle({ title: 'Told by hand', slug: 'told-by-hand', link: target });
    await asAdmin('PUT', `/linkbacks/entries/${ARTICLE}/${id}`, { sendPings: 'off' });
    await asAdmin('POST', `/content-manager/collection-types/${ARTICLE}/${id}/actions/publish`, {});
    await open(id);
    await button('Send pings now').click();
    await page.getByText('The pings are on their way').first().waitFor();
    await panel().getByText('Sent', { exact: true }).waitFor();
  });

  it('is in the menu of the entry', async () => {
    await open(article);
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: 'Send pings now' }).click();
    await page.getByText('The pings are on their way').first().waitFor();
  });

  it('cannot be used before the entry is published', async () => {
    await open(await createArticle({ title: 'A draft', slug: 'a-draft' }));
    expect(await button('Send pings now').isDisabled()).toBe(true);
    await page.getByText('Publish the entry first').waitFor();
  });

  it('is there for many entries at once', async () => {
    await page.goto(ARTICLES);
    await page.getByRole('gridcell', { name: 'On writing to strangers' }).first().waitFor();
    await page.getByRole('checkbox').first().click();
    await button('Send pings now').click();
    await page.getByRole('alertdialog').getByText('Drafts are left out.').waitFor();
    await picture(page, 'bulk-send');
    await page.getByRole('button', { name: 'Send pings', exact: true }).click();
    await page
      .getByText(/The pings of \d+ (entry|entries) are on their way/)
      .first()
      .waitFor();
  });
});

describe('the rights', () => {
  it('of an editor without ours leave the panel to be looked at', async () => {
    const theirs = await signIn(browser, await createPerson('editor'));
    await open(article, theirs);
    await theirs.getByText('Your role may look at these settings, not change them.').waitFor();
    expect(await theirs.getByRole('combobox', { name: 'Allow pings' }).isDisabled()).toBe(true);
    expect(await theirs.getByLabel('Send trackbacks to').isDisabled()).toBe(true);
    expect(await button('Send pings now', theirs).count()).toBe(0);
    expect(await button('Save linkback settings', theirs).count()).toBe(0);
    expect(await theirs.getByRole('link', { name: 'Show them in the inbox' }).count()).toBe(0);
    await pictures(theirs, 'entry-panel-read-only', async () => {
      await theirs.getByText('Your role may look at these settings, not change them.').waitFor();
    });
    await theirs.goto(ARTICLES);
    await theirs.getByRole('gridcell', { name: 'On writing to strangers' }).first().waitFor();
    await theirs.getByRole('checkbox').first().click();
    expect(await button('Send pings now', theirs).count()).toBe(0);
    await theirs.context().close();
  });

  it('of a moderator who may not update the entry let pings be sent, and settings be', async () => {
    const theirs = await signIn(browser, await createPerson('moderator'));
    await open(article, theirs);
    await theirs.getByText('Your role may look at these settings, not change them.').waitFor();
    await button('Send pings now', theirs).waitFor();
    await theirs.getByRole('link', { name: 'Show them in the inbox' }).waitFor();
    await theirs.context().close();
  });
});
