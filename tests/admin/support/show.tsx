import { render } from '@strapi/strapi/admin/test';
import type { ReactElement, ReactNode } from 'react';
import { IntlProvider } from 'react-intl';
import type { Location } from 'react-router-dom';
import en from '../../../admin/src/translations/en.json';

const messages = Object.fromEntries(Object.entries(en).map(([key, text]) => [`linkbacks.${key}`, text]));

const English = ({ children }: { children: ReactNode }) => (
  // Strapi's own words have their English in the code.
  <IntlProvider locale="en" messages={messages} onError={() => undefined}>
    {children}
  </IntlProvider>
);

const right = (name: string) => ({
  id: 1,
  action: `plugin::linkbacks.${name}`,
  subject: null,
  properties: {},
  conditions: [],
  actionParameters: {},
});

/** Renders a part of the admin for a user with these rights of ours, at an address. */
export const show = (
  ui: ReactElement,
  { rights, at = '/' }: { rights: readonly string[]; at?: string | Partial<Location> }
) =>
  render(ui, {
    initialEntries: [at],
    renderOptions: { wrapper: English },
    providerOptions: { permissions: () => rights.map(right) },
  });
