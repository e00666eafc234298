import type { Core } from '@strapi/strapi';
import { z } from '@strapi/utils';
import type { Context } from 'koa';
import { isDocumentId } from '../../adapters/entry-where';
import type { EntryRef } from '../../core/types';
import { entryRefFor } from '../../services/entry-access';
import { localeText, readInput } from '../input';
import { missing } from '../refusals';

const querySchema = z.object({ locale: localeText().optional() });

/** The entry that the path and `?locale=` name. Throws a refusal (HTTP 404) when its type takes no part. */
export const entryRefOfRequest = async (strapi: Core.Strapi, ctx: Context): Promise<EntryRef> => {
  const { uid = '', documentId = '' } = ctx.params as Record<string, string | undefined>;
  // Of the request: Strapi gives policies a copy of the context without its getters.
  const { locale } = readInput(querySchema, ctx.request.query);
  const asked = { uid, documentId, locale, userId: ctx.state['user']?.id };
  const ref = isDocumentId(documentId) ? await entryRefFor(strapi, asked) : null;
  if (!ref) throw missing({ code: 'action.no-entry' });
  return ref;
};
