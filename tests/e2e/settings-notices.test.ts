import { request } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { explainFailures, launch, pictures, signIn } from './browser';
import { createPerson } from './people';
import { answering, card, openSettings, SETTINGS, settingsAreThere } from './settings-page';

const demo = inject('demo');

let browser: Browser;
let page: Page;

explainFailures();
beforeAll(async () => {
  browser = await launch();
  page = await signIn(browser, demo.account);
});
afterEach(() => page.unrouteAll({ behavior: 'ignoreErrors' }));
afterAll(() => browser?.close());

const MOVED = { confirmed: 'https://cms.example', present: demo.urls.strapi };
/** Each that the server knows, with the words of the admin for it. */
const NOTICES = [
  {
    code: 'content-type',
    why: {
      code: 'notice.content-type',
      values: {
        uid: 'api::note.note',
        why: {
          code: 'input.wrong',
          values: { key: 'url', found: '"/notes"', why: { code: 'allowed.pattern-url' } },
        },
      },
    },
    said: 'api::note.note takes no part, its pluginOptions.linkbacks is wrong: `url` is "/notes"; allowed: an absolute URL',
  },
  {
    code: 'endpoints',
    why: { code: 'notice.endpoints', values: { url: 'http://localhost:1337' } },
    said: 'Other sites cannot reach http://localhost:1337',
  },
  {
    code: 'proxy',
    why: { code: 'notice.proxy' },
    said: 'Senders can make up their address and so pass the limits of received pings',
  },
  {
    code: 'sending-off',
    why: { code: 'sending.off' },
    said: 'Nothing is sent from this environment',
  },
  {
    code: 'public-url-changed',
    why: { code: 'sending.elsewhere', values: MOVED },
    said: 'Sending is paused: this database was used under https://cms.example',
  },
];
const withNotices = (body: Record<string, unknown>) => ({
  ...body,
  notices: NOTICES.map(({ code, why }) => ({ code, why, message: `In the words of the server: ${code}.` })),
  publicUrl: MOVED.confirmed,
});
const confirm = (on: Page) => on.getByRole('button', { name: /^Send from http/ });

describe('what an administrator should know', () => {
  it('stands above the settings, light and dark', async () => {
    await answering(page, 'settings', withNotices);
    await page.setViewportSize({ width: 1440, height: 1500 });
    await page.goto(SETTINGS);
    const ready = async () => {
      await settingsAreThere(page);
      for (const { said } of NOTICES) await page.getByText(said).waitFor();
    };
    await pictures(page, 'settings-notices', ready, 'main');
    await page.setViewportSize({ width: 1440, height: 1200 });
  });

  it('is put out of sight one by one; only a changed address can be confirmed there', async () => {
    await answering(page, 'settings', withNotices);
    const confirmed: unknown[] = [];
    await page.route('**/linkbacks/settings', (route) => {
      if (route.request().method() !== 'PUT') return route.fallback();
      confirmed.push(route.request().postDataJSON());
      return route.fulfill({ json: {} });
    });
    await openSettings(page);
    for (const { said } of NOTICES.slice(0, -1)) {
      await page.getByRole('button', { name: 'Close', exact: true }).first().click();
      await page.getByText(said).waitFor({ state: 'detached' });
    }
    await confirm(page).click();
    await page.getByText('Pings are sent from here again').first().waitFor();
    expect(confirmed).toEqual([{ publicUrl: demo.urls.strapi }]);
  });

  it('is not confirmed by somebody who may only look', async () => {
    const theirs = await signIn(browser, await createPerson('auditor'));
    await answering(theirs, 'settings', withNotices);
    await openSettings(theirs);
    for (const { said } of NOTICES) await theirs.getByText(said).waitFor();
    expect(await confirm(theirs).count()).toBe(0);
    await theirs.context().close();
  });

  it('is that e-mail works, which can be tried out once addresses are saved', async () => {
    const notify = { emails: ['mod@example.org'], on: 'held', hooks: [] };
    await answering(page, 'settings', (body) => ({
      ...body,
      notify,
      email: { configured: true },
      akismet: true,
    }));
    await page.route('**/linkbacks/settings/test', (route) => {
      expect(route.request().postDataJSON()).toEqual({ kind: 'email' });
      return route.fulfill({ json: { ok: true, message: 'Sent to mod@example.org.' } });
    });
    await openSettings(page);
    await page.getByText('Akismet is asked').waitFor();
    await page.getByRole('button', { name: 'Send a test e-mail' }).click();
    await page.getByText('Sent to mod@example.org.').first().waitFor();
    await page.getByLabel('E-mail addresses').fill('other@example.org');
    expect(await page.getByRole('button', { name: 'Send a test e-mail' }).isDisabled()).toBe(true);
  });

  it('is why nothing can be shown, with a way to try again', async () => {
    await page.route('**/linkbacks/settings', (route) => route.fulfill({ status: 500, json: {} }));
    await page.goto(SETTINGS);
    await page.getByText('This could not be loaded').waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Receive', exact: true }).waitFor();
  });
});

