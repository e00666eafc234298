import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { explainFailures, launch, signIn } from './browser';
import { filterByChoice, filterByText, removeFilter } from './filter-form';
import { asAdmin } from './people';
import { hoursAgo, inHours, openShelf, type NewPing, type Shelf } from './stored';
import { picturesInPlace } from './themes';

const demo = inject('demo');
const LOG = `${demo.urls.strapi}/admin/plugins/linkbacks/deliveries`;

const GLAD = 'https://glad.example/post';
const SLOW = ['https://slow.example/posts/1', 'https://slow.example/posts/2'] as const;
const DEAF = 'https://deaf.example/about';
const BUSY = 'https://busy.example/today';
const WAITING = ['https://reader.example/1', 'https://reader.example/2'] as const;
/** The log has the latest first, and these were stored in the other order. */
const ALL = [...WAITING, BUSY, DEAF, ...SLOW, GLAD];
const PAGE = `${demo.urls.site}/articles/on-sending-letters`;

const pings: NewPing[] = [
  {
    target: GLAD,
    status: 'sent',
    protocol: 'webmention',
    endpoint: 'https://glad.example/webmention',
    attempts: 1,
    why: { code: 'ping.accepted' },
    answer: 'Thanks.',
    statusUrl: 'https://glad.example/webmention/7',
    last: hoursAgo(3),
  },
  ...[...SLOW].reverse().map((target): NewPing => ({
    target,
    status: 'failed',
    protocol: 'pingback',
    endpoint: 'https://slow.example/xmlrpc',
    attempts: 5,
    why: { code: 'http.timeout' },
    last: hoursAgo(2),
  })),
  { target: DEAF, status: 'unsupported', attempts: 1, why: { code: 'ping.unsupported' }, last: hoursAgo(2) },
  {
    target: BUSY,
    status: 'queued',
    protocol: 'webmention',
    attempts: 2,
    why: { code: 'status.too-fast', values: { status: 429 } },
    last: hoursAgo(1),
    next: inHours(2),
  },
  ...[...WAITING].reverse().map((target): NewPing => ({
    target,
    status: 'waiting',
    why: { code: 'ping.waiting', values: { page: PAGE, why: { code: 'page.no-link' } } },
    next: inHours(3),
  })),
];

let browser: Browser;
let page: Page;
let shelf: Shelf;

explainFailures();
beforeAll(async () => {
  browser = await launch();
  [shelf, page] = await Promise.all([openShelf('On sending letters'), signIn(browser, demo.account)]);
});
beforeEach(() => shelf.pings(pings));
afterAll(async () => {
  await browser?.close();
  await shelf?.clear();
});

