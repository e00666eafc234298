const TIMEOUT_MS = 10_000;

/**
 * What the public site reads from Strapi: three requests, all of them public.
 *
 * @param {{ strapiUrl: string }} o the origin of Strapi
 */
export const createStrapiClient = ({ strapiUrl }) => {
  const get = async (path, query) => {
    const url = new URL(`/api/${path}`, strapiUrl);
    url.search = new URLSearchParams(query).toString();
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`GET ${url.pathname} answered ${response.status}`);
    return response.json();
  };

  return {
    /** Published articles, newest first. */
    articles: async () =>
      (await get('articles', { sort: 'publishedAt:desc', 'pagination[pageSize]': '50' })).data,

    /** @param {string} slug */
    article: async (slug) => (await get('articles', { 'filters[slug][$eq]': slug })).data[0] ?? null,

    /** A page in one language. @param {{ slug: string, locale: string }} o */
    page: async ({ slug, locale }) =>
      (await get('pages', { locale, 'filters[slug][$eq]': slug })).data[0] ?? null,

    /** Approved linkbacks of a page and their number. @param {string} target the page's URL */
    linkbacks: async (target) => {
      const { data, meta } = await get('linkbacks', { target, 'pagination[pageSize]': '100' });
      return { linkbacks: data, total: meta.count.total };
    },

    /** What makes a page discoverable: `html` for its head, `headers`, `rdf` for its body. @param {string} target */
    discovery: async (target) => (await get('linkbacks/discovery', { target })).data,
  };
};
