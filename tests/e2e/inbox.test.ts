import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { explainFailures, launch, pictures, signIn } from './browser';
import { startLinkingSite } from './linking-site';
import { moderate } from './moderate';
import { allPending, writesPost } from './neighbour';
import { ARTICLE, asAdmin, createPerson } from './people';
import { picturesInPlace } from './themes';

const demo = inject('demo');
const INBOX = `${demo.urls.strapi}/admin/plugins/linkbacks`;
const publicPage = async () => (await fetch(demo.article)).text();

let browser: Browser;
let page: Page;
/** Posts of the neighbour that link to our article, the latest first. */
let posts: string[];

explainFailures();
beforeAll(async () => {
  await asAdmin('PUT', '/linkbacks/settings', { moderation: { policy: 'hold' } });
  posts = [await writesPost('Letters by night'), await writesPost('Letters by day')].reverse();
  browser = await launch();
  page = await signIn(browser, demo.account);
});
afterAll(() => browser.close());
beforeEach(allPending);

const open = async (search = '', on = page): Promise<void> => {
  await on.goto(`${INBOX}${search}`);
  await on.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
};
const tab = (name: string, on = page) => on.getByRole('tab', { name });
const row = (source: string | undefined, on = page) =>
  on.getByRole('row').filter({ has: on.locator(`a[href="${source}"]`) });
const act = (source: string | undefined, name: string) =>
  row(source).getByRole('button', { name, exact: true }).click();
const choose = async (source: string | undefined, name: string): Promise<void> => {
  await act(source, 'More actions');
  await page.getByRole('menuitem', { name }).click();
};
const undo = () => page.getByRole('button', { name: 'Undo' }).click();

