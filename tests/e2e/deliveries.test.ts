import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createArticle } from './articles';
import { violations } from './axe';
import { explainFailures, launch, pictures, signIn } from './browser';
import { createPerson } from './people';
import { picturesInPlace } from './themes';

const demo = inject('demo');
const LOG = `${demo.urls.strapi}/admin/plugins/linkbacks/deliveries`;
/** Nothing of the neighbour's that takes pings. */
const NOWHERE = `${demo.urls.neighbour}/nothing-here`;

let browser: Browser;
let page: Page;

explainFailures();
beforeAll(async () => {
  browser = await launch();
  page = await signIn(browser, demo.account);
  await createArticle({ title: 'Into the void', slug: 'into-the-void', link: NOWHERE, publish: true });
});
afterAll(() => browser.close());

const open = async (search = '', on = page): Promise<void> => {
  await on.goto(`${LOG}${search}`);
  await on.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor();
};
const tab = (name: RegExp, on = page) => on.getByRole('tab', { name });
const row = (target: string, on = page) =>
  on.getByRole('row').filter({ has: on.locator(`a[href="${target}"]`) });
const LETTERS = `${demo.urls.neighbour}/posts/letters-to-strangers`;

describe('the delivery log', () => {
  it('shows state, target, protocol, entry and attempts of each ping', async () => {
    await open();
    await row(LETTERS).waitFor();
    const words = await row(LETTERS).textContent();
    expect(words).toContain('Sent');
    expect(words).toContain('Pingback');
    expect(words).toContain('1 attempt');
    await row(LETTERS).getByRole('link', { name: 'On writing to strangers' }).waitFor();
    await pictures(page, 'deliveries', async () => {
      await row(LETTERS).waitFor();
      expect(await violations(page, 'main')).toEqual([]);
    });
  });

  it('opens the details with endpoint and answer', async () => {
    await row(LETTERS).getByRole('button', { name: 'Show the details' }).click();
    await page.getByText('shows your link now.').waitFor();
    await page
      .getByText(`${demo.urls.neighbour}/pingback`)
      .or(page.getByText(/xmlrpc|pingback/))
      .first()
      .waitFor();
    await picturesInPlace(page, 'deliveries-details', async () =>
      expect(await violations(page, 'main')).toEqual([])
    );
    await row(LETTERS).getByRole('button', { name: 'Hide the details' }).click();
    await page.getByText('shows your link now.').waitFor({ state: 'hidden' });
  });

  it('tells by itself how a ping goes on, in plain words', async () => {
    await row(NOWHERE).waitFor();
    await expect.poll(() => row(NOWHERE).textContent()).toMatch(/Failed|Not supported there/);
    await expect.poll(() => row(NOWHERE).textContent()).toMatch(/404|no way|does not exist|not take/i);
  });

  it('sends again what failed, and forgets what is confirmed', async () => {
    await row(NOWHERE).getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('The ping is on its way again').waitFor();
    await expect.poll(() => row(NOWHERE).textContent()).toMatch(/Failed|Not supported there/);
    await row(NOWHERE).getByRole('button', { name: 'Forget it' }).click();
    await page.getByText('Forget this ping?').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).last().click();
    await row(NOWHERE).waitFor();
    await row(NOWHERE).getByRole('checkbox').click();
    await page.getByRole('button', { name: 'Forget (1)' }).click();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Ping forgotten').waitFor();
    await row(NOWHERE).waitFor({ state: 'hidden' });
  });

  it('filters by tab, state and host, all in the URL', async () => {
    await open('?group=sent');
    await row(LETTERS).waitFor();
    await open('?group=failed&filters[$and][0][host][$eq]=nobody.example');
    await tab(/^Failed \(0\)/).waitFor();
    await open('?group=failed');
    await tab(/^Sent \([1-9]/).waitFor();
    expect(await row(LETTERS).count()).toBe(0);
    await open('?filters[$and][0][host][$eq]=nobody.example');
    await page.getByText('No ping fits the filters.').waitFor();
    await tab(/^All \(0\)/).waitFor();
    await picturesInPlace(page, 'deliveries-empty');
    await page.getByRole('button', { name: /Host is nobody.example/ }).click();
    await row(LETTERS).waitFor();
    await tab(/^Sent/).click();
    await expect.poll(() => page.url()).toContain('group=sent');
  });

  it('says so when it cannot be loaded', async () => {
    await page.route('**/linkbacks/pings?**', (route) => route.fulfill({ status: 500, body: '{}' }));
    await open();
    await page.getByText('This could not be loaded').waitFor();
    await picturesInPlace(page, 'deliveries-failed');
    await page.unroute('**/linkbacks/pings?**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await row(LETTERS).waitFor();
  });
});

describe('pings that wait for our own page', () => {
  it('are counted with the reason, and can be cancelled', async () => {
    const target = `${demo.urls.neighbour}/posts/letters-to-strangers?again`;
    // The small Markdown of the public site knows no such links: its page never shows this one.
    const notes = `Read [a page][1].\n\n[1]: ${target}`;
    await createArticle({ title: 'Never shown', slug: 'never-shown', notes, publish: true });
    await open('?group=open');
    await row(target).waitFor();
    await page.getByText(/pings? waits? until your own pages? shows? the link/).waitFor();
    await expect.poll(() => row(target).textContent()).toMatch(/Waiting for the page/);
    await picturesInPlace(page, 'deliveries-waiting', async () =>
      expect(await violations(page, 'main')).toEqual([])
    );
    await row(target).getByRole('button', { name: 'Cancel it' }).click();
    await page.getByText('Ping cancelled').waitFor();
    await row(target).waitFor({ state: 'hidden' });
  });
});

describe('the rights', () => {
  it('of somebody who only reads offer nothing that changes something', async () => {
    const theirs = await signIn(browser, await createPerson('reader'));
    await open('', theirs);
    await row(LETTERS, theirs).waitFor();
    expect(await theirs.getByRole('button', { name: /Forget|Send|Cancel/ }).count()).toBe(0);
    expect(await theirs.getByRole('checkbox').count()).toBe(0);
    await picturesInPlace(theirs, 'deliveries-read-only');
    await row(LETTERS, theirs).getByRole('button', { name: 'Show the details' }).click();
    await theirs.getByText('shows your link now.').waitFor();
    await theirs.context().close();
  });

  it('of a moderator are enough to forget', async () => {
    const theirs = await signIn(browser, await createPerson('moderator'));
    await open('', theirs);
    await row(LETTERS, theirs).getByRole('button', { name: 'Forget it' }).waitFor();
    await theirs.context().close();
  });

  it('of an editor without ours show no log', async () => {
    const theirs = await signIn(browser, await createPerson('editor'));
    await theirs.goto(LOG);
    await theirs.getByText('Your role may not see linkbacks.').waitFor();
    await picturesInPlace(theirs, 'deliveries-no-right');
    await theirs.context().close();
  });
});
