import { createServer, type Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { violations } from './axe';
import { explainFailures, launch, pictures, signIn } from './browser';
import { hasFocus, tabTo } from './keyboard';
import { createPerson } from './people';
import {
  card,
  DEFAULTS,
  openSettings,
  resetSettings,
  saveSettings,
  SETTINGS,
  settingsAreThere,
  storedSettings,
} from './settings-page';
import { listenOnUsualPort } from './usual-ports';

const demo = inject('demo');

let browser: Browser;
let page: Page;

explainFailures();
beforeAll(async () => {
  browser = await launch();
  page = await signIn(browser, demo.account);
});
beforeEach(resetSettings);
afterAll(async () => {
  await browser?.close();
  await resetSettings();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const box = (section: string, name: string) =>
  card(page, section).getByRole('checkbox', { name, exact: true });
const hookUrl = () => page.getByRole('textbox', { name: 'URL', exact: true });

/** A card of the page: what is done to its fields, which are all on, open or empty, and what is stored then. */
interface Change {
  readonly section: string;
  readonly off: readonly string[];
  readonly typed: Readonly<Record<string, string>>;
  /** Of several, by how its label begins. */
  readonly radio?: RegExp;
  readonly choice?: readonly [label: string, option: string];
  readonly stored: Partial<typeof DEFAULTS>;
}

const CHANGES: Change[] = [
  {
    section: 'Receive',
    off: ['Allow pings by default', 'Pingback', 'Trackback'],
    typed: { 'Close after days': '30' },
    stored: {
      receive: {
        open: false,
        protocols: { pingback: false, trackback: false, webmention: true },
        closeAfterDays: 30,
      },
    },
  },
  {
    section: 'Send',
    off: ['Send pings by default', 'Webmention'],
    typed: {},
    stored: {
      send: { on: false, protocols: { pingback: true, trackback: true, webmention: false } },
    },
  },
  {
    section: 'Moderation',
    off: [],
    typed: {
      'Trusted sites': 'friend.example\nbücher.example',
      'Blocked sites': 'spam.example',
      'Blocked words': 'cheap pills\ncasino',
      'Most links to other sites': '7',
    },
    radio: /^Hold it unless the site is known/,
    stored: {
      moderation: {
        policy: 'hold-unknown',
        trustedHosts: ['friend.example', 'bücher.example'],
        blockedHosts: ['spam.example'],
        blockedWords: ['cheap pills', 'casino'],
        maxLinks: 7,
      },
    },
  },
  {
    section: 'Notices',
    off: [],
    typed: { 'E-mail addresses': 'mod@example.org\neditor@example.org' },
    choice: ['Send an e-mail about', 'What waits for a decision'],
    stored: { notify: { emails: ['mod@example.org', 'editor@example.org'], on: 'held', hooks: [] } },
  },
];

describe('the settings page', () => {
  it.each(CHANGES)('keeps each field of $section, and nothing else changes', async (change) => {
    const { section, off, typed, radio, choice, stored } = change;
    await openSettings(page);
    for (const name of off) await box(section, name).click();
    for (const [name, words] of Object.entries(typed)) await field(name).fill(words);
    if (radio) await page.getByRole('radio', { name: radio }).click();
    if (choice) {
      await page.getByRole('combobox', { name: choice[0] }).click();
      await page.getByRole('option', { name: choice[1] }).click();
    }
    // Numbers are taken when the field is left.
    await button('Save').focus();
    await saveSettings(page);
    expect(await storedSettings()).toEqual({ ...DEFAULTS, ...stored });

    await openSettings(page);
    for (const name of off) expect(await box(section, name).isChecked()).toBe(false);
    for (const [name, words] of Object.entries(typed)) expect(await field(name).inputValue()).toBe(words);
    if (radio) expect(await page.getByRole('radio', { name: radio }).isChecked()).toBe(true);
    if (choice)
      expect(await page.getByRole('combobox', { name: choice[0] }).textContent()).toContain(choice[1]);
    expect(await button('Save').isDisabled()).toBe(true);
  });

  it('asks before changes are lost', async () => {
    await openSettings(page);
    await box('Receive', 'Trackback').click();
    await page.getByRole('link', { name: 'Content Manager' }).first().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    expect(page.url()).toBe(SETTINGS);
  });

  it('says that no e-mail can be sent without a provider, and that Akismet is not asked', async () => {
    await openSettings(page);
    await page.getByText('No e-mail can be sent').waitFor();
    await page.getByText('Akismet is not asked.').waitFor();
    expect(await page.getByRole('button', { name: 'Send a test e-mail' }).count()).toBe(0);
  });

  it('looks right light and dark, with the entry that a URL shows', async () => {
    await page.setViewportSize({ width: 1440, height: 2400 });
    await page.goto(SETTINGS);
    const ready = async () => {
      await settingsAreThere(page);
      await check(demo.article);
      await answer().getByRole('link', { name: 'On writing to strangers' }).waitFor();
    };
    await pictures(page, 'settings', ready, 'main');
    await page.setViewportSize({ width: 1440, height: 1200 });
  });
});

/** Field, what is wrong in it, and what is said about that. */
const WRONG: [name: string, typed: string, said: string][] = [
  ['Close after days', '40000', 'A whole number from 0 to 36,500'],
  ['Trusted sites', 'friend.example\nno host', '“no host” is not a host name: write it like example.com'],
  ['Blocked sites', 'http://spam.example', '“http://spam.example” is not a host name'],
  ['Blocked words', 'x'.repeat(201), 'is longer than 200 characters'],
  ['Most links to other sites', '10001', 'A whole number from 0 to 10,000'],
  ['E-mail addresses', 'mod@example.org\nnobody', '“nobody” is not an e-mail address'],
];

describe('fields that are wrong', () => {
  const fill = async (): Promise<void> => {
    await settingsAreThere(page);
    for (const [name, typed] of WRONG) await field(name).fill(typed);
    await button('Add a URL').click();
    await hookUrl().fill('ftp://a.example');
    for (const [, , said] of WRONG) await page.getByText(said).waitFor();
    await page.getByText('A complete URL that begins with http:// or https://').waitFor();
  };

  it('are all named at once, the first gets the focus, and nothing is saved until they are right', async () => {
    await openSettings(page);
    await fill();
    await button('Save').click();
    await page.getByText('Correct the marked fields first.').first().waitFor();
    await expect.poll(() => hasFocus(field('Close after days'))).toBe(true);
    for (const [name] of WRONG) expect(await field(name).getAttribute('aria-invalid')).toBe('true');
    expect(await storedSettings()).toEqual(DEFAULTS);

    for (const [name] of WRONG) await field(name).fill(/days|links/.test(name) ? '0' : '');
    await button('Remove this URL').click();
    await box('Receive', 'Trackback').click();
    await saveSettings(page);
    const protocols = { ...DEFAULTS.receive.protocols, trackback: false };
    expect(await storedSettings()).toEqual({ ...DEFAULTS, receive: { ...DEFAULTS.receive, protocols } });
  });

  it('look right light and dark', async () => {
    await page.setViewportSize({ width: 1440, height: 1900 });
    await page.goto(SETTINGS);
    await pictures(page, 'settings-errors', fill, 'main');
    await page.setViewportSize({ width: 1440, height: 1200 });
  });
});

describe('a URL to call', () => {
  let server: Server;
  let url: string;
  let status: number;
  const signatures: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      signatures.push(String(request.headers['linkbacks-signature']));
      request.resume().on('end', () => response.writeHead(status).end());
    });
    url = `${await listenOnUsualPort(server, '127.0.0.7')}/build`;
  });
  afterAll(() => server?.close());

  it('is saved with a secret that is never shown, and tried out', async () => {
    status = 204;
    signatures.length = 0;
    await openSettings(page);
    await button('Add a URL').click();
    await hookUrl().fill(url);
    await page.getByLabel('Secret').fill('a secret');
    expect(await button('Send test').isDisabled()).toBe(true);
    await saveSettings(page);

    await openSettings(page);
    expect(await hookUrl().inputValue()).toBe(url);
    expect(await page.getByLabel('Secret').inputValue()).toBe('');
    expect(await page.getByLabel('Secret').getAttribute('placeholder')).toBe('Set; type to replace it');
    await button('Send test').click();
    await page.getByText('The URL was called and took it.').first().waitFor();
    expect(signatures).toEqual([expect.stringMatching(/^sha256=[0-9a-f]{64}$/)]);
    expect(await violations(page, 'main')).toEqual([]);

    status = 503;
    await button('Send test').click();
    await page.getByText('The call failed: It answered with the status 503.').first().waitFor();

    await button('Remove').click();
    await saveSettings(page);
    expect(await storedSettings()).toEqual({
      ...DEFAULTS,
      notify: { ...DEFAULTS.notify, hooks: [{ url, hasSecret: false }] },
    });
  });
});

