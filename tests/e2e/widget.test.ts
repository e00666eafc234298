import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { explainFailures, launch, pictures, signIn } from './browser';
import { asAdmin, createPerson } from './people';

const demo = inject('demo');
const HOME = `${demo.urls.strapi}/admin/`;

let browser: Browser;
let page: Page;

const linkbacks = (status: string) => asAdmin('GET', `/linkbacks/linkbacks?status=${status}`);
const move = async (action: string, from: string): Promise<void> => {
  const { results } = await linkbacks(from);
  const ids = results.map(({ id }: { id: string }) => id);
  if (ids.length > 0) await asAdmin('POST', '/linkbacks/linkbacks/actions', { action, ids });
};
const allPending = async (): Promise<void> => {
  await move('unapprove', 'approved');
  await move('restore', 'spam');
  await move('restore', 'trash');
};

explainFailures();
beforeAll(async () => {
  await allPending();
  browser = await launch();
  page = await signIn(browser, demo.account);
});
afterAll(async () => {
  await allPending();
  await browser.close();
});

const widget = (name: string, on = page) =>
  on.locator('section').filter({ has: on.getByRole('heading', { name, exact: true }) });
const pending = (on = page) => widget('Pending linkbacks', on);

describe('the home page', () => {
  it('shows what waits, and the pings that failed', async () => {
    await page.goto(HOME);
    await pending().locator(`a[href="${demo.reply}"]`).waitFor();
    await widget('Pings that failed').waitFor();
    expect(await pending().getByRole('link', { name: 'Open the inbox' }).getAttribute('href')).toContain(
      '/plugins/linkbacks'
    );
    await page.setViewportSize({ width: 1440, height: 1700 });
    await pictures(page, 'widgets', async () => {
      await pending().locator(`a[href="${demo.reply}"]`).waitFor();
      // The frame and the heading of a widget are Strapi's.
      expect(await violations(page, 'section:has([id="plugin::linkbacks.pending"]) table')).toEqual([]);
    });
  });

  it('approves on the spot, and says when nothing is left', async () => {
    await page.goto(HOME);
    const row = pending()
      .getByRole('row')
      .filter({ has: page.locator(`a[href="${demo.reply}"]`) });
    await row.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Linkback approved').first().waitFor();
    await row.waitFor({ state: 'detached' });
    const { results } = await linkbacks('approved');
    expect(results.map(({ source }: { source: string }) => source)).toContain(demo.reply);
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.waitFor();
    expect((await linkbacks('approved')).counts.approved).toBe(0);

    await move('approve', 'pending');
    await page.goto(HOME);
    await pending().getByText('Nothing waits for your decision.').waitFor();
    await allPending();
  });

  it('marks as spam on the spot', async () => {
    await page.goto(HOME);
    const row = pending()
      .getByRole('row')
      .filter({ has: page.locator(`a[href="${demo.reply}"]`) });
    await row.getByRole('button', { name: 'Mark as spam' }).click();
    await page.getByText('Linkback marked as spam').first().waitFor();
    expect((await linkbacks('spam')).results).toHaveLength(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.waitFor();
    expect((await linkbacks('spam')).results).toHaveLength(0);
    await allPending();
  });

  it('shows the pings that failed, and why', async () => {
    const entry = { uid: 'api::article.article', documentId: 'x', locale: '' };
    const failed = { status: 'failed', reason: 'The site did not answer in time.', entry };
    const times = { lastAttempt: '2026-01-01T00:00:00.000Z', created: '2026-01-01T00:00:00.000Z' };
    const results = [{ id: 'one', target: 'https://slow.example/post', ...failed, ...times }];
    const pagination = { page: 1, pageSize: 5, pageCount: 1, total: 1 };
    await page.route('**/linkbacks/pings?*', (route) => route.fulfill({ json: { results, pagination } }));
    await page.goto(HOME);
    const row = widget('Pings that failed').getByRole('row').filter({ hasText: 'slow.example/post' });
    await row.getByText('The site did not answer in time.').waitFor();
    expect(await violations(page, 'section:has([id="plugin::linkbacks.failed"]) table')).toEqual([]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });

    await widget('Pings that failed').getByRole('link', { name: 'Open the deliveries' }).click();
    await page.getByRole('tab', { name: /^Failed/, selected: true }).waitFor();
  });

  it('says so when it cannot be asked', async () => {
    await page.route('**/linkbacks/linkbacks?*', (route) => route.fulfill({ status: 500, json: {} }));
    await page.goto(HOME);
    await pending()
      .getByText(/couldn't load|error|wrong/i)
      .first()
      .waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('offers no decision to those who may only look, and nothing to those who may not', async () => {
    const reader = await signIn(browser, await createPerson('reader'));
    await reader.goto(HOME);
    await pending(reader).locator(`a[href="${demo.reply}"]`).waitFor();
    expect(await pending(reader).getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await reader.context().close();

    const editor = await signIn(browser, await createPerson('editor'));
    await editor.goto(HOME);
    await editor.getByRole('heading', { name: 'Last edited entries' }).waitFor();
    expect(await pending(editor).count()).toBe(0);
    await editor.context().close();
  });
});
