import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import type { Locator } from 'playwright-core';
import de from '../../admin/src/translations/de.json';
import en from '../../admin/src/translations/en.json';
import es from '../../admin/src/translations/es.json';
import fr from '../../admin/src/translations/fr.json';
import ja from '../../admin/src/translations/ja.json';
import reasonsDe from '../../admin/src/translations/reasons-de.json';
import reasonsEn from '../../admin/src/translations/reasons-en.json';
import reasonsEs from '../../admin/src/translations/reasons-es.json';
import reasonsFr from '../../admin/src/translations/reasons-fr.json';
import reasonsJa from '../../admin/src/translations/reasons-ja.json';

type Messages = Record<string, string>;

/** What the plugin says, and what its server says in the admin. */
export const LANGUAGES = {
  de: { messages: de, reasons: reasonsDe },
  fr: { messages: fr, reasons: reasonsFr },
  es: { messages: es, reasons: reasonsEs },
  ja: { messages: ja, reasons: reasonsJa },
} as const;
export type Language = keyof typeof LANGUAGES;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A sentence with anything in its placeholders. */
export const sentence = (message: string): RegExp =>
  new RegExp(
    message
      .split(/\{\w+\}/)
      .map(escaped)
      .join('.+')
  );

/** The words of a message between its placeholders, those of each plural form too. */
const piecesOf = (elements: readonly MessageFormatElement[]): string[] =>
  elements.flatMap((element) => {
    if (element.type === TYPE.literal) return [element.value.trim()];
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [];
    return Object.values(element.options).flatMap(({ value }) => piecesOf(value));
  });

const differing = (english: Messages, translated: Messages): string[] =>
  Object.keys(english).flatMap((key) => {
    const text = english[key] ?? '';
    return text === translated[key] ? [] : piecesOf(parse(text));
  });

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;

/** What is English, a key, or a placeholder, among the texts of a page in another language. */
export const untranslated = (texts: readonly string[], language: Language): string[] => {
  const { messages, reasons } = LANGUAGES[language];
  const own = new Set<string>(Object.values(messages));
  const english = [...differing(en, messages), ...differing(reasonsEn, reasons)].filter(
    (piece) => wordsIn(piece) > 0 && !own.has(piece)
  );
  const whole = new Set(english);
  const long = english.filter((piece) => wordsIn(piece) >= 3);
  const keys = new Set(Object.keys(en).filter((key) => key.includes('.')));
  const isLeft = (text: string): boolean =>
    whole.has(text) ||
    long.some((piece) => text.includes(piece)) ||
    keys.has(text) ||
    [...keys].some((key) => text.includes(`linkbacks.${key}`)) ||
    /\{\w+[,}]/.test(text);
  return texts.filter(isLeft);
};

/** All that a part of a page says, in sight or to a screen reader. */
export const textsOf = (part: Locator): Promise<string[]> =>
  part.evaluate((root) => {
    const texts: (string | null)[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.textContent);
    for (const element of root.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
      for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
        texts.push(element.getAttribute(name));
    return texts.flatMap((text) => (text?.trim() ? [text.trim()] : []));
  });
