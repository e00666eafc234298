import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { explainFailures, launch, signIn } from './browser';
import { filterByChoice, openFilter, removeFilter } from './filter-form';
import { inboxOn } from './inbox-page';
import { ARTICLE } from './people';
import { hoursAgo, openShelf, type NewLinkback, type Shelf } from './stored';
import { picturesInPlace } from './themes';
import { violations } from './axe';

const demo = inject('demo');

const ADA = 'https://ada.example/notes/reply';
const BEN = 'https://ben.example/weblog/12';
const CLEO = 'https://cleo.example/links?week=7&by=cleo';
/** Of another content type. */
const DORA = 'https://dora.example/pages';
const PENDING = [ADA, BEN, CLEO];
const SPAM = ['https://casino.example/1', 'https://casino.example/2'];
const TRASHED = ['https://old.example/1'];
const GONE = ['https://gone.example/1'];
/** More than a page of the list holds. */
const APPROVED = Array.from({ length: 23 }, (_, index) => `https://pen.example/letters/${index + 1}`);

const BENS_TIME = hoursAgo(3);

let browser: Browser;
let page: Page;
let shelf: Shelf;
let inbox: ReturnType<typeof inboxOn>;
/** Where the author's picture is, and what was asked for there. */
let photos: Server;
let photo: string;
const asked: (string | undefined)[] = [];

const written = (): NewLinkback[] => [
  {
    source: ADA,
    type: 'reply',
    title: 'What a letter is for',
    excerpt: 'I read it twice, and then I wrote to somebody I had never met.',
    siteName: 'Notes on engines',
    author: { name: 'Ada Lovelace', url: 'https://ada.example/', photo },
    received: new Date(),
  },
  { source: BEN, title: 'Fish & chips, and letters', received: BENS_TIME },
  {
    source: CLEO,
    protocol: 'trackback',
    title: 'This week’s links',
    siteName: 'Cleo’s links',
    locale: 'de',
    received: hoursAgo(26),
  },
  { source: DORA, title: 'About other pages', uid: 'api::page.page', received: hoursAgo(30) },
  ...SPAM.map((source, index): NewLinkback => ({ source, status: 'spam', received: hoursAgo(3 + index) })),
  ...TRASHED.map((source): NewLinkback => ({ source, status: 'trash' })),
  ...GONE.map((source): NewLinkback => ({ source, status: 'gone' })),
  ...APPROVED.map((source, index): NewLinkback => ({
    source,
    status: 'approved',
    received: hoursAgo(48 + index),
  })),
];

explainFailures();
beforeAll(async () => {
  photos = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => photos.listen(0, '127.0.0.1', resolve));
  photo = `http://127.0.0.1:${(photos.address() as AddressInfo).port}/ada.png`;
  browser = await launch();
  [shelf, page] = await Promise.all([openShelf('On keeping letters'), signIn(browser, demo.account)]);
  await shelf.linkbacks(written());
  inbox = inboxOn(page);
});
afterAll(async () => {
  await browser?.close();
  await shelf?.clear();
  photos?.close();
});

/** The lists show nothing but what is of our article. */
const open = (search = '') => inbox.open(`${shelf.only}${search}`);
const shows = (...sources: readonly string[]) => expect.poll(inbox.sources).toEqual(sources);
const address = () => decodeURIComponent(page.url());

describe('a row', () => {
  it('says who wrote, on which site, in which way, and when', async () => {
    await open();
    const words = await inbox.row(ADA).textContent();
    for (const part of ['Ada Lovelace', 'Notes on engines (ada.example)', 'Webmention', 'Reply'])
      expect(words).toContain(part);
    expect(await inbox.row(CLEO).textContent()).toMatch(/Cleo’s links.*cleo\.example.*Trackback/);
    const time = inbox.row(BEN).locator('time');
    expect(await time.textContent()).toBe('3 hours ago');
    expect(await time.getAttribute('datetime')).toBe(BENS_TIME.toISOString());
    expect(await time.getAttribute('title')).toContain(String(BENS_TIME.getFullYear()));
    expect(await inbox.row(CLEO).locator('time').textContent()).toBe('yesterday');
  });
});

describe('the picture of an author', () => {
  it('is asked for nowhere: not in the list, nor beside it, nor on the home page', async () => {
    // Strapi's own policy refuses foreign pictures; a project may widen it.
    const theirs = await signIn(browser, demo.account, { bypassCSP: true });
    const list = inboxOn(theirs);
    await list.open(shelf.only);
    await list.row(ADA).getByText('Ada Lovelace').waitFor();
    await list.choose(ADA, 'Show everything about it');
    await theirs.getByRole('heading', { name: 'What a letter is for', level: 1 }).waitFor();
    await theirs.getByRole('region', { name: 'What it says' }).getByText('Ada Lovelace').waitFor();
    await theirs.goto(`${demo.urls.strapi}/admin/`);
    await theirs
      .getByRole('row')
      .filter({ has: theirs.locator(`a[href="${ADA}"]`) })
      .waitFor();

    // It could have been had: whoever asked before is in the list too.
    await theirs.evaluate((src) => void Object.assign(new Image(), { src }), photo.replace('ada', 'control'));
    await expect.poll(() => asked).toEqual(['/control.png']);
    await theirs.context().close();
  });
});

