import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';
import contentTypes from '../content-types';

/** What of Strapi's GraphQL plugin is used here: it reads the switches when it builds its schema, in `bootstrap`. */
interface GraphqlExtension {
  shadowCRUD(uid: string): { disable(): unknown };
}

/** Keeps the plugin's content types out of the GraphQL schema: it shows hidden content types too. */
export const hideFromGraphql = (strapi: Core.Strapi): void => {
  const extension = strapi.plugin('graphql')?.service('extension') as unknown as GraphqlExtension | undefined;
  if (!extension) return;
  for (const name of Object.keys(contentTypes))
    extension.shadowCRUD(`plugin::${PLUGIN_ID}.${name}`).disable();
};
