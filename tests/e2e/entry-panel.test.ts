import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createArticle } from './articles';
import { violations } from './axe';
import { explainFailures, launch, lightAndDark, picture, pictures, signIn } from './browser';
import { hasFocus, tabTo } from './keyboard';
import { moderate } from './moderate';
import { writesPost } from './neighbour';
import { editUrl, listUrl, NEW_ARTICLE, panelOn } from './panel';
import type { Panel } from './panel';
import { ARTICLE, asAdmin } from './people';

const demo = inject('demo');
const BASE = `/content-manager/collection-types/${ARTICLE}`;
const TRACKBACK = `${demo.urls.neighbour}/trackback/nowhere`;
const LETTERS = `${demo.urls.neighbour}/posts/letters-to-strangers`;

let browser: Browser;
let page: Page;
let panel: Panel;
/** The article of the demo. */
let article: string;

explainFailures();
beforeAll(async () => {
  const { results } = await asAdmin('GET', `${BASE}?filters[slug][$eq]=on-writing-to-strangers`);
  article = results[0].documentId;
  browser = await launch();
  page = await signIn(browser, demo.account);
  // The panel is long.
  await page.setViewportSize({ width: 1440, height: 1700 });
  panel = panelOn(page);
});
afterAll(() => browser.close());

const discovery = async (documentId: string) => {
  const query = `contentType=articles&documentId=${documentId}`;
  return (await (await fetch(`${demo.urls.strapi}/api/linkbacks/discovery?${query}`)).json()).data;
};
const settings = (documentId: string) => asAdmin('GET', `/linkbacks/entries/${ARTICLE}/${documentId}`);
/** What saving the panel must leave alone: when the entry was changed, and whether it is a draft. */
const stateOf = async (documentId: string) => {
  const versions = ['draft', 'published'].map(async (status) => {
    const { data, meta } = await asAdmin('GET', `${BASE}/${documentId}?status=${status}`);
    return { updatedAt: data.updatedAt, status: data.status, others: meta.availableStatus };
  });
  return Promise.all(versions);
};
const copied = () => page.evaluate(() => navigator.clipboard.readText());
const item = (words: string) => panel.area.getByRole('listitem').filter({ hasText: words });
const unsaved = () => page.getByRole('alertdialog', { name: 'Leave without saving?' });
const leave = () => page.getByRole('link', { name: 'Content-Type Builder' }).first().click();

