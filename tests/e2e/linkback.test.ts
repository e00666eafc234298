import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { explainFailures, launch, pictures, signIn } from './browser';
import { INBOX } from './inbox-page';
import { asAdmin, createPerson } from './people';
import { happened, hoursAgo, openShelf, type NewLinkback, type Shelf } from './stored';

const demo = inject('demo');
const ADA = 'https://ada.example/notes/reply';
const BEN = 'https://ben.example/weblog/12';

const ada: NewLinkback = {
  source: ADA,
  type: 'reply',
  title: 'What a letter is for',
  excerpt: 'I read it twice, and then I wrote to somebody I had never met.',
  siteName: 'Notes on engines',
  author: { name: 'Ada Lovelace', url: 'https://ada.example/about' },
  address: '192.0.2.7',
  received: hoursAgo(30),
  published: hoursAgo(50),
  why: { code: 'moved.restored', values: { by: 'Grace Hopper' } },
  history: [
    happened(
      hoursAgo(30),
      'received',
      { code: 'source.received', values: { protocol: { code: 'protocol.webmention' } } },
      { protocol: 'webmention' }
    ),
    happened(hoursAgo(28), 'failed', { code: 'source.failed', values: { why: { code: 'http.timeout' } } }),
    happened(
      hoursAgo(5),
      'moved',
      { code: 'moved.spam', values: { by: 'Grace Hopper' } },
      { by: 'Grace Hopper' }
    ),
    happened(
      hoursAgo(3),
      'moved',
      { code: 'moved.restored', values: { by: 'Grace Hopper' } },
      { by: 'Grace Hopper' }
    ),
  ],
};

/** Approved, and its source says something else by now. */
const ben: NewLinkback = {
  source: BEN,
  status: 'approved',
  title: 'Letters, and how to answer them',
  excerpt: 'There is an old article on letters that I like.',
  siteName: 'Ben’s weblog',
  received: hoursAgo(30),
  history: [
    happened(
      hoursAgo(30),
      'received',
      { code: 'source.received', values: { protocol: { code: 'protocol.webmention' } } },
      { protocol: 'webmention' }
    ),
    happened(
      hoursAgo(28),
      'moved',
      { code: 'moved.approved', values: { by: 'Demo Editor' } },
      { by: 'Demo Editor' }
    ),
    happened(hoursAgo(3), 'proposed', {
      code: 'source.proposes',
      values: { why: { code: 'verdict.hold-all' } },
    }),
  ],
  proposed: {
    title: 'Letters, and how not to answer them',
    excerpt: 'There is an old article on letters that I like less than I did.',
    siteName: 'Ben’s weblog',
    author: { name: null, url: null, photo: null },
    type: 'mention',
  },
};

let browser: Browser;
let page: Page;
let shelf: Shelf;

explainFailures();
beforeAll(async () => {
  browser = await launch();
  [shelf, page] = await Promise.all([openShelf('On forwarding letters'), signIn(browser, demo.account)]);
});
beforeEach(() => shelf.linkbacks([ada, ben]));
afterAll(async () => {
  await browser?.close();
  await shelf?.clear();
});

const heading = (name: string, on = page) => on.getByRole('heading', { name, level: 1 }).waitFor();
const open = async (source: string, on = page): Promise<void> => {
  const { results } = await asAdmin('GET', `/linkbacks/linkbacks?${shelf.only}`);
  const { id, title } = results.find((one: { source: string }) => one.source === source);
  await on.goto(`${INBOX}/${id}`);
  await heading(title, on);
};
const part = (name: string, on = page) => on.getByRole('region', { name, exact: true });
const story = (on = page) => part('History', on).getByRole('listitem').allTextContents();

