import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { explainFailures, launch, pictures, signIn } from './browser';
import { inboxOn } from './inbox-page';
import { asAdmin } from './people';
import { hoursAgo, openShelf, type NewLinkback, type Shelf } from './stored';

const demo = inject('demo');
const WIDTHS = [1440, 1280, 1024, 390] as const;
const TALL = 1200;

const ADA = 'https://ada.example/notes/reply';
const BEN = 'https://ben.example/weblog/12';
const CLEO = 'https://cleo.example/likes/7';
const [BEN_NOW, BEN_THEN] = [
  'There is an old article on letters that I like.',
  'There is an old article on letters that I like less than I did. It asks for patience, and for stamps.',
];
const BEN_WORDS = {
  title: 'Letters, and how to answer them',
  siteName: 'Ben’s weblog',
  type: 'mention',
} as const;

const rows: readonly NewLinkback[] = [
  {
    source: ADA,
    type: 'reply',
    title: 'What a letter is for',
    excerpt: 'I read it twice, and then I wrote to somebody I had never met.',
    author: { name: 'Ada Lovelace' },
    received: hoursAgo(2),
  },
  {
    ...BEN_WORDS,
    source: BEN,
    status: 'approved',
    excerpt: BEN_NOW,
    received: hoursAgo(30),
    proposed: {
      ...BEN_WORDS,
      title: 'Letters, and how not to answer them',
      excerpt: BEN_THEN,
      author: { name: null, url: null, photo: null },
    },
  },
  {
    source: CLEO,
    status: 'approved',
    title: 'Cleo likes a letter',
    author: { name: 'Cleo', url: 'https://cleo.example/', photo: 'https://cleo.example/me.jpg' },
    received: hoursAgo(50),
    proposed: {
      title: 'Cleo likes a letter',
      excerpt: null,
      siteName: null,
      author: {
        name: 'Cleo',
        url: 'https://casino.example/a-very-long-address-without-a-space-to-break-it-at/and-more-of-it',
        photo: 'https://casino.example/banner.jpg',
      },
      type: 'like',
    },
  },
];

let browser: Browser;
let page: Page;
let shelf: Shelf;
let inbox: ReturnType<typeof inboxOn>;
/** Hosts other than ours that the browser asked for anything. */
const strangers: string[] = [];

explainFailures();
beforeAll(async () => {
  browser = await launch();
  [shelf, page] = await Promise.all([openShelf('On letters that change'), signIn(browser, demo.account)]);
  inbox = inboxOn(page);
  page.on('request', (request) => {
    const { hostname } = new URL(request.url());
    if (hostname.endsWith('.example')) strangers.push(hostname);
  });
});
beforeEach(() => shelf.linkbacks(rows));
afterAll(async () => {
  await browser?.close();
  await shelf?.clear();
});

const open = (status = 'pending') => inbox.open(`status=${status}&${shelf.only}`);
const side = (row: Locator, name: string) => row.getByRole('region', { name, exact: true });
const shown = async (source: string) => {
  const { results } = await asAdmin('GET', `/linkbacks/linkbacks?${shelf.only}`);
  return results.find((one: { source: string }) => one.source === source);
};
const placeOf = async (part: Locator) => {
  const box = await part.boundingBox();
  if (!box) throw new Error('It is not shown.');
  return box;
};
/** Whether everything in a part of the page fits into it. */
const fits = (part: Locator) => part.evaluate((one) => one.scrollWidth <= one.clientWidth);

/** What is public on the left, what would be on the right, and the buttons that decide below. */
const areSideBySide = async (row: Locator): Promise<void> => {
  const sides = [side(row, 'Published now'), side(row, 'After the update')] as const;
  for (const one of sides) expect(await fits(one)).toBe(true);
  await sides[0].locator('..').scrollIntoViewIfNeeded();
  const [now, then] = [await placeOf(sides[0]), await placeOf(sides[1])];
  expect(Math.abs(now.y - then.y)).toBeLessThan(1);
  expect(now.x + now.width).toBeLessThanOrEqual(then.x);
  // Both are on the screen at once.
  expect(now.x).toBeGreaterThanOrEqual(0);
  expect(then.x + then.width).toBeLessThanOrEqual(row.page().viewportSize()?.width ?? 0);
  const publish = await placeOf(row.getByRole('button', { name: 'Publish the update', exact: true }));
  expect(publish.y).toBeGreaterThanOrEqual(now.y + now.height);
};