describe('the side panel of an entry', () => {
  it('shows the toggles with what default comes to, the trackback URL and who was told', async () => {
    await panel.open(article);
    await page.getByText('Default (open)').waitFor();
    await page.getByText('Default (on)').waitFor();
    await pictures(page, 'entry-panel', async () => {
      await panel.area.getByText('Sent', { exact: true }).first().waitFor();
      expect(await panel.violations()).toEqual([]);
    });
  });

  it('copies the trackback URL', async () => {
    await panel.open(article);
    const url = `${demo.urls.strapi}/api/linkbacks/trackback/articles/${article}`;
    expect(await panel.trackbackUrl.inputValue()).toBe(url);
    await panel.button('Copy: Trackback URL of this entry').click();
    await page.getByText('Copied: Trackback URL of this entry').waitFor();
    expect(await copied()).toBe(url);
  });

  it('gives what the page must carry, to be copied', async () => {
    await panel.open(article);
    await panel.button('Show the tags for its page').click();
    const html = await page.getByLabel('For the head of the page').inputValue();
    expect(html).toContain(`<link rel="pingback" href="${demo.urls.strapi}/api/linkbacks/xmlrpc"`);
    expect(await page.getByLabel('As response headers').inputValue()).toContain('X-Pingback: ');
    expect(await page.getByLabel('TrackBack RDF').inputValue()).toContain('trackback:ping=');
    await panel.button('Copy: For the head of the page').click();
    await page.getByText('Copied: For the head of the page').waitFor();
    expect(await copied()).toBe(html);
  });

  it('leads to the deliveries of this entry', async () => {
    await panel.open(article);
    await panel.area.getByRole('link', { name: 'Show them in the delivery log' }).click();
    await page.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor();
    await page.getByText('Entry: On writing to strangers').waitFor();
    await page.locator(`a[href="${LETTERS}"]`).waitFor();
  });

  it('counts the linkbacks of this entry, and leads to them alone', async () => {
    await asAdmin('PUT', '/linkbacks/settings', { moderation: { policy: 'hold' } });
    const id = await createArticle({ title: 'Much read', slug: 'much-read', publish: true });
    const source = await writesPost('Read by many', (await settings(id)).url);
    const query = `contentType=${ARTICLE}&documentId=${id}`;
    const { results } = await asAdmin('GET', `/linkbacks/linkbacks?${query}`);
    const act = (action: string) => moderate(action, results[0].id);
    const follow = async (counted: string, tab: string): Promise<void> => {
      await panel.open(id);
      await panel.area.getByText(counted).waitFor();
      await panel.area.getByRole('link', { name: 'Show them in the inbox' }).click();
      await page.getByRole('tab', { name: tab, selected: true }).waitFor();
      await page.getByText('Entry: Much read').waitFor();
      await page.locator(`a[href="${source}"]`).waitFor();
      expect(await page.locator('tr[data-linkback]').count()).toBe(1);
    };
    try {
      await follow('0 approved, 1 pending', 'Pending (1)');
      await act('approve');
      await follow('1 approved, 0 pending', 'Approved (1)');
    } finally {
      for (const action of ['trash', 'delete']) await act(action);
    }
  });

  it('forgets a ping only when that is confirmed', async () => {
    await panel.open(article);
    await panel.button('Forget it').first().click();
    const dialog = page.getByRole('alertdialog', { name: 'Forget this ping?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await panel.button('Forget it').first().waitFor();
  });

  it('names a trackback URL that is none, while it is typed', async () => {
    await panel.open(article);
    await panel.trackbacks.fill('https://example.com/trackback example');
    await page.getByText('“example” does not begin with http:// or https://').waitFor();
    expect(await panel.button('Save linkback settings').isDisabled()).toBe(true);
    await panel.trackbacks.fill(
      'https://example.com/a\nhttps://example.com/b https://me:secret@example.com/c'
    );
    await page.getByText('contains a user name or password').waitFor();
    await panel.trackbacks.fill('');
  });

  it('looks right in its rarer states, light and dark, and axe finds nothing serious', async () => {
    await lightAndDark(page, async (suffix) => {
      await panel.open(article);
      const look = async (name: string, part?: string): Promise<void> => {
        expect(await (part ? violations(page, part) : panel.violations()), name).toEqual([]);
        await picture(page, `${name}${suffix}`);
      };
      await panel.button('Show the tags for its page').click();
      await page.getByLabel('TrackBack RDF').waitFor();
      await look('entry-panel-tags');
      await panel.button('Hide the tags for its page').click();

      await panel.button('Preview the pings').click();
      await page.getByText('It was told already.').first().waitFor();
      await look('entry-panel-preview');
      await panel.button('Hide the preview').click();

      await panel.trackbacks.fill('https://example.com/trackback example');
      await page.getByText('“example” does not begin with http:// or https://').waitFor();
      await look('entry-panel-bad-url');
      await leave();
      await unsaved().waitFor();
      await look('entry-panel-unsaved', '[role=alertdialog]');
      await unsaved().getByRole('button', { name: 'Cancel' }).click();
      await panel.trackbacks.fill('');

      await panel.button('Forget it').first().click();
      const dialog = page.getByRole('alertdialog', { name: 'Forget this ping?' });
      await dialog.waitFor();
      await look('entry-panel-forget', '[role=alertdialog]');
      await dialog.getByRole('button', { name: 'Cancel' }).click();

      await panel.openMenu();
      await page.getByRole('menuitem', { name: 'Send pings now' }).waitFor();
      await look('entry-menu', '[role=menuitem]');
      await page.keyboard.press('Escape');
    });
  });
});

describe('the preview', () => {
  it('names the protocol or the reason of each link, and fills in by itself what had to be asked', async () => {
    const asked = `${LETTERS}?asked`;
    const notes = `A [dead link](${demo.urls.neighbour}/nothing-here), and [our own page](${demo.article}).`;
    const id = await createArticle({ title: 'To be previewed', slug: 'to-be-previewed', link: asked, notes });
    await asAdmin('PUT', `/linkbacks/entries/${ARTICLE}/${id}`, { trackbackUrls: [TRACKBACK] });
    await panel.open(id);

    // The panel asks again before long: its second question waits until the first answer was seen.
    let seen = (): void => undefined;
    const isSeen = new Promise<void>((resolve) => (seen = resolve));
    let times = 0;
    await page.route('**/preview*', async (route) => {
      times += 1;
      if (times > 1) await isSeen;
      await route.continue();
    });
    await panel.button('Preview the pings').click();
    await item('?asked').getByText('Asking the site how it wants to be told…').waitFor();
    seen();
    await item('?asked').getByText('Pingback', { exact: true }).waitFor();
    await item('/trackback/nowhere').getByText('Trackback', { exact: true }).waitFor();
    await item('/nothing-here').getByText(/404/).waitFor();
    await item('on-writing-to-strangers').getByText('This link leads to our own site.').waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    expect((await asAdmin('GET', `/linkbacks/entries/${ARTICLE}/${id}/pings`)).results).toEqual([]);
  });
});

describe('saving in the panel', () => {
  it('closes the entry without touching it', async () => {
    const id = await createArticle({ title: 'To be closed', slug: 'to-be-closed', publish: true });
    const before = await stateOf(id);
    expect((await discovery(id)).pingback).toContain('/api/linkbacks/xmlrpc');
    await panel.open(id);
    await panel.choose('Allow pings', 'Closed');
    await panel.save();
    expect((await discovery(id)).pingback).toBeNull();
    await page.getByText('Published', { exact: true }).first().waitFor();
    expect(await page.getByText('Modified', { exact: true }).count()).toBe(0);
    expect(await panel.button('Save').isDisabled()).toBe(true);
    expect(await stateOf(id)).toEqual(before);

    await panel.choose('Allow pings', /^Default/);
    await panel.save();
    expect((await discovery(id)).pingback).not.toBeNull();
    expect(await stateOf(id)).toEqual(before);
  });

  it('keeps whether pings are sent, and each trackback URL, however they are separated', async () => {
    const id = await createArticle({ title: 'Told by trackback', slug: 'told-by-trackback', publish: true });
    const urls = ['one', 'two', 'three'].map((name) => `https://blog.example/trackback/${name}`);
    await panel.open(id);
    await panel.choose('Send pings', 'Off');
    await panel.trackbacks.fill(`${urls[0]}  ${urls[1]}\n\n${urls[2]} ${urls[0]}`);
    await panel.save();
    expect(await settings(id)).toMatchObject({ sendPings: 'off', trackbackUrls: urls });

    await panel.open(id);
    await panel.toggle('Send pings').getByText('Off').waitFor();
    expect(await panel.trackbacks.inputValue()).toBe(urls.join('\n'));
    await panel.choose('Send pings', /^Default/);
    await panel.trackbacks.fill('');
    await panel.save();
    await panel.open(id);
    await panel.toggle('Send pings').getByText('Default (on)').waitFor();
    expect(await panel.trackbacks.inputValue()).toBe('');
  });
});

describe('what is chosen in the panel and not saved', () => {
  it('is asked for before somebody leaves', async () => {
    await panel.open(article);
    await panel.choose('Allow pings', 'Closed');
    await leave();
    await unsaved().getByText('What you chose for the linkbacks of this entry is not saved yet').waitFor();
    await unsaved().getByRole('button', { name: 'Cancel' }).click();
    await panel.toggle('Allow pings').getByText('Closed').waitFor();

    await leave();
    await unsaved().getByRole('button', { name: 'Confirm' }).click();
    await page.waitForURL((url) => url.pathname.includes('content-type-builder'));
    expect((await settings(article)).allowPings).toBe('default');
  });

  it('is asked for by the browser when the page is closed', async () => {
    await panel.open(article);
    await panel.choose('Allow pings', 'Closed');
    const dialog = page.waitForEvent('dialog');
    await page.evaluate(() => void setTimeout(() => location.reload()));
    expect((await dialog).type()).toBe('beforeunload');
    await (await dialog).dismiss();
    await panel.toggle('Allow pings').getByText('Closed').waitFor();
    // Back as it was: nothing is to be asked for any more.
    await panel.choose('Allow pings', /^Default/);
    await leave();
    await page.waitForURL((url) => url.pathname.includes('content-type-builder'));
  });
});

describe('the keyboard alone', () => {
  /** Opens a toggle, goes to the next option once the first has the focus, and takes it. */
  const takeNext = async (name: string, next: string, key: 'Enter' | 'Space'): Promise<void> => {
    const option = (words: string | RegExp) => page.getByRole('option', { name: words, exact: true });
    await tabTo(page, panel.toggle(name));
    await page.keyboard.press(key);
    await expect.poll(() => hasFocus(option(/^Default/))).toBe(true);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => hasFocus(option(next))).toBe(true);
    await page.keyboard.press(key);
    await panel.toggle(name).getByText(next, { exact: true }).waitFor();
  };

  it('reaches the toggles, saves, copies and sends', async () => {
    const id = await createArticle({ title: 'By keyboard', slug: 'by-keyboard', publish: true });
    await panel.open(id);
    await panel.button('More document actions').last().focus();
    await takeNext('Allow pings', 'Open', 'Enter');
    await takeNext('Send pings', 'On', 'Space');

    await tabTo(page, panel.button('Save linkback settings'));
    await page.keyboard.press('Enter');
    await page.getByText('Linkback settings of this entry saved').first().waitFor();
    expect(await settings(id)).toMatchObject({ allowPings: 'open', sendPings: 'on' });

    await tabTo(page, panel.button('Copy: Trackback URL of this entry'));
    await page.keyboard.press('Enter');
    await page.getByText('Copied: Trackback URL of this entry').waitFor();
    expect(await copied()).toBe(await panel.trackbackUrl.inputValue());

    await tabTo(page, panel.button('Send pings now'));
    await page.keyboard.press('Space');
    await page.getByText('The pings are on their way').first().waitFor();
  });
});

describe('when the server fails', () => {
  it('the panel says so, and tries again when asked', async () => {
    const route = `**/linkbacks/entries/${ARTICLE}/${article}*`;
    await page.route(route, (answer) => answer.fulfill({ status: 500, json: {} }));
    await page.goto(editUrl(article));
    const failed = page.getByRole('complementary').filter({ hasText: 'This could not be loaded' });
    await pictures(page, 'entry-panel-failed', async () => {
      await failed.waitFor();
      await failed.evaluate((frame) => frame.lastElementChild?.setAttribute('data-failed', ''));
      expect(await violations(page, '[data-failed]')).toEqual([]);
    });
    await page.unroute(route);
    await panel.button('Try again').click();
    await page.getByText('Default (open)').waitFor();
  });
});

describe('an entry that is not saved yet', () => {
  it('keeps its settings also when it is published straight away', async () => {
    await page.goto(NEW_ARTICLE);
    await pictures(page, 'entry-panel-new', async () => {
      await panel.area.waitFor();
      for (const answer of ['Open', 'Closed']) await panel.choose('Allow pings', answer);
      await page.getByText('Saved for this entry').waitFor();
      await panel.trackbacks.fill(TRACKBACK);
      await page.getByText('Saving…').waitFor({ state: 'hidden' });
      await page.getByText('Saved for this entry').waitFor();
      expect(await panel.violations()).toEqual([]);
    });
    await page.getByLabel(/^title/).fill('Closed from the start');
    await page.getByLabel(/^slug/).fill(`closed-${Date.now().toString(36)}`);
    await panel.button('Publish').click();
    await page.waitForURL((url) => !url.pathname.endsWith('/create'));
    const documentId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    expect(await discovery(documentId)).toMatchObject({ open: false, pingback: null });
    await panel.toggle('Allow pings').getByText('Closed').waitFor();
    expect(await panel.trackbacks.inputValue()).toBe(TRACKBACK);
  });
});

describe('“Send pings now”', () => {
  it('in the panel tells who was not told, and shows by itself how it goes', async () => {
    const link = `${LETTERS}?now`;
    const id = await createArticle({ title: 'Told by hand', slug: 'told-by-hand', link });
    await asAdmin('PUT', `/linkbacks/entries/${ARTICLE}/${id}`, { sendPings: 'off' });
    await asAdmin('POST', `${BASE}/${id}/actions/publish`, {});
    // As if the other site took its time: the ping counts as being sent until that was seen.
    let takesTime = true;
    await page.route(`**/linkbacks/entries/${ARTICLE}/${id}/pings*`, async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      if (takesTime)
        for (const ping of body.results) Object.assign(ping, { status: 'sending', reason: null });
      await route.fulfill({ response, json: body });
    });
    await panel.open(id);
    await panel.button('Send pings now').click();
    await page.getByText('The pings are on their way').first().waitFor();
    await item('?now').getByText('Sending', { exact: true }).waitFor();
    expect(await item('?now').getByRole('button').count()).toBe(0);
    takesTime = false;
    await item('?now').getByText('Sent', { exact: true }).waitFor();
    await item('?now').getByText('Pingback', { exact: true }).waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('is in the menu of the entry', async () => {
    await panel.open(article);
    await panel.openMenu();
    await page.getByRole('menuitem', { name: 'Send pings now' }).click();
    await page.getByText('The pings are on their way').first().waitFor();
  });

  it('cannot be used before the entry is published', async () => {
    await panel.open(await createArticle({ title: 'A draft', slug: 'a-draft' }));
    expect(await panel.button('Send pings now').isDisabled()).toBe(true);
    await page.getByText('Publish the entry first').waitFor();
    await panel.openMenu();
    const inMenu = page.getByRole('menuitem', { name: 'Send pings now' });
    expect(await inMenu.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');
  });

  it('is there for many entries at once', async () => {
    await page.goto(listUrl());
    const ask = async (): Promise<void> => {
      await page.getByRole('gridcell', { name: 'On writing to strangers' }).first().waitFor();
      await page.getByRole('checkbox').first().click();
      await panel.button('Send pings now').click();
      await page.getByRole('alertdialog').getByText('Drafts are left out.').waitFor();
    };
    await pictures(page, 'bulk-send', async () => {
      await ask();
      expect(await violations(page, '[role=alertdialog]')).toEqual([]);
    });
    await page.getByRole('button', { name: 'Send pings', exact: true }).click();
    await page
      .getByText(/The pings of \d+ (entry|entries) are on their way/)
      .first()
      .waitFor();
  });
});
