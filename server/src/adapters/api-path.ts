import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';

/** Returns the path of our public endpoints, `/api/linkbacks` by default. The project may have any prefix, also none. */
export const apiPath = (strapi: Core.Strapi): string => {
  const prefix = String(strapi.config.get('api.rest.prefix', '/api'));
  return [...prefix.split('/'), PLUGIN_ID]
    .filter(Boolean)
    .map((part) => `/${part}`)
    .join('');
};
