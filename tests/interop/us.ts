import { superAdminToken } from '../helpers/admin';
import { freePort } from '../helpers/ports';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';
import { startPublicSite, type PublicSite } from './public-site';

/** WordPress compares hosts without ports: ours must be none of its own. */
const ADDRESS = '127.0.0.21';
/** Milliseconds, as by default: WordPress waits for three seconds. */
const BUDGET = 2_000;
/** Milliseconds for pings of which one may be tried again, minutes later. */
const PATIENCE = 400_000;

export interface Linkback {
  protocol: string;
  status: string;
  source: string;
  target: string;
  title: string | null;
  excerpt: string | null;
}

export interface Ping {
  protocol: string | null;
  status: string;
  source: string;
  target: string;
  endpoint: string | null;
  reason: string | null;
  attempts: number;
}

export interface Entry {
  documentId: string;
  url: string;
}

/** Our side: a Strapi that listens, and the public site in front of it. */
export interface Us {
  readonly app: TestApp;
  /** Publishes an article; `html` is its text, `trackbacks` what an editor writes into the side panel. */
  publish(o: { title: string; html: string; trackbacks?: string[] }): Promise<Entry>;
  /** What came for the entry, once something did: what takes longer than the budget is verified by the worker. */
  linkbacks(entry: Entry): Promise<Linkback[]>;
  /** The entry's pings, once none of them has anything left to do. */
  settledPings(entry: Entry): Promise<Ping[]>;
  trackbackUrl(entry: Entry): Promise<string>;
  stop(): Promise<void>;
}

export const startUs = async (): Promise<Us> => {
  const site = await startPublicSite(ADDRESS);
  const port = await freePort(ADDRESS);
  const app = await startStrapi({
    site: site.url,
    listen: { host: ADDRESS, port },
    config: { publicUrl: `http://${ADDRESS}:${port}`, receive: { inlineBudget: BUDGET } },
  });
  site.connect(app);
  return {
    app,
    publish: (o) => publish(app, site, o),
    linkbacks: (entry) =>
      until('a linkback is stored', async () => {
        const rows = await rowsOf<Linkback>(app, 'plugin::linkbacks.linkback', entry);
        return rows.length > 0 && rows;
      }),
    settledPings: (entry) =>
      until('all pings are settled', () => settled(app, entry), { timeout: PATIENCE, every: 250 }),
    trackbackUrl: (entry) => trackbackUrl(app, entry),
    stop: async () => {
      await app.stop();
      await site.stop();
    },
  };
};

const publish = async (
  app: TestApp,
  site: PublicSite,
  o: { title: string; html: string; trackbacks?: string[] }
): Promise<Entry> => {
  const documents = app.strapi.documents('api::article.article');
  const slug = o.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const { documentId } = await documents.create({ data: { title: o.title, slug, html: o.html } as never });
  if (o.trackbacks) await setTrackbacks(app, documentId, o.trackbacks);
  await documents.publish({ documentId });
  return { documentId, url: `${site.url}/blog/${slug}` };
};

const setTrackbacks = async (app: TestApp, documentId: string, trackbackUrls: string[]): Promise<void> => {
  const answer = await app.request
    .put(`/linkbacks/entries/api::article.article/${documentId}?locale=en`)
    .set('Authorization', await superAdminToken(app))
    .send({ trackbackUrls });
  if (answer.status !== 200) throw new Error(`The entry settings answered ${answer.status}: ${answer.text}`);
};

const rowsOf = async <Row>(app: TestApp, uid: string, { documentId }: Entry): Promise<Row[]> => {
  const rows = await app.strapi.db
    .query(uid)
    .findMany({ where: { entryDocumentId: documentId }, orderBy: { id: 'asc' } });
  return rows as Row[];
};

const OPEN = ['waiting', 'queued', 'sending'];

const settled = async (app: TestApp, entry: Entry): Promise<Ping[] | false> => {
  const pings = await rowsOf<Ping>(app, 'plugin::linkbacks.ping', entry);
  return pings.length > 0 && pings.every(({ status }) => !OPEN.includes(status)) && pings;
};

const trackbackUrl = async (app: TestApp, { url }: Entry): Promise<string> => {
  const answer = await app.request.get('/api/linkbacks/discovery').query({ target: url });
  const found: unknown = answer.body?.data?.trackback;
  if (typeof found === 'string') return found;
  throw new Error(`The discovery of ${url} names no trackback URL: ${answer.text}`);
};
