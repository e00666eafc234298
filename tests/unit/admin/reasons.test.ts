import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import de from '../../../admin/src/translations/reasons-de.json';
import en from '../../../admin/src/translations/reasons-en.json';
import es from '../../../admin/src/translations/reasons-es.json';
import fr from '../../../admin/src/translations/reasons-fr.json';
import ja from '../../../admin/src/translations/reasons-ja.json';
import { formatReason, loadReasons, reasonsIn } from '../../../admin/src/translations/reasons';
import type { Reasons } from '../../../admin/src/translations/reasons';
import {
  inWords,
  SENTENCES,
  sentenceOf,
  type Reason,
  type ReasonCode,
} from '../../../server/src/core/reasons';

const LANGUAGES: Record<string, Reasons> = { en, de, es, fr, ja };
const CODES = Object.keys(SENTENCES) as ReasonCode[];
const intlOf = (locale: string) => createIntl({ locale, messages: {} });
const format = (locale: string, why: Reason): string | null =>
  formatReason(LANGUAGES[locale] ?? en, intlOf(locale), why);

/** What is told apart from every sentence, for placeholders without a value of their own here. */
const VALUES: Record<string, unknown> = {
  why: { code: 'page.no-link' },
  protocol: { code: 'protocol.pingback' },
  by: 'Jane Doe',
  status: 1404,
  fault: -32601,
  count: 7,
  most: 12345,
  least: 3,
};
const namesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
/** A reason of each code, with a value for all that its sentence takes. */
const sample = (code: ReasonCode): Reason => {
  const values = namesIn(SENTENCES[code]).map((name) => [name, VALUES[name] ?? `<${name}> 'of' {it} $&`]);
  return { code, ...(values.length > 0 ? { values: Object.fromEntries(values) } : {}) } as Reason;
};

describe('the English sentences of the admin', () => {
  it.each(CODES)('say what the server says: %s', (code) => {
    expect(format('en', sample(code))).toBe(sentenceOf(sample(code)));
  });

  it('are as many as the codes of the server', () => {
    expect(en).toEqual(SENTENCES);
  });
});

describe.each(Object.keys(LANGUAGES))('the sentences in %s', (locale) => {
  const sentences = LANGUAGES[locale] ?? en;

  it('are there for every code, and for no other', () => {
    expect(Object.keys(sentences).sort()).toEqual([...CODES].sort());
  });

  it('take what the English ones take, each a plain value', () => {
    const taken = (code: ReasonCode) =>
      parse(sentences[code]).flatMap((part) => (part.type === TYPE.literal ? [] : [part]));
    for (const code of CODES) {
      expect(taken(code).every(({ type }) => type === TYPE.argument)).toBe(true);
      const names = taken(code).map((part) => ('value' in part ? part.value : ''));
      expect([code, ...names.sort()]).toEqual([code, ...namesIn(SENTENCES[code]).sort()]);
    }
  });

  it('have in them all that they are given, as it is', () => {
    for (const code of CODES) {
      const why = sample(code);
      const text = format(locale, why);
      for (const value of Object.values('values' in why ? why.values : {}))
        expect(text).toContain(typeof value === 'object' ? format(locale, value as Reason) : String(value));
    }
  });

  it('are no copies of the English ones', () => {
    const same = CODES.filter((code) => sentences[code] === SENTENCES[code]);
    if (locale !== 'en') expect(same.length).toBeLessThan(8);
  });

  it('are what the admin fetches for its language', async () => {
    expect(reasonsIn(locale)).toBeUndefined();
    await loadReasons(locale);
    expect({ ...reasonsIn(locale) }).toMatchObject(sentences);
  });
});

describe('a reason in the admin', () => {
  it('is said in its language, the reason within it too', () => {
    const why: Reason = { code: 'page.status', values: { status: 404 } };
    const waiting: Reason = { code: 'ping.waiting', values: { page: 'https://a.example/', why } };
    expect(format('de', waiting)).toBe(
      'Wartet auf unsere Seite https://a.example/: sie antwortet mit dem Status 404.'
    );
    expect(format('ja', { code: 'verdict.akismet-ham', values: { why: { code: 'verdict.hold-all' } } })).toBe(
      '設定により、承認されるまですべて保留されます。Akismet は問題ないと判定しました。'
    );
  });

  it('keeps what others said as they said it', () => {
    expect(format('fr', { code: 'mail.failed', values: { why: inWords('550 Mailbox full') } })).toBe(
      'L’e-mail n’a pas été envoyé : 550 Mailbox full'
    );
  });

  it('has no words here when its code is of a later version, at any depth', () => {
    const later = { code: 'ping.later' } as unknown as Reason;
    expect(format('de', later)).toBeNull();
    expect(format('de', { code: 'preview.told', values: { why: later } })).toBeNull();
  });

  it('is English where the admin speaks a language that we do not', async () => {
    await loadReasons('tlh');
    expect(reasonsIn('tlh')?.['ping.accepted']).toBe('Accepted.');
  });
});
