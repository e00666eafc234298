import type { Core } from '@strapi/strapi';
import type { LinkedType } from '../config/content-types';
import { attributesOf, contentPopulate } from './populate';

/**
 * What is read of an entry whose text is not wanted: the columns that its URL, title and times are made of. A function of
 * the project may look at everything.
 */
export const headOnly = (
  strapi: Core.Strapi,
  type: LinkedType,
  titleField: string
): Record<string, unknown> => {
  if (type.page.kind === 'functions') return { populate: contentPopulate(strapi, type.uid) };
  const attributes = attributesOf(strapi, type.uid);
  const wanted = [
    ...TIMES,
    ...(type.localized ? ['locale'] : []),
    ...type.page.patterns.flatMap(({ pattern }) => pattern.params),
    titleField,
  ];
  return { select: ['documentId', ...wanted.filter((name) => name in attributes)] };
};

const TIMES = ['createdAt', 'updatedAt', 'publishedAt', 'firstPublishedAt'];

/** The field that the content manager shows as the name of an entry. */
export const mainField = async (strapi: Core.Strapi, uid: string): Promise<string> => {
  const schema = strapi.contentType(uid as never);
  const configuration = await strapi
    .plugin('content-manager')
    .service('content-types')
    .findConfiguration(schema);
  return configuration?.settings?.mainField ?? 'documentId';
};