describe('the inbox', () => {
  it('shows who links, with which words, the link marked, to what, when, and why it is here', async () => {
    await open();
    await row(demo.reply).waitFor();
    await tab('Pending (3)').waitFor();
    const words = await row(demo.reply).textContent();
    expect(words).toMatch(/The settings hold everything for approval.|by Demo Editor./);
    expect(words).toContain('Pingback');
    expect(words).toContain('Mention');
    expect(words).toContain(new URL(demo.urls.neighbour).host);
    expect(await row(demo.reply).locator('mark').textContent()).toBe('an article about writing to strangers');
    const entry = await row(demo.reply)
      .getByRole('link', { name: 'On writing to strangers' })
      .getAttribute('href');
    expect(entry).toContain(`/content-manager/collection-types/${ARTICLE}/`);
    await pictures(page, 'inbox', async () => {
      await row(demo.reply).waitFor();
      expect(await violations(page, 'main')).toEqual([]);
    });
  });

  it('approves: the linkback moves, the public page shows it; undo takes it back', async () => {
    await open();
    await expect.poll(publicPage).not.toContain(demo.reply);
    await act(demo.reply, 'Approve');
    await tab('Approved (1)').waitFor();
    await tab('Pending (2)').waitFor();
    await page.getByText('Linkback approved').waitFor();
    await expect.poll(publicPage).toContain(demo.reply);
    await picturesInPlace(page, 'inbox-undo', async () => expect(await violations(page, 'main')).toEqual([]));
    await undo();
    await tab('Pending (3)').waitFor();
    await row(demo.reply).waitFor();
    await expect.poll(publicPage).not.toContain(demo.reply);
  });

  it.each([
    ['Mark as spam', 'Spam (1)'],
    ['Move to trash', 'Trash (1)'],
  ])('%s, with an undo', async (action, counted) => {
    await open();
    await act(demo.reply, action);
    await tab(counted).waitFor();
    await undo();
    await tab('Pending (3)').waitFor();
  });

  it('holds what is approved, and brings back from spam and trash', async () => {
    await open();
    await act(demo.reply, 'Approve');
    await tab('Approved (1)').waitFor();
    await open('?status=approved');
    await act(demo.reply, 'Hold');
    await tab('Pending (3)').waitFor();

    await open();
    await act(posts[0], 'Mark as spam');
    await tab('Spam (1)').waitFor();
    await open('?status=spam');
    await act(posts[0], 'Not spam');
    await tab('Pending (3)').waitFor();
    await page.getByText('No spam.').waitFor();
  });

  it('approves nothing else than what is on the screen', async () => {
    await open();
    await row(posts[0]).waitFor();
    const { results } = await asAdmin('GET', '/linkbacks/linkbacks?status=pending');
    const { id } = results.find(({ source }: { source: string }) => source === posts[0]);
    for (const action of ['trash', 'restore']) await moderate(action, id);
    await act(posts[0], 'Approve');
    await page.getByText('A linkback changed meanwhile and was left as it is: look again.').waitFor();
    await tab('Pending (3)').waitFor();
    await act(posts[0], 'Approve');
    await tab('Approved (1)').waitFor();
  });

  it('takes back only what nobody else decided about meanwhile', async () => {
    await open();
    await act(demo.reply, 'Approve');
    await tab('Approved (1)').waitFor();
    const { results } = await asAdmin('GET', '/linkbacks/linkbacks?status=approved');
    const ids = results.map(({ id }: { id: string }) => id);
    for (const action of ['spam', 'restore']) await moderate(action, ...ids);
    await undo();
    await page.getByText('A linkback changed meanwhile and was left as it is').waitFor();
    await tab('Approved (1)').waitFor();
  });

  it('acts on all that are selected, and takes that back too', async () => {
    await open();
    await row(demo.reply).waitFor();
    await page.getByRole('checkbox').first().click();
    await picturesInPlace(page, 'inbox-selected');
    await page.getByRole('button', { name: 'Approve' }).first().click();
    await tab('Approved (3)').waitFor();
    await page.getByText('3 linkbacks approved').waitFor();
    await undo();
    await tab('Pending (3)').waitFor();
  });

  it('looks at a source again', async () => {
    await open();
    await choose(demo.reply, 'Verify again');
    await page.getByText('The source is looked at again').waitFor();
  });

  it('takes back the trust in a site together with the approval', async () => {
    const lists = async () => {
      const { moderation } = await asAdmin('GET', '/linkbacks/settings');
      return [...moderation.trustedHosts, ...moderation.blockedHosts];
    };
    for (const action of ['Approve and trust the site', 'Mark as spam and block the site']) {
      await open();
      await choose(posts[0], action);
      await tab('Pending (2)').waitFor();
      expect(await lists()).toEqual([expect.stringContaining(new URL(demo.urls.neighbour).hostname)]);
      await undo();
      await page.getByText('Undone').first().waitFor();
      await tab('Pending (3)').waitFor();
      expect(await lists()).toEqual([]);
    }
  });

  it('trusts and blocks a site, together with the linkback, and says where that is changed', async () => {
    await open();
    await choose(posts[0], 'Approve and trust the site');
    await tab('Approved (1)').waitFor();
    await choose(posts[1], 'Mark as spam and block the site');
    await tab('Spam (1)').waitFor();
    await page.getByRole('link', { name: 'Change the lists of sites' }).waitFor();
    const { moderation } = await asAdmin('GET', '/linkbacks/settings');
    const host = new URL(demo.urls.neighbour).hostname;
    expect([...moderation.trustedHosts, ...moderation.blockedHosts].join(' ')).toContain(host);
    await asAdmin('PUT', '/linkbacks/settings', {
      moderation: { ...moderation, trustedHosts: [], blockedHosts: [] },
    });
  });

  it('deletes for good only when that is confirmed, without an undo', async () => {
    const source = await writesPost('Letters to burn');
    await open();
    await act(source, 'Move to trash');
    await tab('Trash (1)').waitFor();
    await open('?status=trash');
    await act(source, 'Delete for good');
    await page.getByText('Delete for good?').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await row(source).waitFor();
    await act(source, 'Delete for good');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Linkback deleted for good').waitFor();
    await page.getByText('The trash is empty.').waitFor();
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  });
});

describe('what its source took back', () => {
  it('has a tab, where it is looked at again and deleted', async () => {
    const site = await startLinkingSite(demo.article);
    try {
      await site.announce(`${demo.urls.strapi}/api/linkbacks/webmention`);
      await open();
      await row(site.url).waitFor();
      site.remove();
      await site.announce(`${demo.urls.strapi}/api/linkbacks/webmention`);
      await open('?status=gone');
      await tab('Gone (1)').waitFor();
      await row(site.url).getByText('Removed by its source').waitFor();
      await pictures(page, 'inbox-gone', async () => {
        await row(site.url).waitFor();
        expect(await violations(page, 'main')).toEqual([]);
      });

      site.restore();
      await act(site.url, 'Verify again');
      await page.getByText('The source is looked at again').waitFor();
      await expect
        .poll(async () => (await asAdmin('GET', '/linkbacks/linkbacks?status=gone')).counts.gone, {
          interval: 250,
        })
        .toBe(0);
      site.remove();
      await site.announce(`${demo.urls.strapi}/api/linkbacks/webmention`);
      await open('?status=gone');
      await act(site.url, 'Delete for good');
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.getByText('Nothing is gone.').waitFor();
    } finally {
      await site.stop();
    }
  });
});