describe('the tabs', () => {
  it('show their states and counts, and are in the URL', async () => {
    await open();
    await inbox.tab('Pending (3)').waitFor();
    for (const [name, status, sources] of [
      ['Spam (2)', 'spam', SPAM],
      ['Trash (1)', 'trash', TRASHED],
      ['Gone (1)', 'gone', GONE],
      ['Approved (23)', 'approved', APPROVED.slice(0, 20)],
      ['Pending (3)', 'pending', PENDING],
    ] as const) {
      await inbox.tab(name).click();
      await shows(...sources);
      expect(address()).toContain(`status=${status}`);
    }
    await page.goBack();
    await shows(...APPROVED.slice(0, 20));
  });
});

describe('the search', () => {
  it('takes what is typed, and goes along from tab to tab', async () => {
    await open();
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    const field = page.getByRole('searchbox', { name: 'Search linkbacks' });
    await field.fill('chips & ');
    await shows(...PENDING);
    await field.fill('fish & CHIPS');
    await field.press('Enter');
    await shows(BEN);
    expect(address()).toContain('_q=fish & CHIPS');
    await inbox.tab('Spam (0)').click();
    await page.getByText('No linkback fits the search and the filter.').waitFor();
    await inbox.tab('Pending (1)').click();
    await shows(BEN);

    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await shows(...PENDING);
    expect(address()).not.toContain('_q=');
  });

  it('finds authors, sites, the words around the link, and addresses', async () => {
    await open();
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    for (const [words, source] of [
      ['lovelace', ADA],
      ['cleo’s LINKS', CLEO],
      ['never met', ADA],
      ['ben.example/weblog/12', BEN],
      ['links?week=7&by', CLEO],
    ] as const) {
      await page.getByRole('searchbox').fill(words);
      await page.getByRole('searchbox').press('Enter');
      await shows(source);
    }
  });
});

describe('the filters', () => {
  it('narrow the list together, and each goes by itself', async () => {
    await open();
    await filterByChoice(page, 'Protocol', 'Webmention');
    await shows(ADA, BEN);
    await filterByChoice(page, 'Type', 'Reply');
    await shows(ADA);
    await inbox.tab('Pending (1)').waitFor();
    expect(address()).toContain('filters[$and][0][protocol][$eq]=webmention');
    expect(address()).toContain('filters[$and][1][type][$eq]=reply');

    await page.reload();
    await shows(ADA);
    await removeFilter(page, 'Type is reply');
    await shows(ADA, BEN);
    await removeFilter(page, 'Protocol is webmention');
    await shows(...PENDING);
    expect(address()).not.toContain('filters');
  });

  it('know content types and locales, where there are several', async () => {
    const contentTypes = [
      { uid: ARTICLE, displayName: 'Article' },
      { uid: 'api::page.page', displayName: 'Page' },
    ];
    await page.route('**/linkbacks/types', (route) =>
      route.fulfill({ json: { contentTypes, locales: ['en', 'de'] } })
    );
    await inbox.open('status=pending');
    await filterByChoice(page, 'Content type', 'Page');
    await inbox.row(DORA).waitFor();
    await inbox.row(ADA).waitFor({ state: 'detached' });
    await removeFilter(page, 'Content type is api::page.page');
    await inbox.row(ADA).waitFor();
    await filterByChoice(page, 'Locale', 'de');
    await inbox.row(CLEO).getByText('de', { exact: true }).waitFor();
    await inbox.row(ADA).waitFor({ state: 'detached' });
    await page.unroute('**/linkbacks/types');
  });

  it('have a form that everybody can read and use', async () => {
    await open('&_q=letter');
    await shows(ADA, BEN);
    await openFilter(page, 'Host');
    await picturesInPlace(page, 'inbox-filter', async () => {
      await page.getByRole('textbox', { name: 'Host' }).waitFor();
      // The frame, which lacks a name, is Strapi's.
      expect(await violations(page, '[role=dialog] form')).toEqual([]);
    });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
});

describe('the pages', () => {
  it('are turned by a click, hold as many as asked for, and are in the URL', async () => {
    await open('&status=approved');
    await shows(...APPROVED.slice(0, 20));
    await page.getByRole('link', { name: 'Go to next page' }).click();
    await shows(...APPROVED.slice(20));
    expect(address()).toContain('page=2');
    await page.getByRole('link', { name: 'Go to page 1', exact: true }).click();
    await shows(...APPROVED.slice(0, 20));

    await page.getByRole('combobox', { name: 'Entries per page' }).click();
    await page.getByRole('option', { name: '10', exact: true }).click();
    await shows(...APPROVED.slice(0, 10));
    expect(address()).toContain('pageSize=10');
    await page.getByRole('link', { name: 'Go to page 3' }).click();
    await shows(...APPROVED.slice(20));
    await page.reload();
    await shows(...APPROVED.slice(20));

    // What another tab has is no matter of the page that one was on.
    await inbox.tab('Pending (3)').click();
    await shows(...PENDING);
    expect(address()).toContain('pageSize=10');
  });
});
