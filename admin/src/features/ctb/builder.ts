import { PLUGIN_ID } from '../../pluginId';
import { getTranslation } from '../../text';
import type { MessageKey } from '../../text';

interface BuilderField {
  name: string;
  type: 'checkbox' | 'text';
  intlLabel: { id: string; defaultMessage: string };
  description: { id: string; defaultMessage: string };
}

/** Strapi types the `apis` of a plugin as unknown; these are those of its Content-Type Builder. */
interface BuilderApis {
  forms: { extendContentType(extension: { form: { advanced: () => BuilderField[] } }): void };
}

const hasForms = (apis: unknown): apis is BuilderApis =>
  typeof apis === 'object' && apis !== null && 'forms' in apis;

const message = (key: MessageKey, defaultMessage: string) => ({ id: getTranslation(key), defaultMessage });

const FIELDS: BuilderField[] = [
  {
    name: `pluginOptions.${PLUGIN_ID}.enabled`,
    type: 'checkbox',
    intlLabel: message('builder.enabled', 'Linkbacks'),
    description: message('builder.enabled.hint', 'Send and receive linkbacks for entries of this type'),
  },
  {
    name: `pluginOptions.${PLUGIN_ID}.url`,
    type: 'text',
    intlLabel: message('builder.url', 'Public URL of an entry'),
    description: message('builder.url.hint', 'For example https://example.com/blog/:slug'),
  },
];

/**
 * Adds our options to the advanced settings of a content type. Without a validator: one made by another copy of yup
 * makes the builder's "Finish" do nothing. What is wrong is told on the settings page.
 */
export const extendBuilder = (apis: unknown): void => {
  if (hasForms(apis)) apis.forms.extendContentType({ form: { advanced: () => FIELDS } });
};