describe('search, filters and order', () => {
  it('are in the URL, and come back with it', async () => {
    await open('?_q=Somebody');
    await row(demo.reply).waitFor();
    expect(await row(posts[0]).count()).toBe(0);
    await open('?_q=nothingofthekind');
    await pictures(page, 'inbox-empty', () => page.getByText('No linkback fits the search').waitFor());
  });

  it('filter by what is chosen in Strapi’s own form', async () => {
    await open();
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('combobox', { name: 'Select field' }).click();
    await page.getByRole('option', { name: 'Host' }).click();
    await page.getByRole('textbox', { name: 'Host' }).fill('nobody.example');
    await page.getByRole('button', { name: 'Add filter' }).click();
    await page.getByText('No linkback fits the search').waitFor();
    expect(decodeURIComponent(page.url())).toContain('filters[$and][0][host][$eq]=nobody.example');
    await page.getByRole('button', { name: /Host is nobody.example/ }).click();
    await row(demo.reply).waitFor();
  });

  it.each([
    ['filters[$and][0][protocol][$eq]=pingback', 3],
    ['filters[$and][0][protocol][$eq]=webmention', 0],
    ['filters[$and][0][received][$gte]=2020-01-01', 3],
    ['filters[$and][0][received][$lte]=2020-01-01', 0],
    ['filters[$and][0][type][$eq]=like', 0],
  ])('of the URL (%s) count too', async (search, count) => {
    await open(`?${search}`);
    await tab(`Pending (${count})`).waitFor();
  });

  it('sort by a click on the header', async () => {
    await open();
    await row(demo.reply).waitFor();
    const first = () => page.locator('tr[data-linkback]').first().locator('a').first().getAttribute('href');
    await expect.poll(first).toBe(posts[0]);
    await page.locator('th').filter({ hasText: 'Received' }).click();
    await expect.poll(first).toBe(demo.reply);
    expect(page.url()).toContain('sort=received:ASC');
  });
});

