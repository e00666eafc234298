import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { PLUGIN_ID } from './pluginId';
import type en from './translations/en.json';

/** The keys of translations/en.json, without the plugin's prefix. */
export type MessageKey = keyof typeof en;

/** What an ICU placeholder of a message takes. */
export type MessageValues = Record<string, string | number>;

/** A message to be shown later: pure modules answer with it, components translate it. */
export interface Message {
  readonly key: MessageKey;
  readonly values?: MessageValues;
}

export type Translate = (key: MessageKey, values?: MessageValues) => string;

/** The id of a message in Strapi's catalogue of all plugins. */
export const getTranslation = (key: MessageKey): string => `${PLUGIN_ID}.${key}`;

/**
 * The translations of the plugin. There is no default message in the code: Strapi fills in English for what a
 * language lacks, and `MessageKey` makes a missing English message a compile error.
 */
export const useText = (): Translate => {
  const { formatMessage } = useIntl();
  return useCallback((key, values) => formatMessage({ id: getTranslation(key) }, values), [formatMessage]);
};
