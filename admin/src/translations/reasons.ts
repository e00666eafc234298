import type { IntlShape } from 'react-intl';
import type { Reason, ReasonCode } from '../../../server/src/contracts';

export type Reasons = Record<ReasonCode, string>;

/**
 * What the server says, in each language: fetched with the first page that shows some of it, not with the admin. The
 * types see to it that no language lacks a sentence.
 */
const LOADERS: Record<string, () => Promise<{ default: Reasons }>> = {
  en: () => import('./reasons-en.json'),
  de: () => import('./reasons-de.json'),
  es: () => import('./reasons-es.json'),
  fr: () => import('./reasons-fr.json'),
  ja: () => import('./reasons-ja.json'),
};
const FALLBACK = 'en';

/** By the language of the admin; null: they could not be fetched. */
const loaded = new Map<string, Reasons | null>();
const loading = new Map<string, Promise<void>>();

/** The sentences in a language; undefined as long as they are not there. */
export const reasonsIn = (locale: string): Reasons | null | undefined => loaded.get(locale);

const fetchReasons = async (locale: string): Promise<void> => {
  try {
    const sentences = await (LOADERS[locale] ?? LOADERS[FALLBACK])?.();
    loaded.set(locale, sentences?.default ?? null);
  } catch {
    loaded.set(locale, null);
  }
};

/** Fetches the sentences of a language, once. Never fails. */
export const loadReasons = (locale: string): Promise<void> => {
  const running = loading.get(locale) ?? fetchReasons(locale);
  loading.set(locale, running);
  return running;
};

/**
 * A reason in words; null where these sentences have none for it, such as for what a later version said. The formatter is
 * the admin's own, as in `formatMessage`, which would complain that they are not among its messages.
 */
export const formatReason = (
  sentences: Reasons,
  { locale, formatters }: Pick<IntlShape, 'locale' | 'formatters'>,
  why: Reason
): string | null => {
  if (!Object.hasOwn(sentences, why.code)) return null;
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries('values' in why ? why.values : {})) {
    const text = typeof value === 'object' ? formatReason(sentences, { locale, formatters }, value) : value;
    if (text === null) return null;
    values[name] = text;
  }
  try {
    return String(formatters.getMessageFormat(sentences[why.code], locale).format(values));
  } catch {
    // Another version gave the sentence other values.
    return null;
  }
};
