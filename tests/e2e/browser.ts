import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { beforeEach, expect, inject } from 'vitest';
import { ROOT } from '../helpers/paths';
import { violations } from './axe';
import { recordPage } from './page-record';
import type { PageRecord } from './page-record';

const SCREENSHOTS = join(ROOT, 'docs', 'screenshots');

/** Background services of Chromium would look for the internet. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: inject('demo').chromium, args: FLAGS });

/** What was said before, and floats over the page for a while. */
const WITHOUT_TOASTS = '[data-sonner-toaster] { visibility: hidden }';
/** Milliseconds for whatever the browser waits for: a slow machine takes its time, only what hangs is to be ended. */
const PATIENCE = 120_000;

const records = new Map<Page, PageRecord>();

/** Call it in each test file: a test that fails prints what every open page showed and lacked. */
export const explainFailures = (): void => {
  beforeEach(({ onTestFailed }) => {
    for (const record of records.values()) record.forget();
    onTestFailed(async () => {
      for (const record of records.values()) console.error(await record.report());
    });
  });
};

/** A page of somebody who has logged in. The admin scrolls inside: the viewport is tall for the pictures. */
export const signIn = async (
  browser: Browser,
  account: { email: string; password: string },
  options: BrowserContextOptions = {}
): Promise<Page> => {
  const { urls } = inject('demo');
  const context = await browser.newContext({
    viewport: { width: 1440, height: 1200 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: urls.strapi });
  const page = await context.newPage();
  records.set(page, recordPage(page));
  page.once('close', () => records.delete(page));
  await page.goto(`${urls.strapi}/admin/auth/login`);
  await page.getByLabel(/^Email/).fill(account.email);
  await page.getByLabel(/^Password/).fill(account.password);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.waitForURL((url) => !url.pathname.includes('/auth/'));
  return page;
};

/** Keeps a picture for the README, and for whoever wants to see what the tests saw. */
export const picture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), style: WITHOUT_TOASTS });
};

const setTheme = async (page: Page, theme: 'light' | 'dark'): Promise<void> => {
  // Light as the browser is: what follows the browser can be changed in place too (themes.ts).
  const kept = theme === 'dark' ? theme : 'system';
  await page.evaluate((name) => localStorage.setItem('STRAPI_THEME', name), kept);
  await page.reload();
};

/** Does something light, and again dark; `suffix` is what the names of its pictures end with. */
export const lightAndDark = async (
  page: Page,
  look: (suffix: '' | '-dark') => Promise<unknown>
): Promise<void> => {
  await look('');
  await setTheme(page, 'dark');
  await look('-dark');
  await setTheme(page, 'light');
};

/**
 * The same page light and dark (`name` and `name-dark`); `ready` waits for what it must show.
 *
 * @param ours a selector: there axe must find nothing serious
 */
export const pictures = async (
  page: Page,
  name: string,
  ready: () => Promise<unknown>,
  ours?: string
): Promise<void> => {
  await lightAndDark(page, async (suffix) => {
    await ready();
    if (ours) expect(await violations(page, ours)).toEqual([]);
    await picture(page, `${name}${suffix}`);
  });
  await ready();
};
