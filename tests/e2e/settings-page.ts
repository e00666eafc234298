import type { Locator, Page } from 'playwright-core';
import { inject } from 'vitest';
import type { Settings, SettingsResponse } from '../../server/src/contracts';
import { asAdmin } from './people';

const demo = inject('demo');
export const SETTINGS = `${demo.urls.strapi}/admin/settings/linkbacks`;

const everyProtocol = { pingback: true, trackback: true, webmention: true };
/** The settings of a new project. */
export const DEFAULTS: Pick<SettingsResponse, keyof Settings> = {
  receive: { open: true, protocols: everyProtocol, closeAfterDays: 0 },
  send: { on: true, protocols: everyProtocol },
  moderation: { policy: 'hold', trustedHosts: [], blockedHosts: [], blockedWords: [], maxLinks: 0 },
  notify: { emails: [], on: 'none', hooks: [] },
};

/** For `beforeEach` and `afterAll`: no test lives on what another saved. */
export const resetSettings = (): Promise<unknown> => asAdmin('PUT', '/linkbacks/settings', DEFAULTS);

/** What the form has saved, without what is only shown beside it. */
export const storedSettings = async (): Promise<unknown> => {
  const { receive, send, moderation, notify } = await asAdmin('GET', '/linkbacks/settings');
  return { receive, send, moderation, notify };
};

export const openSettings = async (page: Page): Promise<void> => {
  await page.goto(SETTINGS);
  await settingsAreThere(page);
};

export const settingsAreThere = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { name: 'Linkbacks', level: 1 }).waitFor();
  await page.getByText('Limits reached').waitFor();
};

export const saveSettings = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Settings saved').first().waitFor();
};

/** One card of the page, by its heading. */
export const card = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** As if the server had answered something else: states that the demo does not get into. */
export const answering = (
  page: Page,
  path: 'settings' | 'status',
  change: (body: Record<string, unknown>) => object
): Promise<unknown> =>
  page.route(`**/linkbacks/${path}`, async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, json: change(await response.json()) });
  });
