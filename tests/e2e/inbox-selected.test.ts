import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { explainFailures, launch, signIn } from './browser';
import { inboxOn } from './inbox-page';
import { asAdmin } from './people';
import { hoursAgo, openShelf, type NewLinkback, type Shelf } from './stored';
import { inBothThemes, picturesInPlace } from './themes';

const demo = inject('demo');

/** No port that sources are fetched from: looking at them again ends at once. */
const SILENT = ['http://127.0.0.12:9/one', 'http://127.0.0.12:9/two'] as const;
const PENDING = ['https://ada.example/1', 'https://ben.example/1', 'https://cleo.example/1'] as const;
const SPAM = ['https://casino.example/1', 'https://casino.example/2'] as const;
const TRASHED = ['https://old.example/1', 'https://old.example/2'] as const;
const [ADA, BEN] = PENDING;

let browser: Browser;
let page: Page;
let shelf: Shelf;
let inbox: ReturnType<typeof inboxOn>;

const at = (sources: readonly string[], over: Partial<NewLinkback>): NewLinkback[] =>
  sources.map((source, index) => ({
    source,
    title: `About ${new URL(source).host}`,
    received: hoursAgo(3 + index),
    ...over,
  }));

explainFailures();
beforeAll(async () => {
  browser = await launch();
  [shelf, page] = await Promise.all([openShelf('On answering letters'), signIn(browser, demo.account)]);
  inbox = inboxOn(page);
});
beforeEach(() =>
  shelf.linkbacks([
    ...at(PENDING, { status: 'pending' }),
    ...at(SPAM, { status: 'spam' }),
    ...at(TRASHED, { status: 'trash' }),
  ])
);
afterAll(async () => {
  await browser?.close();
  await shelf?.clear();
});

const open = (status: string) => inbox.open(`status=${status}&${shelf.only}`);
const shows = (...sources: readonly string[]) => expect.poll(inbox.sources).toEqual(sources);
const chooseForSelected = async (name: string): Promise<void> => {
  await page.getByRole('button', { name: 'More actions for the selected linkbacks' }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
};
const trusted = async (): Promise<string[]> =>
  (await asAdmin('GET', '/linkbacks/settings')).moderation.trustedHosts;

describe('what is selected', () => {
  it.each([
    ['Mark as spam', '2 linkbacks marked as spam', 'Spam (4)'],
    ['Move to trash', '2 linkbacks moved to the trash', 'Trash (4)'],
  ])('“%s” takes it away together, and undo brings it back', async (action, said, counted) => {
    await open('pending');
    await inbox.select(ADA, BEN);
    await inbox.actOnSelected(action);
    await page.getByText(said).waitFor();
    await inbox.tab(counted).waitFor();
    await shows(PENDING[2]);
    await inbox.undo();
    await inbox.tab('Pending (3)').waitFor();
    await shows(...PENDING);
  });

  it.each([
    ['spam', 'Not spam', SPAM, 'Spam (2)'],
    ['trash', 'Restore', TRASHED, 'Trash (2)'],
  ] as const)(
    'comes back from %s, and undo takes it there again',
    async (status, action, sources, counted) => {
      await open(status);
      await inbox.select(...sources);
      await inbox.actOnSelected(action);
      await page.getByText('2 linkbacks restored').waitFor();
      await inbox.tab('Pending (5)').waitFor();
      await inbox.undo();
      await inbox.tab(counted).waitFor();
      await inbox.tab('Pending (3)').waitFor();
    }
  );

  it('is looked at again, for which there is no undo', async () => {
    await shelf.linkbacks(at(SILENT, { status: 'approved' }));
    await open('approved');
    await inbox.select(...SILENT);
    await chooseForSelected('Verify again');
    await page.getByText('2 sources are looked at again').waitFor();
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    const { results } = await asAdmin('GET', `/linkbacks/linkbacks?${shelf.only}`);
    const events = async (id: string) =>
      (await asAdmin('GET', `/linkbacks/linkbacks/${id}`)).history.map(
        ({ event }: { event: string }) => event
      );
    for (const { id } of results) await expect.poll(() => events(id)).toContain('failed');
  });

  it('is approved with its sites, and undo takes the trust back too', async () => {
    const before = await trusted();
    await open('pending');
    await inbox.select(ADA, BEN);
    await chooseForSelected('Approve and trust the site');
    await page.getByText('2 linkbacks approved, their sites are trusted').waitFor();
    await inbox.tab('Approved (2)').waitFor();
    expect(await trusted()).toEqual([...before, 'ada.example', 'ben.example']);
    await inbox.undo();
    await inbox.tab('Pending (3)').waitFor();
    await expect.poll(trusted).toEqual(before);
  });

  it('is deleted for good only when that is confirmed, without an undo', async () => {
    await open('spam');
    await inbox.select(...SPAM);
    await inbox.actOnSelected('Delete for good');
    const dialog = page.getByRole('alertdialog', { name: 'Delete for good?' });
    await dialog.getByText('These 2 linkbacks will be gone').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await shows(...SPAM);
    await inbox.actOnSelected('Delete for good');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('2 linkbacks deleted for good').waitFor();
    await inbox.tab('Spam (0)').waitFor();
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    const { results } = await asAdmin('GET', `/linkbacks/linkbacks?${shelf.only}`);
    expect(results).toHaveLength(PENDING.length + TRASHED.length);
  });
});

describe('one row', () => {
  it('comes back from the trash by its button', async () => {
    await open('trash');
    await inbox.act(TRASHED[0], 'Restore');
    await page.getByText('Linkback restored').waitFor();
    await inbox.tab('Pending (4)').waitFor();
    await shows(TRASHED[1]);
  });

  it('has a menu that everybody can read and use', async () => {
    await open('pending');
    await inbox.act(ADA, 'More actions');
    await inBothThemes(page, async () => {
      await page.getByRole('menuitem', { name: 'Mark as spam and block the site' }).waitFor();
      expect(await violations(page, '[role=menu]')).toEqual([]);
    });
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
  });

  it('has a menu in which the keys are the menu’s', async () => {
    await open('pending');
    await inbox.button(ADA, 'More actions').focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => {
        await page.keyboard.press('ArrowDown');
        return page.evaluate(() => document.activeElement?.textContent);
      })
      .toBe('Mark as spam and block the site');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    const isBack = () => inbox.button(ADA, 'More actions').evaluate((one) => one === document.activeElement);
    await expect.poll(isBack).toBe(true);
  });

  it('is decided with nothing but Tab and Enter', async () => {
    await open('pending');
    await inbox.row(ADA).waitFor();
    await page.getByRole('tab', { selected: true }).focus();
    const hasFocus = (name: string) =>
      inbox.button(ADA, name).evaluate((one) => one === document.activeElement);
    await expect
      .poll(async () => {
        await page.keyboard.press('Tab');
        return hasFocus('Move to trash');
      })
      .toBe(true);
    await page.keyboard.press('Enter');
    await inbox.tab('Trash (3)').waitFor();
    await shows(PENDING[1], PENDING[2]);
  });
});