const check = async (url: string): Promise<void> => {
  await page.getByLabel('Check a URL').fill(url);
  await page.getByLabel('Check a URL').press('Enter');
};
const answer = () => card(page, 'Content types').getByRole('status');

describe('the content types', () => {
  it('are shown with the page of a real entry, which the keyboard reaches', async () => {
    await openSettings(page);
    const example = card(page, 'Content types').getByRole('row').getByRole('link').first();
    expect(await example.getAttribute('href')).toContain(`${demo.urls.site}/articles/`);
    // As in all of Strapi's tables: Tab leads to the head, arrows from cell to cell.
    await page.getByLabel('Check a URL').focus();
    await tabTo(page, card(page, 'Content types').getByRole('gridcell', { name: 'Name' }), 'Shift+Tab');
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await expect.poll(() => hasFocus(example)).toBe(true);
  });

  it('have a checker that tells which entry a URL shows, or why none', async () => {
    await openSettings(page);
    await check(demo.article);
    const link = answer().getByRole('link', { name: 'On writing to strangers' });
    expect(await link.getAttribute('href')).toContain(
      '/content-manager/collection-types/api::article.article/'
    );
    for (const [url, said] of [
      [`${demo.urls.site}/articles/no-such-article`, 'no published entry has this page'],
      ['https://elsewhere.example/', 'It fits no URL pattern: linkbacks to it are refused.'],
      ['nonsense', 'an absolute http(s) URL'],
    ] as const) {
      await check(url);
      await answer().getByText(said).waitFor();
      expect(await link.count()).toBe(0);
    }
    expect(await storedSettings()).toEqual(DEFAULTS);
  });
});