describe('the keyboard', () => {
  const key = (name: string) => page.keyboard.press(name);
  const focused = () => page.evaluate(() => document.activeElement?.querySelector('a')?.getAttribute('href'));

  it('moves, approves, marks as spam, throws away, takes back, and keeps its place', async () => {
    await open();
    await row(demo.reply).waitFor();
    await key('j');
    await expect.poll(focused).toBe(posts[0]);
    await key('j');
    await expect.poll(focused).toBe(posts[1]);
    await key('k');
    await expect.poll(focused).toBe(posts[0]);
    await key('a');
    await tab('Approved (1)').waitFor();
    await expect.poll(focused).toBe(posts[1]);
    await key('s');
    await tab('Spam (1)').waitFor();
    await expect.poll(focused).toBe(demo.reply);
    await key('d');
    await tab('Trash (1)').waitFor();
    await page.getByText('Nothing waits for your decision.').waitFor();
    await key('z');
    await tab('Trash (0)').waitFor();
    await row(demo.reply).waitFor();
  });

  it('selects many, and acts on them', async () => {
    await open();
    await row(demo.reply).waitFor();
    for (const name of ['j', 'x', 'j', 'x']) await key(name);
    await page.getByText('2 entries selected').waitFor();
    await key('#');
    await tab('Trash (2)').waitFor();
  });

  it('does nothing while somebody types', async () => {
    await open();
    await row(demo.reply).waitFor();
    await page.getByRole('button', { name: 'Search' }).first().click();
    // The field comes with the click, and gets the focus then.
    const hasFocus = () => page.getByRole('searchbox').evaluate((field) => field === document.activeElement);
    await expect.poll(hasFocus).toBe(true);
    await page.keyboard.type('jxasd');
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('jxasd');
    await tab('Pending (3)').waitFor();
  });

  it('explains itself', async () => {
    await open();
    await pictures(page, 'inbox-keys', async () => {
      await row(demo.reply).waitFor();
      await key('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await key('a');
      expect(await violations(page, '[role=dialog]')).toEqual([]);
    });
    await key('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await tab('Approved (0)').waitFor();
  });

  it('opens everything about a linkback, and leads back', async () => {
    await open();
    await row(demo.reply).waitFor();
    await key('j');
    await key('Enter');
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await page.getByRole('link', { name: 'Back', exact: true }).click();
    await row(demo.reply).waitFor();
  });
});

describe('the keyboard beside one linkback', () => {
  const key = (name: string) => page.keyboard.press(name);
  const heading = (name: RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor();

  it('goes through the list, decides, takes back, and explains itself', async () => {
    await open();
    await row(demo.reply).waitFor();
    await key('j');
    await key('Enter');
    await heading(/Letters by day/);
    await key('j');
    await heading(/Letters by night/);
    await key('k');
    await heading(/Letters by day/);
    await key('a');
    await page.getByText('Approved: your site can show it').waitFor();
    await key('z');
    await page.getByText('Pending: it waits for your decision').waitFor();
    await pictures(page, 'linkback-keys', async () => {
      await heading(/Letters by day/);
      await key('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      expect(await violations(page, '[role=dialog]')).toEqual([]);
    });
    await key('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'Back', exact: true }).click();
    await row(demo.reply).waitFor();
  });
});

describe('everything about a linkback', () => {
  it('is on a page of its own, with what can be done', async () => {
    await open();
    await choose(demo.reply, 'Show everything about it');
    await page.getByRole('heading', { name: /Somebody wrote back/, level: 1 }).waitFor();
    const facts = page.getByRole('region', { name: 'Details' });
    expect(await facts.textContent()).toContain('127.0.0.1');
    await facts.locator(`a[href="${demo.reply}"]`).waitFor();
    await facts.locator(`a[href="${demo.article}"]`).waitFor();
    await page.getByRole('region', { name: 'History' }).getByText('Received').first().waitFor();
    await pictures(page, 'linkback', async () => {
      await page.getByRole('heading', { name: 'History' }).waitFor();
      expect(await violations(page, 'main')).toEqual([]);
    });

    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText('Approved: your site can show it').waitFor();
    await page
      .getByRole('region', { name: 'History' })
      .getByText('Approved by Demo Editor.')
      .first()
      .waitFor();
    await undo();
    await page.getByText('Pending: it waits for your decision').waitFor();
  });

  it('says so when there is none', async () => {
    await page.goto(`${INBOX}/nothingofthekind`);
    await page.getByText('This linkback does not exist, or was deleted for good.').waitFor();
  });
});

describe('a new linkback', () => {
  it('announces itself, and moves no row before it is asked to', async () => {
    await open();
    await row(demo.reply).waitFor();
    const source = await writesPost('Letters just now');
    const announcement = page.getByRole('button', { name: '1 new linkback: show it' });
    await announcement.waitFor();
    expect(await row(source).count()).toBe(0);
    await tab('Pending (4)').waitFor();
    await picturesInPlace(page, 'inbox-new');
    await announcement.click();
    await row(source).waitFor();
    await announcement.waitFor({ state: 'hidden' });
    await act(source, 'Move to trash');
    await tab('Trash (1)').waitFor();
    await open('?status=trash');
    await act(source, 'Delete for good');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('The trash is empty.').waitFor();
  });
});

describe('when the server fails', () => {
  it('the inbox says so, and tries again when asked', async () => {
    await page.route('**/linkbacks/linkbacks?**', (route) => route.fulfill({ status: 500, body: '{}' }));
    await open();
    await pictures(page, 'inbox-failed', () => page.getByText('This could not be loaded').waitFor());
    await page.unroute('**/linkbacks/linkbacks?**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await row(demo.reply).waitFor();
  });
});

describe('the rights', () => {
  it('of a moderator are enough to decide', async () => {
    const theirs = await signIn(browser, await createPerson('moderator'));
    await open('', theirs);
    await row(demo.reply, theirs).getByRole('button', { name: 'Approve' }).click();
    await tab('Approved (1)', theirs).waitFor();
    await theirs.context().close();
  });

  it('of somebody who only reads offer nothing that changes something', async () => {
    const theirs = await signIn(browser, await createPerson('reader'));
    await open('', theirs);
    await row(demo.reply, theirs).waitFor();
    expect(await theirs.getByRole('button', { name: /Approve|spam|trash/ }).count()).toBe(0);
    expect(await theirs.getByRole('checkbox').count()).toBe(0);
    await theirs.keyboard.press('j');
    await theirs.keyboard.press('a');
    await row(demo.reply, theirs).waitFor();
    await tab('Pending (3)', theirs).waitFor();
    await pictures(theirs, 'inbox-read-only', () => row(demo.reply, theirs).waitFor());
    await theirs.context().close();
  });

  it('of an editor without ours show neither the menu nor the inbox, and say whom to ask', async () => {
    const theirs = await signIn(browser, await createPerson('editor'));
    await theirs.getByRole('link', { name: 'Content Manager' }).first().waitFor();
    expect(await theirs.getByRole('link', { name: 'Linkbacks' }).count()).toBe(0);
    await theirs.goto(INBOX);
    await pictures(theirs, 'inbox-no-right', () =>
      theirs.getByText('Your role may not see linkbacks.').waitFor()
    );
    await theirs.context().close();
  });
});