/** An address of this computer that nobody else sends from: what it is refused, the others are not. */
const FLOODER = '127.0.0.66';
const pingFromFlooder = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(demo.urls.strapi);
    const to = { hostname, port, family: 4, localAddress: FLOODER, path: '/api/linkbacks/webmention' };
    request({ ...to, method: 'POST', agent: false }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    })
      .once('error', reject)
      .end();
  });
/** More than one sender may in a minute (README, `receive.rateLimit`). */
const MANY = 70;

describe('the status', () => {
  it('names a sender that ran into the limits', async () => {
    const answers = await Promise.all(Array.from({ length: MANY }, pingFromFlooder));
    const refused = answers.filter((status) => status === 429).length;
    expect(refused).toBeGreaterThan(0);
    await openSettings(page);
    const row = card(page, 'Status').getByRole('row').filter({ hasText: FLOODER });
    expect(await row.textContent()).toMatch(
      new RegExp(`Address.*${FLOODER.replaceAll('.', '\\.')}Refused${refused}`)
    );
    await card(page, 'Status').getByText('in the queue').waitFor();
    await card(page, 'Status').getByText('On', { exact: true }).waitFor();
  });

  it('tells what is late, what went wrong last and whom limits refused, light and dark', async () => {
    const last = '2026-01-01T00:00:00.000Z';
    const target = `https://example.com/articles/${'on-a-very-long-address-'.repeat(8)}`;
    const trouble = { code: 'trouble.job', values: { kind: 'plan', error: 'Error: disk full' } };
    await answering(page, 'status', () => ({
      sending: { enabled: true, blocked: 'Paused.', why: { code: 'sending.elsewhere', values: MOVED } },
      queue: { jobs: 1200, oldestSeconds: 90, waiting: 1 },
      lastError: { at: last, message: 'a job failed', why: trouble },
      tooLong: { count: 1200, last: { host: 'slow.example', at: last } },
      dropped: [{ status: 'pending', count: 12, last }],
      limited: [
        { kind: 'client', key: '203.0.113.9', result: 'refused', count: 7, last },
        { kind: 'target', key: target, result: 'delayed', count: 1, last },
        { kind: 'total', key: '', result: 'delayed', count: 3, last },
        { kind: 'waiting', key: '203.0.113.9', result: 'refused', count: 2, last },
      ],
    }));
    await page.goto(SETTINGS);
    const status = card(page, 'Status');
    const ready = async () => {
      await settingsAreThere(page);
      for (const words of [
        'Sending is paused: this database was used under https://cms.example',
        '1,200 in the queue',
        '90 seconds',
        '1 waits for your page',
        'A plan job failed: Error: disk full',
        '1,200 since the start, the last one of slow.example',
        target,
        'Sender with too many waiting pings',
      ])
        await status.getByText(words).waitFor();
      await status.scrollIntoViewIfNeeded();
    };
    await pictures(page, 'settings-status', ready, 'main');
    const caller = status.getByRole('row', { name: /^Address/ });
    expect(await caller.textContent()).toMatch(/Address.*203\.0\.113\.9.*Refused.*7/);
  });
});
