import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { explainFailures, launch, pictures, signIn } from './browser';
import { asAdmin, createPerson } from './people';

const demo = inject('demo');
const SETTINGS = `${demo.urls.strapi}/admin/settings/linkbacks`;

let browser: Browser;
let page: Page;
let hook: Server;
let hookUrl: string;
const called: string[] = [];

explainFailures();
beforeAll(async () => {
  hook = createServer((request, response) => {
    called.push(String(request.headers['linkbacks-signature']));
    request.resume().on('end', () => response.writeHead(204).end());
  });
  await listenOnUsualPort(hook);
  hookUrl = `http://127.0.0.7:${(hook.address() as AddressInfo).port}/build`;
  browser = await launch();
  page = await signIn(browser, demo.account);
});
afterAll(async () => {
  await browser?.close();
  hook?.close();
  const notify = { emails: [], on: 'none', hooks: [] };
  await asAdmin('PUT', '/linkbacks/settings', { notify, receive: { closeAfterDays: 0 } });
});

/** On one of the ports that pings may go to; another program may have the first. */
const listenOnUsualPort = async (server: Server, ports = [8080, 8443, 80]): Promise<void> => {
  const [port, ...others] = ports;
  const listening = once(server, 'listening');
  server.listen(port, '127.0.0.7');
  try {
    await listening;
  } catch (error) {
    if (others.length === 0) throw error;
    await listenOnUsualPort(server, others);
  }
};

const open = async (on = page): Promise<void> => {
  await on.goto(SETTINGS);
  await on.getByRole('heading', { name: 'Linkbacks', level: 1 }).waitFor();
  await on.getByText('Callers that ran into limits').waitFor();
};
const save = async (): Promise<void> => {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Settings saved').first().waitFor();
};
const section = (name: string, on = page) =>
  on.locator('section').filter({ has: on.getByRole('heading', { name, exact: true }) });

describe('the settings page', () => {
  it('keeps what is received and sent, and when entries close', async () => {
    await open();
    const receive = section('Receive');
    await receive.getByRole('checkbox', { name: 'Trackback' }).click();
    await receive.getByLabel('Close after days').fill('30');
    await page.getByRole('button', { name: 'Save', exact: true }).focus();
    await save();

    await open();
    expect(await receive.getByRole('checkbox', { name: 'Trackback' }).isChecked()).toBe(false);
    expect(await receive.getByLabel('Close after days').inputValue()).toBe('30');
    await receive.getByRole('checkbox', { name: 'Trackback' }).click();
    await save();
  });

  it('asks before changes are lost', async () => {
    await open();
    await section('Receive').getByRole('checkbox', { name: 'Trackback' }).click();
    await page.getByRole('link', { name: 'Content Manager' }).first().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    expect(page.url()).toBe(SETTINGS);
  });

  it('names what is wrong, and saves nothing of it', async () => {
    await open();
    await page.getByLabel('E-mail addresses').fill('mod@example.org\nnobody');
    await page.getByText('“nobody” is not an e-mail address').waitFor();
    await page.getByRole('button', { name: 'Add a URL' }).click();
    await page.getByLabel('URL', { exact: true }).fill('ftp://a.example');
    await page.getByText('A complete URL that begins with http:// or https://').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Correct the marked fields first.').first().waitFor();
    expect((await asAdmin('GET', '/linkbacks/settings')).notify).toEqual({
      emails: [],
      on: 'none',
      hooks: [],
    });
  });

  it('saves a URL to call with a secret that is never shown, and tries it out', async () => {
    await open();
    await page.getByRole('button', { name: 'Add a URL' }).click();
    await page.getByLabel('URL', { exact: true }).fill(hookUrl);
    await page.getByLabel('Secret').fill('a secret');
    expect(await page.getByRole('button', { name: 'Send test', exact: true }).isDisabled()).toBe(true);
    await save();

    await open();
    const secret = page.getByLabel('Secret');
    expect(await secret.inputValue()).toBe('');
    expect(await secret.getAttribute('placeholder')).toBe('Set; type to replace it');
    await page.getByRole('button', { name: 'Send test', exact: true }).click();
    await page.getByText('The URL was called and took it.').first().waitFor();
    expect(called).toEqual([expect.stringMatching(/^sha256=[0-9a-f]{64}$/)]);
  });

  it('says that no e-mail can be sent without a provider', async () => {
    await open();
    await page.getByText('No e-mail can be sent').waitFor();
    expect(await page.getByRole('button', { name: 'Send a test e-mail' }).count()).toBe(0);
  });

  it('shows the page of a real entry, and which entry a URL shows', async () => {
    await open();
    const types = section('Content types');
    expect(await types.getByRole('row').getByRole('link').first().getAttribute('href')).toContain(
      '/articles/'
    );

    const check = async (url: string) => {
      await page.getByLabel('Check a URL').fill(url);
      await page.getByLabel('Check a URL').press('Enter');
    };
    await check(demo.article);
    const link = types.getByRole('status').getByRole('link', { name: 'On writing to strangers' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toContain(
      '/content-manager/collection-types/api::article.article/'
    );
    await check(`${demo.urls.site}/articles/no-such-article`);
    await page.getByText('no published entry has this page').waitFor();
    await check('https://elsewhere.example/');
    await page.getByText('It fits no URL pattern').waitFor();
    await check('nonsense');
    await page.getByText('an absolute http(s) URL').waitFor();
  });

  it('tells how the plugin does', async () => {
    await open();
    const status = section('Status');
    await status.getByText('in the queue').waitFor();
    await status.getByText('Nobody lately.').waitFor();
  });

  it('looks right light and dark, and axe finds nothing serious', async () => {
    await open();
    await page.setViewportSize({ width: 1440, height: 2650 });
    await pictures(page, 'settings', async () => {
      await page.getByText('Callers that ran into limits').waitFor();
      expect(await violations(page, 'main')).toEqual([]);
    });
    await page.setViewportSize({ width: 1440, height: 1200 });
  });
});

/** As if the server had answered something else: states that the demo does not get into. */
const answering = (path: string, change: (body: Record<string, unknown>) => object, on = page) =>
  on.route(`**/linkbacks/${path}`, async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, json: change(await response.json()) });
  });
