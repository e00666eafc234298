import type { Core } from '@strapi/strapi';

type Attributes = Record<string, Attribute>;
interface Attribute {
  type: string;
  component?: string;
  components?: string[];
}
export type Populate = Record<string, unknown>;

/** Components nest; a project whose components contain each other must not send us round in circles. */
const MAX_DEPTH = 8;

/** What has to be populated to read all rich text of a type: components and dynamic zones at any depth. */
export const contentPopulate = (strapi: Core.Strapi, uid: string): Populate =>
  populateOf(strapi, attributesOf(strapi, uid), MAX_DEPTH);

/** The attributes of a content type or component. */
export const attributesOf = (strapi: Core.Strapi, uid: string): Attributes =>
  (strapi.getModel(uid as never) as { attributes?: Attributes } | undefined)?.attributes ?? {};

const populateOf = (strapi: Core.Strapi, attributes: Attributes, depth: number): Populate => {
  if (depth === 0) return {};
  const populate: Populate = {};
  const inner = (uid: string) => ({ populate: populateOf(strapi, attributesOf(strapi, uid), depth - 1) });
  for (const [name, attribute] of Object.entries(attributes)) {
    if (attribute.type === 'component' && attribute.component) populate[name] = inner(attribute.component);
    if (attribute.type === 'dynamiczone') {
      populate[name] = {
        on: Object.fromEntries((attribute.components ?? []).map((uid) => [uid, inner(uid)])),
      };
    }
  }
  return populate;
};