describe('with the keyboard alone', () => {
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

  it('every kind of field is changed, a URL is added and removed, and all is saved', async () => {
    await openSettings(page);
    await box('Receive', 'Allow pings by default').focus();
    await press('Space');
    await tabTo(page, box('Receive', 'Trackback'));
    await press('Space');
    await tabTo(page, field('Close after days'));
    await press('ControlOrMeta+a');
    await page.keyboard.type('14');
    await tabTo(page, page.getByRole('radio', { name: /^Hold it It waits/ }));
    // As long as a finger takes: the radio group looks at the key once the focus has moved.
    await page.keyboard.down('ArrowDown');
    const known = page.getByRole('radio', { name: /^Hold it unless the site is known/ });
    await expect.poll(() => known.isChecked()).toBe(true);
    await page.keyboard.up('ArrowDown');
    await tabTo(page, field('Blocked words'));
    await page.keyboard.type('casino');
    await tabTo(page, page.getByRole('combobox', { name: 'Send an e-mail about' }));
    await press('Enter');
    const option = (name: string) => page.getByRole('option', { name });
    await expect.poll(() => hasFocus(option('Nothing'))).toBe(true);
    await press('ArrowDown');
    await expect.poll(() => hasFocus(option('What waits for a decision'))).toBe(true);
    await press('Enter');
    await option('Nothing').waitFor({ state: 'detached' });

    await tabTo(page, button('Add a URL'));
    await press('Enter');
    await expect.poll(() => hasFocus(hookUrl())).toBe(true);
    await page.keyboard.type('https://builds.example/hook');
    await tabTo(page, button('Remove this URL'));
    await press('Enter');
    await expect.poll(() => hasFocus(button('Add a URL'))).toBe(true);
    await press('Enter');
    await expect.poll(() => hasFocus(hookUrl())).toBe(true);
    await page.keyboard.type('https://builds.example/other');

    await tabTo(page, button('Save'), 'Shift+Tab');
    await press('Enter');
    await page.getByText('Settings saved').first().waitFor();
    expect(await storedSettings()).toEqual({
      receive: {
        open: false,
        protocols: { ...DEFAULTS.receive.protocols, trackback: false },
        closeAfterDays: 14,
      },
      send: DEFAULTS.send,
      moderation: { ...DEFAULTS.moderation, policy: 'hold-unknown', blockedWords: ['casino'] },
      notify: {
        emails: [],
        on: 'held',
        hooks: [{ url: 'https://builds.example/other', hasSecret: false }],
      },
    });
  });
});

describe('somebody who may look at the settings only', () => {
  it('sees all and changes nothing', async () => {
    const theirs = await signIn(browser, await createPerson('auditor'));
    await openSettings(theirs);
    const ready = () => theirs.getByText('Your role may look at these settings, not change them.').waitFor();
    await pictures(theirs, 'settings-read-only', ready, 'main');
    for (const name of ['Save', 'Send test', 'Add a URL'])
      expect(await theirs.getByRole('button', { name, exact: true }).count()).toBe(0);
    for (const name of ['Trusted sites', 'E-mail addresses', 'Close after days'])
      expect(await theirs.getByLabel(name).isDisabled()).toBe(true);
    await theirs.context().close();
  });
});

describe('somebody without the right', () => {
  it('is told whom to ask', async () => {
    const theirs = await signIn(browser, await createPerson('editor'));
    await theirs.goto(SETTINGS);
    const ready = () => theirs.getByText('Your role may not see these settings.').waitFor();
    await pictures(theirs, 'settings-no-right', ready, 'main');
    await theirs.context().close();
  });
});
