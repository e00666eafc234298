import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { registerTrads } from '../../../admin/src/translations';
import de from '../../../admin/src/translations/de.json';
import en from '../../../admin/src/translations/en.json';
import es from '../../../admin/src/translations/es.json';
import fr from '../../../admin/src/translations/fr.json';
import ja from '../../../admin/src/translations/ja.json';
import { registerRights } from '../../../server/src/rights';

/** A value for every placeholder of our messages. */
const VALUES = {
  count: 2,
  most: 1000,
  approved: 1,
  pending: 3,
  now: 'open',
  name: 'Pending',
  url: 'x',
  line: 'x',
  reason: 'x',
  title: 'x',
  what: 'x',
  target: 'x',
  host: 'x',
  status: 'Pending',
};

describe('the English messages', () => {
  it('can all be formatted', () => {
    const problems: string[] = [];
    const intl = createIntl({ locale: 'en', messages: en, onError: (error) => problems.push(error.message) });
    for (const id of Object.keys(en)) intl.formatMessage({ id }, VALUES);
    expect(problems).toEqual([]);
  });

  it('speak of one and of many', () => {
    const intl = createIntl({ locale: 'en', messages: en });
    const done = (count: number) => intl.formatMessage({ id: 'inbox.done.approve' }, { count });
    expect([done(1), done(1200)]).toEqual(['Linkback approved', '1,200 linkbacks approved']);
  });
});

/** What a message takes: the names of its placeholders, nested ones too, and of what kind each is. */
const placeholdersOf = (text: string): string[] => {
  const found = new Set<string>();
  const visit = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type !== TYPE.literal && element.type !== TYPE.pound)
        found.add(`${element.value} (${TYPE[element.type]})`);
      if (element.type === TYPE.plural || element.type === TYPE.select)
        for (const option of Object.values(element.options)) visit(option.value);
    }
  };
  visit(parse(text));
  return [...found].sort();
};

describe.each(Object.entries({ de, es, fr, ja }))('the messages in %s', (locale, messages) => {
  const translated: Record<string, string> = messages;
  const english: Record<string, string> = en;

  it('are as many as the English ones, and for the same', () => {
    expect(Object.keys(translated).sort()).toEqual(Object.keys(english).sort());
  });

  it('take what the English ones take', () => {
    const of = (all: Record<string, string>) =>
      Object.fromEntries(Object.entries(all).map(([key, text]) => [key, placeholdersOf(text)]));
    expect(of(translated)).toEqual(of(english));
  });

  it('can all be formatted, for one and for many', () => {
    const problems: string[] = [];
    const onError = (error: Error) => problems.push(error.message);
    const intl = createIntl({ locale, messages: translated, onError });
    for (const id of Object.keys(translated)) {
      expect(intl.formatMessage({ id }, { ...VALUES, count: 1 })).not.toBe('');
      intl.formatMessage({ id }, VALUES);
    }
    expect(problems).toEqual([]);
  });

  it('are no copies: most differ from the English ones', () => {
    const same = Object.keys(english).filter((key) => translated[key] === english[key]);
    expect(same.length).toBeLessThan(40);
  });

  it('are what Strapi gets', async () => {
    const [catalogue] = await registerTrads({ locales: [locale] });
    expect(catalogue?.data['linkbacks.inbox.tab.pending']).toBe(translated['inbox.tab.pending']);
  });
});

describe.each(Object.entries({ en, de, es, fr, ja }))('who lacks a right (%s)', (_locale, messages) => {
  it('is told its name as it stands in Settings → Roles', async () => {
    const names: Record<string, string> = {};
    const registerMany = async (actions: { uid: string; displayName: string }[]) => {
      for (const { uid, displayName } of actions) names[uid] = displayName;
    };
    await registerRights({ service: () => ({ actionProvider: { registerMany } }) } as never);
    expect(messages['inbox.noRight']).toContain(names['read']);
    expect(messages['settings.noRight']).toContain(names['settings.read']);
  });
});

describe("Strapi's catalogue", () => {
  it('gets the messages under the prefix of the plugin, and nothing for a language that is missing', async () => {
    const [english, klingon] = await registerTrads({ locales: ['en', 'tlh'] });
    expect(english?.data['linkbacks.plugin.name']).toBe('Linkbacks');
    expect(Object.keys(english?.data ?? {})).toHaveLength(Object.keys(en).length);
    expect(klingon).toEqual({ locale: 'tlh', data: {} });
  });
});
