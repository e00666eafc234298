import { PLUGIN_ID } from '../pluginId';

type Messages = Record<string, string>;

/** One loader for each language, so that the browser fetches none that Strapi does not ask for. */
const LOADERS: Record<string, () => Promise<{ default: Messages }>> = {
  en: () => import('./en.json'),
  de: () => import('./de.json'),
  es: () => import('./es.json'),
  fr: () => import('./fr.json'),
  ja: () => import('./ja.json'),
};

const prefixed = (messages: Messages): Messages =>
  Object.fromEntries(Object.entries(messages).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text]));

const load = async (locale: string): Promise<{ locale: string; data: Messages }> => {
  const messages = await LOADERS[locale]?.();
  return { locale, data: messages ? prefixed(messages.default) : {} };
};

/** What Strapi calls at its start with the languages of the project's admin. */
export const registerTrads = ({ locales }: { locales: string[] }) => Promise.all(locales.map(load));