const open = async (group = 'all', { only } = shelf): Promise<void> => {
  await page.goto(`${LOG}?group=${group}&${only}`);
  await page.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor();
};
const row = (target: string) => page.getByRole('row').filter({ has: page.locator(`a[href="${target}"]`) });
const button = (target: string, name: string) => row(target).getByRole('button', { name, exact: true });
const tab = (name: string) => page.getByRole('tab', { name, exact: true });
const targets = () =>
  page
    .locator('tbody tr a[href*=".example/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
const shows = (...wanted: readonly string[]) => expect.poll(targets).toEqual(wanted);
const select = async (...wanted: readonly string[]): Promise<void> => {
  for (const target of wanted) await row(target).getByRole('checkbox').click();
};
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const stateOf = async (target: string, { only } = shelf): Promise<string> => {
  const { results } = await asAdmin('GET', `/linkbacks/pings?${only}`);
  return results.find((one: { target: string }) => one.target === target)?.status ?? 'forgotten';
};
const dialog = () => page.getByRole('alertdialog');
const key = async (name: string, times = 1): Promise<void> => {
  for (let count = 0; count < times; count += 1) await page.keyboard.press(name);
};

describe('a ping that is not through yet', () => {
  it('says when it is tried again, how often it was, and what is in the way', async () => {
    await open();
    await row(BUSY).waitFor();
    expect(await row(BUSY).textContent()).toMatch(
      /Queued.*2 attempts.*Next try: in 2 hours.*The site asks us to send more slowly \(HTTP status 429\)\./
    );
    for (const target of WAITING)
      expect(await row(target).textContent()).toMatch(
        /Waiting for the page.*None.*Next try: in 3 hours.*It does not show this link yet\./
      );
    const note = page.getByRole('note');
    await note.getByText('2 pings wait until your own pages show the link').waitFor();
    await note.getByText('It does not show this link yet. (2 pings)').waitFor();
    expect(await row(DEAF).textContent()).toContain(
      'The linked page accepts neither webmentions nor pingbacks nor trackbacks.'
    );
  });
});

describe('the tabs and the filters', () => {
  it('show what is in a state, with counts', async () => {
    await open();
    await shows(...ALL);
    for (const [name, group, wanted] of [
      ['Under way (3)', 'open', [...WAITING, BUSY]],
      ['Sent (1)', 'sent', [GLAD]],
      ['Failed (2)', 'failed', SLOW],
      ['Not sent (1)', 'closed', [DEAF]],
      ['All (7)', 'all', ALL],
    ] as const) {
      await tab(name).click();
      await shows(...wanted);
      expect(page.url()).toContain(`group=${group}`);
    }
  });

  it('narrow the log together, and each goes by itself', async () => {
    await open();
    await filterByText(page, 'Host', 'https://slow.example/anything');
    await shows(...SLOW);
    await tab('All (2)').waitFor();
    await filterByChoice(page, 'State', 'Sent');
    await page.getByText('No ping fits the filters.').waitFor();
    await page.reload();
    await page.getByText('No ping fits the filters.').waitFor();
    await removeFilter(page, 'Host is https://slow.example/anything');
    await shows(GLAD);
  });
});

describe('what is selected', () => {
  it('is offered each action for as many as it fits', async () => {
    await open();
    await select(WAITING[0], BUSY, SLOW[0], GLAD);
    for (const name of ['Send again (1)', 'Cancel (2)', 'Forget (4)'])
      await page.getByRole('button', { name, exact: true }).waitFor();
  });

  it('is cancelled together', async () => {
    await open('open');
    await select(...WAITING, BUSY);
    await press('Cancel (3)');
    await page.getByText('3 pings cancelled').waitFor();
    await page.getByText('No ping fits the filters.').waitFor();
    await tab('Not sent (4)').click();
    await row(BUSY).getByText('Cancelled by an editor.').waitFor();
    for (const target of [...WAITING, BUSY]) expect(await stateOf(target)).toBe('cancelled');
  });

  it('is sent again together', async () => {
    // Its page is looked at from then on, which is to change nothing for the pings of the other tests.
    const other = await openShelf('On sending letters again');
    await other.pings(pings);
    await open('failed', other);
    await select(...SLOW);
    await press('Send again (2)');
    await page.getByText('2 pings are on their way again').waitFor();
    await tab('Failed (0)').waitFor();
    await tab('Under way (5)').click();
    for (const target of SLOW) {
      await row(target).getByText('It does not show this link yet.').waitFor();
      expect(await stateOf(target, other)).toBe('waiting');
    }
    await other.clear();
  });

  it('is forgotten together once that is confirmed', async () => {
    await open();
    await select(...SLOW, DEAF);
    await press('Forget (3)');
    await picturesInPlace(page, 'deliveries-forget', async () => {
      await dialog().getByText('Forget these 3 pings?').waitFor();
      expect(await violations(page, '[role=alertdialog]')).toEqual([]);
    });
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'hidden' });
    await shows(...ALL);
    await press('Forget (3)');
    await dialog().getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('3 pings forgotten').waitFor();
    await shows(...WAITING, BUSY, GLAD);
  });
});

