import { createServer } from 'node:http';
import { articlePage, homePage, messagePage } from './pages.mjs';
import { createStrapiClient } from './strapi.mjs';

const answer = (status, html, headers = {}) => ({ status, html, headers });

const notFound = () => answer(404, messagePage({ title: 'Not found', text: 'There is no such page.' }));

/** A linkback service that is away must not take the article with it. */
const orNothing = (promise, nothing, onError) =>
  promise.catch((error) => {
    onError(error);
    return nothing;
  });

/** `entry`: an article or a page; `path`: its public one. */
const showEntry = async ({ entry, path, siteUrl, strapi, onError }) => {
  const target = `${siteUrl}${path}`;
  const [discovery, { linkbacks, total }] = await Promise.all([
    orNothing(strapi.discovery(target), null, onError),
    orNothing(strapi.linkbacks(target), { linkbacks: [], total: 0 }, onError),
  ]);
  return answer(200, articlePage({ article: entry, discovery, linkbacks, total }), discovery?.headers ?? {});
};

const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** `/articles/:slug`, or `/:locale/pages/:slug` */
const ENTRY = /^\/(?:articles|([a-z]{2})\/pages)\/([^/]+)\/?$/;

const route = async (o) => {
  const [pathname] = o.path.split('?');
  if (pathname === '/') return answer(200, homePage({ articles: await o.strapi.articles() }));
  const [, locale, inPath = ''] = ENTRY.exec(pathname) ?? [];
  const slug = decode(inPath);
  if (!slug) return notFound();
  const folder = locale ? `/${locale}/pages` : '/articles';
  const entry = await (locale ? o.strapi.page({ slug, locale }) : o.strapi.article(slug));
  return entry ? showEntry({ ...o, entry, path: `${folder}/${encodeURIComponent(slug)}` }) : notFound();
};

/**
 * The public site of the demo: it shows what Strapi's public API gives, page by page, and keeps nothing.
 *
 * @param {{ strapiUrl: string, siteUrl: string, onError?: (error: Error) => void }} o origins, without a
 *   slash at the end; `siteUrl` is the one that the world knows
 * @returns {import('node:http').Server} not listening yet
 */
export const createSite = ({ strapiUrl, siteUrl, onError = () => {} }) => {
  const strapi = createStrapiClient({ strapiUrl });

  const respond = async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const html = messagePage({ title: 'Not allowed', text: 'These pages can only be read.' });
      return answer(405, html, { Allow: 'GET, HEAD' });
    }
    try {
      return await route({ path: request.url, siteUrl, strapi, onError });
    } catch (error) {
      onError(error);
      return answer(
        502,
        messagePage({ title: 'Nobody there', text: 'Strapi does not answer. Is it running?' })
      );
    }
  };

  return createServer(async (request, response) => {
    const { status, html, headers } = await respond(request);
    const body = Buffer.from(html);
    response.writeHead(status, {
      ...headers,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': body.length,
      'Cache-Control': 'no-store',
    });
    // Node leaves the body out for HEAD.
    response.end(body);
  });
};
