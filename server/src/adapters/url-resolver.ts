import type { Core } from '@strapi/strapi';
import type { LinkedType } from '../config/content-types';
import type { LinkbacksConfig } from '../config/resolve';
import type { EntryRef } from '../core/types';
import { defaultLocale } from './default-locale';
import type { EntryHead } from './entries';
import { whereOf, type Where } from './entry-where';
import { resolveOfProject } from './page-url';
import { attributesOf } from './populate';

/** A documentId that nothing has: it takes as long to be looked for as that of a draft. */
const NOBODY = 'nobody';

/** What a public URL maps to. `unpublished` covers missing, draft and other locale: they look alike. */
export type Resolution =
  | { readonly kind: 'not-ours' }
  | { readonly kind: 'unpublished' }
  | { readonly kind: 'entry'; readonly entry: EntryHead };

/** The inverse of the URL patterns. */
export interface UrlResolver {
  /** The entry whose public page is `url` (received targets; lenient as the URL patterns are). */
  resolveUrl(url: string): Promise<Resolution>;
  /**
   * The same as a sender learns it. A function of the project gives nothing for a missing entry as well as for somebody
   * else's page: behind one, what is not published is no page of ours, and a draft looks like what is missing.
   */
  resolveTarget(url: string): Promise<Resolution>;
  /** Whether a URL is of the form of our pages, whatever is published there; behind a function, whether it shows an entry. */
  isOurs(url: string): Promise<boolean>;
}

/** @param o.findHead the first published entry of a type that a condition fits, without its text */
export const createUrlResolver = (o: {
  strapi: Core.Strapi;
  config: LinkbacksConfig;
  readHead(ref: EntryRef): Promise<EntryHead | null>;
  findHead(type: LinkedType, where: Where): Promise<EntryHead | null>;
}): UrlResolver => {
  const { strapi, config, readHead, findHead } = o;

  /** Locales that share a URL: the default one has it. */
  const findAnyLocale = async (type: LinkedType, where: Where): Promise<EntryHead | null> => {
    if (!type.localized || where['locale'] !== undefined) return findHead(type, where);
    return (await findHead(type, { ...where, locale: await defaultLocale(strapi) })) ?? findHead(type, where);
  };

  const resolveIn = async (type: LinkedType, url: string): Promise<Resolution> => {
    if (type.page.kind === 'functions') {
      const found = await resolveOfProject(strapi, { type, resolve: type.page.resolve }, url);
      const locale = type.localized ? found?.locale || (await defaultLocale(strapi)) : '';
      const entry = await readHead({ uid: type.uid, documentId: found?.documentId ?? NOBODY, locale });
      if (entry) return { kind: 'entry', entry };
      return found ? { kind: 'unpublished' } : { kind: 'not-ours' };
    }
    let matched = false;
    for (const { locale, pattern } of type.page.patterns) {
      const params = pattern.match(url);
      if (!params) continue;
      matched = true;
      const attributes = attributesOf(strapi, type.uid);
      const where = whereOf({ attributes, localized: type.localized, params, locale });
      const entry = where && (await findAnyLocale(type, where));
      if (entry) return { kind: 'entry', entry };
    }
    return matched ? { kind: 'unpublished' } : { kind: 'not-ours' };
  };

  const isOf = async (type: LinkedType, url: string): Promise<boolean> => {
    if (type.page.kind === 'patterns')
      return type.page.patterns.some(({ pattern }) => pattern.match(url) !== null);
    return (await resolveIn(type, url)).kind === 'entry';
  };

  /** @param tells whether it is told of a type that an entry is not published */
  const resolve = async (url: string, tells: (type: LinkedType) => boolean): Promise<Resolution> => {
    let resolution: Resolution = { kind: 'not-ours' };
    for (const type of config.types) {
      const found = await resolveIn(type, url);
      if (found.kind === 'entry') return found;
      if (found.kind === 'unpublished' && tells(type)) resolution = found;
    }
    return resolution;
  };

  return {
    resolveUrl: (url) => resolve(url, () => true),
    resolveTarget: (url) => resolve(url, ({ page }) => page.kind === 'patterns'),
    async isOurs(url) {
      for (const type of config.types) if (await isOf(type, url)) return true;
      return false;
    },
  };
};