describe('with nothing but the keys', () => {
  const hasFocus = (target: string, name: string) =>
    expect.poll(() => button(target, name).evaluate((one) => one === document.activeElement)).toBe(true);
  /** From the tabs on, over what stands above the table and its header. */
  const goTo = async (target: string, name: string): Promise<void> => {
    await row(target).waitFor();
    await page.getByRole('tab', { selected: true }).focus();
    await expect
      .poll(async () => {
        await key('Tab');
        return button(target, name).evaluate((one) => one === document.activeElement);
      })
      .toBe(true);
  };

  it('every row is reached, and its details are opened and closed', async () => {
    await open();
    await goTo(WAITING[0], 'Cancel it');
    await key('Tab');
    await hasFocus(WAITING[0], 'Forget it');
    await key('Tab');
    await hasFocus(WAITING[0], 'Show the details');
    await key('Enter');
    await page.getByText('Planned', { exact: true }).waitFor();
    await hasFocus(WAITING[0], 'Hide the details');
    await key('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toContain(
      '/on-sending-letters'
    );
    await page.keyboard.press('Shift+Tab');
    await key(' ');
    await page.getByText('Planned', { exact: true }).waitFor({ state: 'hidden' });
    await goTo(GLAD, 'Forget it');
  });

  it('a ping is selected and cancelled', async () => {
    await open();
    await goTo(WAITING[0], 'Cancel it');
    // Back over its entry and its target, to its checkbox.
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+Tab');
    await key(' ');
    await page.getByText('1 entry selected').waitFor();
    await goTo(WAITING[0], 'Cancel it');
    await key('Enter');
    await page.getByText('Ping cancelled').waitFor();
    await button(WAITING[0], 'Send it again').waitFor();
    // Its button is gone, and whoever goes on begins at its row.
    const isThere = () => row(WAITING[0]).evaluate((one) => one.contains(document.activeElement));
    await expect.poll(isThere).toBe(true);
    expect(await stateOf(WAITING[0])).toBe('cancelled');
  });

  it('a ping is forgotten: the question takes the focus, and gives it back', async () => {
    await open();
    await goTo(WAITING[0], 'Forget it');
    await key('Enter');
    const focusIsInside = () => dialog().evaluate((one) => one.contains(document.activeElement));
    await expect.poll(focusIsInside).toBe(true);
    await key('Tab', 5);
    expect(await focusIsInside()).toBe(true);
    await key('Escape');
    await dialog().waitFor({ state: 'hidden' });
    await hasFocus(WAITING[0], 'Forget it');

    await key('Enter');
    await expect.poll(focusIsInside).toBe(true);
    await expect
      .poll(async () => {
        await key('Tab');
        return page.evaluate(() => document.activeElement?.textContent);
      })
      .toBe('Confirm');
    await key('Enter');
    await page.getByText('Ping forgotten').waitFor();
    await shows(...ALL.slice(1));
  });

  it('the form of the filters is opened, filled in and sent', async () => {
    await open();
    await row(GLAD).waitFor();
    await page.getByRole('button', { name: 'Filters', exact: true }).focus();
    await key('Enter');
    const form = page.getByRole('dialog');
    await expect.poll(() => form.evaluate((one) => one.contains(document.activeElement))).toBe(true);
    await key('Escape');
    await form.waitFor({ state: 'hidden' });
    const isBack = () => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(isBack).toBe('Filters');

    await key('Enter');
    await form.waitFor();
    await page.getByRole('combobox', { name: 'State', exact: true }).focus();
    await key('Enter');
    await page.getByRole('option', { name: 'Failed', exact: true }).waitFor();
    await expect
      .poll(async () => {
        await key('ArrowDown');
        return page.evaluate(() => document.activeElement?.textContent);
      })
      .toBe('Failed');
    await key('Enter');
    await page.getByRole('button', { name: 'Add filter' }).focus();
    await key('Enter');
    await shows(...SLOW);
  });
});