describe('the help', () => {
  it('gives the focus back to the row from which it was called', async () => {
    await open('pending');
    await inbox.row(ADA).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('j');
    const focused = () =>
      page.evaluate(() => document.activeElement?.querySelector('a')?.getAttribute('href'));
    await expect.poll(focused).toBe(BEN);
  });
});

describe('the question before deleting for good', () => {
  const key = async (name: string, times = 1): Promise<void> => {
    for (let count = 0; count < times; count += 1) await page.keyboard.press(name);
  };
  const dialog = () => page.getByRole('alertdialog', { name: 'Delete for good?' });
  const focusIsInside = () => dialog().evaluate((one) => one.contains(document.activeElement));
  const focused = () => page.evaluate(() => document.activeElement?.querySelector('a')?.getAttribute('href'));

  it('can be read and answered by everybody', async () => {
    await open('trash');
    await inbox.act(TRASHED[0], 'Delete for good');
    await picturesInPlace(page, 'inbox-delete', async () => {
      await dialog().waitFor();
      expect(await violations(page, '[role=alertdialog]')).toEqual([]);
    });
    await key('Escape');
    await dialog().waitFor({ state: 'hidden' });
  });

  it('takes the focus, and gives it back', async () => {
    await open('trash');
    await inbox.row(TRASHED[1]).waitFor();
    await key('j', 2);
    await expect.poll(focused).toBe(TRASHED[1]);
    await key('d');
    await expect.poll(focusIsInside).toBe(true);
    await key('Tab', 5);
    expect(await focusIsInside()).toBe(true);
    await key('Escape');
    await dialog().waitFor({ state: 'hidden' });
    await expect.poll(focused).toBe(TRASHED[1]);
    await shows(...TRASHED);

    await inbox.button(TRASHED[0], 'Delete for good').focus();
    await key('Enter');
    await dialog().getByRole('button', { name: 'Confirm' }).focus();
    await key('Enter');
    await page.getByText('Linkback deleted for good').waitFor();
    await shows(TRASHED[1]);
    // The row that took the place of the other.
    await expect.poll(focused).toBe(TRASHED[1]);
  });
});