describe('an update in the inbox', () => {
  it.each(WIDTHS)('stands beside what is public, on %i pixels', async (width) => {
    await page.setViewportSize({ width, height: TALL });
    await open();
    for (const source of [BEN, CLEO]) await areSideBySide(inbox.row(source));
    const row = inbox.row(BEN);
    expect(await side(row, 'Published now').textContent()).toContain(BEN_NOW);
    expect(await side(row, 'After the update').textContent()).toContain(BEN_THEN);
    // What stays as it is stands in neither.
    expect(await side(row, 'After the update').textContent()).not.toContain('weblog');
    expect(strangers).toEqual([]);
  });

  it('can be read by everybody, light and dark', async () => {
    const ready = () => inbox.button(CLEO, 'Publish the update').waitFor();
    await page.setViewportSize({ width: 390, height: TALL });
    await open();
    await pictures(page, 'inbox-update-narrow', ready, 'main table');
    await page.setViewportSize({ width: 1440, height: TALL });
    await open();
    await pictures(page, 'inbox-update', ready, 'main table');
    expect(await violations(page, 'main')).toEqual([]);
  });

  it('is published by its button, which undo takes back', async () => {
    await open();
    expect(await inbox.button(BEN, 'Approve').count()).toBe(0);
    await inbox.act(BEN, 'Publish the update');
    await page.getByText('Update published').waitFor();
    expect(await shown(BEN)).toMatchObject({ excerpt: BEN_THEN, proposed: null });
    await inbox.undo();
    await side(inbox.row(BEN), 'After the update').waitFor();
    expect(await shown(BEN)).toMatchObject({ excerpt: BEN_NOW, proposed: { excerpt: BEN_THEN } });
  });

  it('is refused by the button beside it', async () => {
    await open();
    await inbox.act(BEN, 'Keep current text');
    await page.getByText('Kept the current text').waitFor();
    expect(await shown(BEN)).toMatchObject({ excerpt: BEN_NOW, proposed: null, status: 'approved' });
  });

  it.each(['pending', 'approved'])(
    'is published by the key of its button, under “%s” too',
    async (status) => {
      await open(status);
      await inbox.row(BEN).waitFor();
      const names = await inbox.sources();
      for (let step = 0; step <= names.indexOf(BEN); step += 1) await page.keyboard.press('j');
      await page.keyboard.press('a');
      await page.getByText('Update published').waitFor();
      expect(await shown(BEN)).toMatchObject({ excerpt: BEN_THEN });
      expect((await shown(CLEO)).proposed).not.toBeNull();
    }
  );
});

describe('a selection with updates', () => {
  it('says that they are left out, and approves the others', async () => {
    await page.setViewportSize({ width: 1440, height: TALL });
    await open();
    await inbox.select(ADA, BEN, CLEO);
    await pictures(page, 'inbox-update-selected', async () => {
      if ((await page.getByText('3 entries selected').count()) === 0) await inbox.select(ADA, BEN, CLEO);
      await page.getByText('2 selected linkbacks are already public and have updates.').waitFor();
      // How many are selected, Strapi says.
      const ours = (found: string) => !found.includes('entries selected');
      expect((await violations(page, 'main')).filter(ours)).toEqual([]);
    });
    await inbox.actOnSelected('Approve');
    await page.getByText('Linkback approved').waitFor();
    expect(await shown(ADA)).toMatchObject({ status: 'approved' });
    for (const source of [BEN, CLEO]) expect((await shown(source)).proposed).not.toBeNull();
  });
});

describe('an update on the home page', () => {
  it('stands beside what is public, and is decided there', async () => {
    await page.setViewportSize({ width: 1440, height: 1700 });
    await page.goto(`${demo.urls.strapi}/admin/`);
    const row = page.getByRole('row').filter({ has: page.locator(`a[href="${BEN}"]`) });
    const ready = () => row.getByRole('button', { name: 'Keep current text' }).waitFor();
    await ready();
    await areSideBySide(row);
    const OURS = 'section:has([id="plugin::linkbacks.pending"]) table';
    await pictures(page, 'widgets-update', ready, OURS);
    await row.getByRole('button', { name: 'Publish the update' }).click();
    await page.getByText('Update published').first().waitFor();
    expect(await shown(BEN)).toMatchObject({ excerpt: BEN_THEN });
    expect(strangers).toEqual([]);
  });
});
