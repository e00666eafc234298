import type { Core } from '@strapi/strapi';
import type { LinkedType } from '../config/content-types';
import type { EntryUrl, ResolvedUrl, ResolveUrl } from '../config/schema';
import { parseUrl } from '../core/url/parse-url';
import { parseHttpUrl } from '../core/url/normalise';
import { logLine } from '../log-line';

type Row = Record<string, unknown>;

/** Hosts (`host[:port]`) that are fixed in the URL patterns of a type. */
export const hostsOf = (type: LinkedType): string[] =>
  type.page.kind === 'patterns' ? type.page.patterns.map(({ pattern }) => pattern.host) : [];

/** The public page of an entry; null when it has none. */
export const pageUrl = (strapi: Core.Strapi, type: LinkedType, row: Row): string | null => {
  if (type.page.kind === 'functions') return urlOfProject(strapi, { type, url: type.page.url }, row);
  const locale = typeof row['locale'] === 'string' ? row['locale'] : null;
  const match = type.page.patterns.find(
    (candidate) => candidate.locale === null || candidate.locale === locale
  );
  return match ? match.pattern.build(row) : null;
};

/** Functions of the project may fail for one entry: that has no page then. */
const urlOfProject = (strapi: Core.Strapi, o: { type: LinkedType; url: EntryUrl }, row: Row) => {
  try {
    const url: unknown = o.url(row);
    if (url === null || url === undefined) return null;
    if (typeof url === 'string' && parseHttpUrl(url).ok) return url;
    warn(strapi, `\`url\` of ${o.type.uid} gave no http(s) URL for ${String(row['documentId'])}`);
  } catch (error) {
    warn(strapi, `\`url\` of ${o.type.uid} failed for ${String(row['documentId'])}: ${String(error)}`);
  }
  return null;
};

/** What a function of the project says that a URL shows; null for nothing, or when it failed. */
export const resolveOfProject = async (
  strapi: Core.Strapi,
  o: { type: LinkedType; resolve: ResolveUrl },
  url: string
): Promise<ResolvedUrl | null> => {
  try {
    return await o.resolve(parseUrl(url)?.href ?? url);
  } catch (error) {
    warn(strapi, `\`resolve\` of ${o.type.uid} failed for ${url}: ${String(error)}`);
    return null;
  }
};

const warn = (strapi: Core.Strapi, message: string): void => {
  strapi.log.warn(logLine(message));
};
