import type { Core } from '@strapi/strapi';

/** The locale that Strapi's own API takes when none is named; '' without any. */
export const defaultLocale = async (strapi: Core.Strapi): Promise<string> =>
  String((await strapi.plugin('i18n')?.service('locales').getDefaultLocale()) ?? '');