const CHANGED =
  'Sending is paused: this database was used under https://cms.example, and this Strapi is here.';
const NOTICES = [
  { code: 'content-type', message: 'api::note.note takes no part, its pluginOptions.linkbacks is wrong.' },
  { code: 'endpoints', message: 'Other sites cannot reach http://localhost:1337.' },
  { code: 'public-url-changed', message: CHANGED },
];

describe('what an administrator should know', () => {
  it('stands above the settings, and a changed address is confirmed there', async () => {
    await answering('settings', (body) => ({ ...body, notices: NOTICES, publicUrl: 'https://cms.example' }));
    const confirmed: unknown[] = [];
    await page.route('**/linkbacks/settings', (route) => {
      if (route.request().method() !== 'PUT') return route.fallback();
      confirmed.push(route.request().postDataJSON());
      return route.fulfill({ json: {} });
    });
    await open();
    for (const { message } of NOTICES) await page.getByText(message).waitFor();
    await pictures(page, 'settings-notices', async () => {
      await page.getByText(CHANGED).waitFor();
      expect(await violations(page, 'main')).toEqual([]);
    });
    await page.getByRole('button', { name: /^Send from http/ }).click();
    await page.getByText('Pings are sent from here again').first().waitFor();
    expect(confirmed).toEqual([{ publicUrl: demo.urls.strapi }]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('is what limits, blocks and problems there are', async () => {
    const limited = [{ kind: 'client', key: '203.0.113.9', count: 7, last: '2026-01-01T00:00:00.000Z' }];
    const lastError = { at: '2026-01-01T00:00:00.000Z', message: 'a plan job failed: Error: disk full' };
    await answering('status', (body) => ({
      ...body,
      sending: { enabled: true, blocked: CHANGED },
      queue: { jobs: 1200, oldestSeconds: 90, waiting: 1 },
      lastError,
      limited,
    }));
    await open();
    const status = section('Status');
    for (const words of [
      CHANGED,
      '1,200 in the queue',
      '90 seconds',
      '1 waits for your page',
      lastError.message,
    ])
      await status.getByText(words).waitFor();
    const caller = status.getByRole('row').filter({ hasText: '203.0.113.9' });
    expect(await caller.textContent()).toMatch(/Address.*203\.0\.113\.9.*7/);
    expect(await violations(page, 'main')).toEqual([]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('is that e-mail works, which can be tried out once addresses are saved', async () => {
    const notify = { emails: ['mod@example.org'], on: 'held', hooks: [] };
    await answering('settings', (body) => ({ ...body, notify, email: { configured: true }, akismet: true }));
    await page.route('**/linkbacks/settings/test', (route) => {
      expect(route.request().postDataJSON()).toEqual({ kind: 'email' });
      return route.fulfill({ json: { ok: true, message: 'Sent to mod@example.org.' } });
    });
    await open();
    await page.getByText('Akismet is asked').waitFor();
    await page.getByRole('button', { name: 'Send a test e-mail' }).click();
    await page.getByText('Sent to mod@example.org.').first().waitFor();
    await page.getByLabel('E-mail addresses').fill('other@example.org');
    expect(await page.getByRole('button', { name: 'Send a test e-mail' }).isDisabled()).toBe(true);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
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

describe('somebody who may look at the settings only', () => {
  it('sees all and changes nothing', async () => {
    const theirs = await signIn(browser, await createPerson('auditor'));
    await open(theirs);
    await theirs.getByText('Your role may look at these settings, not change them.').waitFor();
    await pictures(theirs, 'settings-read-only', () =>
      theirs.getByText('Your role may look at these settings, not change them.').waitFor()
    );
    expect(await theirs.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0);
    expect(await theirs.getByRole('button', { name: 'Send test', exact: true }).count()).toBe(0);
    expect(await theirs.getByRole('button', { name: 'Add a URL' }).count()).toBe(0);
    for (const name of ['Trusted sites', 'E-mail addresses', 'Close after days'])
      expect(await theirs.getByLabel(name).isDisabled()).toBe(true);
    await answering('settings', (body) => ({ ...body, notices: NOTICES }), theirs);
    await open(theirs);
    await theirs.getByText(CHANGED).waitFor();
    expect(await theirs.getByRole('button', { name: /^Send from http/ }).count()).toBe(0);
    await theirs.context().close();
  });
});

describe('somebody without the right', () => {
  it('is told whom to ask', async () => {
    const theirs = await signIn(browser, await createPerson('editor'));
    await theirs.goto(SETTINGS);
    await theirs
      .getByText(/may not see these settings|don't have the permissions/i)
      .first()
      .waitFor();
    await theirs.context().close();
  });
});
