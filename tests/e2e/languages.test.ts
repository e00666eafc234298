import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import articleType from '../../playground/src/api/article/content-types/article/schema.json';
import pageType from '../../playground/src/api/page/content-types/page/schema.json';
import de from '../../admin/src/translations/de.json';
import { explainFailures, launch, signIn } from './browser';
import { LANGUAGES, sentence, textsOf, untranslated, type Language } from './english';
import { moderate } from './moderate';
import { allPending } from './neighbour';
import { ARTICLE, asAdmin, createPerson } from './people';

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
});
afterAll(() => browser?.close());

/** The files before this one may have left it restored, or held: now it is held, whichever they were. */
const holdReply = async (): Promise<void> => {
  const { results } = await asAdmin('GET', '/linkbacks/linkbacks?status=pending&pageSize=100');
  const { id } = results.find(({ source }: { source: string }) => source === demo.reply);
  for (const action of ['approve', 'unapprove']) await moderate(action, id);
};
const articleId = async (): Promise<string> => {
  const bySlug = 'filters[slug][$eq]=on-writing-to-strangers';
  const { results } = await asAdmin('GET', `/content-manager/collection-types/${ARTICLE}?${bySlug}`);
  return results[0].documentId;
};
const row = (url: string) => page.getByRole('row').filter({ has: page.locator(`a[href="${url}"]`) });
const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();

describe('for somebody whose admin speaks German', () => {
  beforeAll(async () => {
    page = await signIn(browser, await createPerson('overseer', 'de'));
  });

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

/** As the project named its content types: nobody translates that. */
const TYPE_NAMES = [articleType, pageType].map(({ info }) => info.displayName);

/** Opens a page of ours with all that it can show, and waits until it has come. @returns the part that is ours */
type Walk = (language: Language) => Promise<Locator>;

const WALKS: Record<string, Walk> = {
  'the inbox': async (language) => {
    const { messages, reasons } = LANGUAGES[language];
    await page.goto(PLUGIN);
    await heading(messages['inbox.title']);
    await row(demo.reply).getByText(sentence(reasons['moved.held'])).waitFor();
    await page.getByRole('checkbox').first().click();
    return page.locator('main');
  },
  'the deliveries': async (language) => {
    const { messages, reasons } = LANGUAGES[language];
    await page.goto(`${PLUGIN}/deliveries`);
    await heading(messages['deliveries.title']);
    const outcomes = [reasons['ping.accepted'], reasons['ping.known']].map(sentence);
    await row(LETTERS)
      .getByText(outcomes[0] ?? '')
      .or(row(LETTERS).getByText(outcomes[1] ?? ''))
      .waitFor();
    await row(LETTERS).getByRole('button', { name: messages['deliveries.show'], exact: true }).click();
    await page.getByText(messages['deliveries.endpoint'], { exact: true }).first().waitFor();
    return page.locator('main');
  },
  'the panel of an entry': async (language) => {
    const { messages } = LANGUAGES[language];
    await page.goto(
      `${demo.urls.strapi}/admin/content-manager/collection-types/${ARTICLE}/${await articleId()}`
    );
    const panel = page.getByRole('complementary').filter({ hasText: messages['panel.allow'] });
    await panel.getByText(messages['ping.sent'], { exact: true }).first().waitFor();
    await panel.getByRole('button', { name: messages['preview.show'], exact: true }).click();
    await panel.getByText(sentence(LANGUAGES[language].reasons['preview.told'])).first().waitFor();
    return panel;
  },
  'the settings': async (language) => {
    const { messages } = LANGUAGES[language];
    await page.goto(`${demo.urls.strapi}/admin/settings/linkbacks`);
    await heading(messages['settings.title']);
    await page.getByText(messages['status.limited'], { exact: true }).waitFor();
    await page.getByRole('textbox', { name: messages['settings.blockedHosts'] }).fill('no host');
    await page.getByText(sentence(messages['settings.error.host'])).waitFor();
    await page.getByRole('button', { name: messages['settings.hooks.add'], exact: true }).click();
    await page.getByRole('textbox', { name: messages['settings.check'] }).fill('nonsense');
    await page.getByRole('button', { name: messages['settings.check.action'], exact: true }).click();
    await page.getByText(sentence(LANGUAGES[language].reasons['input.wrong'])).waitFor();
    return page.locator('main');
  },
};

describe('for somebody with all rights', () => {
  beforeAll(async () => {
    page = await signIn(browser, await createPerson('owner'));
  });
  /** As the profile keeps it. */
  const speak = (language: Language) =>
    page.evaluate((name) => localStorage.setItem('strapi-admin-language', name), language);

  const languages = Object.keys(LANGUAGES) as Language[];
  const rows = languages.flatMap((language) => Object.keys(WALKS).map((name) => ({ language, name })));
  it.each(rows)('nothing on $name is left in English ($language)', async ({ language, name }) => {
    await speak(language);
    const ours = await WALKS[name]?.(language);
    if (!ours) throw new Error(`No walk: ${name}`);
    const texts = (await textsOf(ours)).filter((text) => !TYPE_NAMES.includes(text));
    expect(texts.length).toBeGreaterThan(20);
    expect(untranslated(texts, language)).toEqual([]);
  });

  it('English, keys and placeholders would be noticed', () => {
    const left = ['Sent', '“x” is not a host name: write it like example.com', 'linkbacks.inbox.title'];
    expect(untranslated([...left, '{count}', 'Envoyé', 'inbox.tab.spam'], 'fr')).toEqual([
      ...left,
      '{count}',
      'inbox.tab.spam',
    ]);
  });
});