describe('the page of a linkback', () => {
  it('says who wrote it, with what is known of them', async () => {
    await open(ADA);
    await page.getByText('Pending: it waits for your decision').waitFor();
    const shown = await part('What it says').textContent();
    for (const words of [
      'Ada Lovelace',
      'Notes on engines (ada.example)',
      'Webmention',
      'Reply',
      'never met',
    ])
      expect(shown).toContain(words);
    const facts = part('Details');
    await facts.getByText('Restored by Grace Hopper.').waitFor();
    await facts.locator('a[href="https://ada.example/about"]').waitFor();
    expect(await facts.textContent()).toMatch(/Published, as the source says2 days ago/);
    expect(await facts.textContent()).toContain('192.0.2.7');
  });

  it('tells what happened, the latest first, and who did it', async () => {
    await open(ADA);
    await expect.poll(() => story()).toHaveLength(4);
    const lines = await story();
    expect(lines[0]).toMatch(/^Moderated.*3 hours ago.*Restored by Grace Hopper\.$/);
    expect(lines[1]).toMatch(/^Moderated.*5 hours ago.*Marked as spam by Grace Hopper\.$/);
    expect(lines[2]).toMatch(/^Could not be verified.*The site did not answer in time\.$/);
    expect(lines[3]).toMatch(
      /^Received.*Webmention.*Received as a webmention; its source links to the target\.$/
    );
  });
});

describe('an update that waits', () => {
  it('is shown beside what was approved, and takes its place once it is approved', async () => {
    await open(BEN);
    await pictures(page, 'linkback-update', async () => {
      await page.getByRole('heading', { name: 'The source page has changed' }).waitFor();
      await page.getByRole('gridcell', { name: 'Letters, and how not to answer them' }).waitFor();
      await part('Details').getByText('Approved by Demo Editor.').waitFor();
      expect(await violations(page, 'main')).toEqual([]);
    });
    await page.getByRole('button', { name: 'Publish the update' }).click();
    await heading('Letters, and how not to answer them');
    await part('What it says').getByText('less than I did').waitFor();
    await expect.poll(async () => (await story())[0]).toContain('Its update was approved by Demo Editor.');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('button', { name: 'Publish the update' }).waitFor();
    await heading('Letters, and how to answer them');
  });

  it('goes when the approved words are kept', async () => {
    await open(BEN);
    await page.getByRole('button', { name: 'Keep current text' }).click();
    await page.getByText('Kept the current text; this update is not proposed again').waitFor();
    await heading('Letters, and how to answer them');
    await expect.poll(async () => (await story())[0]).toContain('Its update was refused by Demo Editor');
    expect(await page.getByRole('heading', { name: 'The source page has changed' }).count()).toBe(0);
  });
});

describe('the rights', () => {
  it('of a moderator are enough to decide, under their own name', async () => {
    const theirs = await signIn(browser, await createPerson('moderator'));
    await open(ADA, theirs);
    await theirs.getByRole('button', { name: 'Approve', exact: true }).click();
    await theirs.getByText('Approved: your site can show it').waitFor();
    await expect.poll(async () => (await story(theirs))[0]).toContain('Approved by An moderator.');
    await theirs.context().close();
  });

  it('of somebody who only reads show everything, and offer nothing that changes something', async () => {
    const theirs = await signIn(browser, await createPerson('reader'));
    await open(ADA, theirs);
    await part('Details', theirs).getByText('192.0.2.7').waitFor();
    expect(await story(theirs)).toHaveLength(4);
    expect(await theirs.getByRole('button', { name: /Approve|spam|trash|More actions/ }).count()).toBe(0);
    await pictures(theirs, 'linkback-read-only', () => part('History', theirs).waitFor());

    // The keys do nothing either: what the help opens stands for a moment in which they could have.
    for (const key of ['a', 's', 'd', '?']) await theirs.keyboard.press(key);
    await theirs.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    const { counts } = await asAdmin('GET', `/linkbacks/linkbacks?${shelf.only}`);
    expect(counts).toMatchObject({ pending: 2, approved: 1, spam: 0, trash: 0 });
    await theirs.context().close();
  });
});
