import { startPeer, sendPage, type Peer } from '../helpers/http-peer';
import type { TestApp } from '../helpers/strapi';

/** What a front-end has to do: render the entry, and put into its page what the discovery route hands out. */
export interface PublicSite extends Peer {
  /** The pages need the Strapi that knows this site's address: it comes second. */
  connect(app: TestApp): void;
}

interface Discovery {
  data: { html: string | null; rdf: string | null; headers: Record<string, string> | null };
}

/** The public pages of `api::article.article`, at `/blog/:slug`. */
export const startPublicSite = async (address: string): Promise<PublicSite> => {
  let app: TestApp | null = null;
  const peer = await startPeer(
    async ({ path }, response) => {
      const slug = /^\/blog\/([^/?]+)$/.exec(path)?.[1];
      const article = slug && app ? await findArticle(app, slug) : null;
      if (!app || !article) return sendPage(response, '<h1>Not found</h1>', { status: 404 });

      const discovery = await askDiscovery(app, `${peer.url}${path}`);
      sendPage(response, render(article, discovery), { headers: discovery.headers ?? {} });
    },
    { address }
  );
  return {
    ...peer,
    connect: (strapi) => {
      app = strapi;
    },
  };
};

interface Article {
  title: string;
  html: string;
}

const findArticle = async (app: TestApp, slug: string): Promise<Article | null> => {
  const found = await app.strapi
    .documents('api::article.article')
    .findFirst({ filters: { slug }, status: 'published' });
  return found as unknown as Article | null;
};

const askDiscovery = async (app: TestApp, target: string): Promise<Discovery['data']> => {
  const answer = await fetch(`${app.url}/api/linkbacks/discovery?target=${encodeURIComponent(target)}`);
  return ((await answer.json()) as Discovery).data;
};

const render = ({ title, html }: Article, discovery: Discovery['data']): string => `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>${title}</title>
${discovery.html ?? ''}
</head>
<body>
<h1>${title}</h1>
${html}
${discovery.rdf ?? ''}
</body>
</html>`;
