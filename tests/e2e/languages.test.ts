import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import de from '../../admin/src/translations/de.json';
import { explainFailures, launch, signIn } from './browser';
import { allPending } from './neighbour';
import { asAdmin, createPerson } from './people';

const demo = inject('demo');
const PLUGIN = `${demo.urls.strapi}/admin/plugins/linkbacks`;
const LETTERS = `${demo.urls.neighbour}/posts/letters-to-strangers`;

let browser: Browser;
let page: Page;

explainFailures();
beforeAll(async () => {
  await allPending();
  await holdReply();
  browser = await launch();
  page = await signIn(browser, await createPerson('overseer', 'de'));
});
afterAll(() => browser.close());

/** The files before this one may have left it restored, or held: now it is held, whichever they were. */
const holdReply = async (): Promise<void> => {
  const { results } = await asAdmin('GET', '/linkbacks/linkbacks?status=pending&pageSize=100');
  const { id } = results.find(({ source }: { source: string }) => source === demo.reply);
  for (const action of ['approve', 'unapprove'])
    await asAdmin('POST', '/linkbacks/linkbacks/actions', { action, ids: [id] });
};
const row = (url: string) => page.getByRole('row').filter({ has: page.locator(`a[href="${url}"]`) });
const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();

describe('for somebody whose admin speaks German', () => {
  it('the inbox says in German why a linkback is there', async () => {
    await page.goto(PLUGIN);
    await heading(de['inbox.title']);
    await row(demo.reply)
      .getByText(/^Von .+ zurückgestellt\.$/)
      .waitFor();
  });

  it('the history of a linkback is German, line by line', async () => {
    await row(demo.reply).getByRole('button', { name: de['inbox.more'], exact: true }).click();
    await page.getByRole('menuitem', { name: de['inbox.open'] }).click();
    await page.getByRole('region', { name: de['detail.history'] }).waitFor();
    await page.getByText('Als Pingback empfangen; die Quelle verlinkt auf das Ziel.').waitFor();
    await page
      .getByRole('region', { name: de['detail.facts'] })
      .getByText(/^Von .+ zurückgestellt\.$/)
      .waitFor();
  });

  it('the deliveries say in German how a ping went', async () => {
    await page.goto(`${PLUGIN}/deliveries`);
    await heading(de['deliveries.title']);
    await row(LETTERS)
      .getByText(/^(Angenommen|Die Website kannte diesen Link bereits)\.$/)
      .waitFor();
  });

  it('what an administrator should know is German', async () => {
    const values = { confirmed: 'https://cms.example', present: 'https://staging.example' };
    const why = { code: 'sending.elsewhere', values };
    const message = 'Sending is paused.';
    await page.route('**/linkbacks/settings', async (route) => {
      const response = await route.fetch();
      const notices = [{ code: 'public-url-changed', message, why }];
      await route.fulfill({ response, json: { ...(await response.json()), notices } });
    });
    await page.goto(`${demo.urls.strapi}/admin/settings/linkbacks`);
    await page
      .getByText(
        /^Das Senden ist angehalten: diese Datenbank wurde unter https:\/\/cms\.example verwendet, und dieses Strapi ist https:\/\/staging\.example\./
      )
      .waitFor();
    expect(await page.getByText(message).count()).toBe(0);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('what the server refuses is refused in German', async () => {
    const checker = page.getByRole('textbox', { name: de['settings.check'] });
    await checker.fill('kein Link');
    await page.getByRole('button', { name: de['settings.check.action'], exact: true }).click();
    await page.getByText('`url` ist "kein Link"; erlaubt: eine vollständige http(s)-URL.').waitFor();
  });
});
