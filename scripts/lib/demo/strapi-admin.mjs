const TIMEOUT_MS = 60_000;
const ARTICLES = '/content-manager/collection-types/api::article.article';

/** An answer of Strapi that is no success. `status`: HTTP. */
class StrapiRefused extends Error {
  name = 'StrapiRefused';

  constructor({ method, path, status, message }) {
    super(`${method} ${path} answered ${status}${message ? ` (${message})` : ''}`);
    this.status = status;
  }
}

const request = async ({ url, path, method = 'GET', token, body }) => {
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      ...(body && { 'Content-Type': 'application/json' }),
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    body: body ? JSON.stringify(body) : undefined,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok)
    throw new StrapiRefused({ method, path, status: response.status, message: answer?.error?.message });
  return answer;
};

/** @param {{ url: string }} o the origin of Strapi */
export const isRunning = async ({ url }) =>
  (await fetch(new URL('/_health', url), { signal: AbortSignal.timeout(TIMEOUT_MS) })).ok;

/** Whether there is an admin account at all. */
export const hasAccount = async ({ url }) => (await request({ url, path: '/admin/init' })).data.hasAdmin;

/** Makes the first account, a super admin. */
export const register = ({ url, account }) =>
  request({
    url,
    path: '/admin/register-admin',
    method: 'POST',
    body: { ...account, firstname: 'Demo', lastname: 'Editor' },
  });

/**
 * What an editor does in the admin, by its own routes.
 *
 * @param {{ url: string, account: { email: string, password: string } }} o
 * @returns null when the password is another one by now
 */
export const signIn = async ({ url, account }) => {
  const signedIn = await request({ url, path: '/admin/login', method: 'POST', body: account }).catch(
    (error) => {
      if (error.status === 400) return null;
      throw error;
    }
  );
  if (!signedIn) return null;
  const { token } = signedIn.data;
  const get = (path, query = {}) => request({ url, token, path: `${path}?${new URLSearchParams(query)}` });
  const post = (path, body) => request({ url, token, path, method: 'POST', body });

  return {
    /** The documentId of the article with this slug, draft or published; null when there is none. */
    findArticle: async (slug) =>
      (await get(ARTICLES, { 'filters[slug][$eq]': slug })).results[0]?.documentId ?? null,
    createArticle: async (article) => (await post(ARTICLES, article)).data.documentId,
    publishArticle: (documentId, article) => post(`${ARTICLES}/${documentId}/actions/publish`, article),

    /** The pings of an article, newest first. */
    pings: async (documentId) =>
      (await get(`/linkbacks/entries/api::article.article/${documentId}/pings`)).results,

    /** @param {Record<string, string>} query as in GET /linkbacks/linkbacks */
    linkbacks: (query) => get('/linkbacks/linkbacks', query),
  };
};
