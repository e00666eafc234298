import { randomUUID } from 'node:crypto';
import type { Modules } from '@strapi/strapi';
import type { Response } from 'supertest';
import { patiently } from '../../server/src/adapters/deadlock';
import { reasonOfRow } from '../../server/src/services/linkbacks/compact';
import type { LinkbackRow } from '../../server/src/services/linkbacks/rows';
import { createSenders, NO_SENDER, type Sender } from '../../server/src/services/linkbacks/senders';
import type { TestApp } from './strapi';
import { until } from './until';

/** The public site that the URL patterns of the test app name; nothing needs to run there to receive. */
export const SITE = 'http://127.0.0.1:4321';
export const ARTICLE = 'api::article.article';

/** An article as a test wants it; English and published unless it says otherwise. */
export interface ArticleOptions {
  slug: string;
  title?: string;
  locale?: string;
  status?: 'draft' | 'published';
  /** Writes another locale of this document. */
  documentId?: string;
}

/** Creates an article. Returns its documentId. */
export const createArticle = async (app: TestApp, o: ArticleOptions): Promise<string> => {
  const { slug, title = `About ${slug}`, locale = 'en', status = 'published', documentId } = o;
  const documents = app.strapi.documents(ARTICLE as never) as unknown as Modules.Documents.ServiceInstance;
  const params = { data: { slug, title }, locale, status } as never;
  const written = documentId
    ? await documents.update({ documentId, ...(params as object) } as never)
    : await documents.create(params);
  return String((written as { documentId: string }).documentId);
};

/** Changes an entry's own linkback settings. */
export const setEntry = async (
  app: TestApp,
  ref: { uid?: string; documentId: string; locale?: string },
  patch: Record<string, unknown>
): Promise<void> => {
  const service = app.strapi.plugin('linkbacks').service('entry-settings');
  const result = await service.update({ uid: ARTICLE, locale: 'en', ...ref }, patch);
  if (!result.ok) throw new Error(result.error);
};

/** Changes the global settings. */
export const setSettings = async (app: TestApp, patch: Record<string, unknown>): Promise<void> => {
  const result = await app.strapi.plugin('linkbacks').service('settings').update(patch);
  if (!result.ok) throw new Error(result.error);
};

export interface StoredLinkback extends Record<string, unknown> {
  documentId: string;
  source: string;
  status: string;
}

/** Everything that is stored, oldest first, with its reasons in words, which are stored as codes. */
export const storedLinkbacks = async (app: TestApp): Promise<(StoredLinkback & Sender)[]> => {
  const rows: LinkbackRow[] = await app.strapi.db
    .query('plugin::linkbacks.linkback')
    .findMany({ orderBy: { id: 'asc' } });
  const senders = await createSenders({ strapi: app.strapi }).of(rows.map(({ id }) => id));
  return rows.map((row) => ({
    ...row,
    ...(senders.get(row.id) ?? NO_SENDER),
    reason: reasonOfRow(row),
  }));
};

/** The jobs of one kind that are left in the queue. */
export const jobsOf = (app: TestApp, kind: string): Promise<Record<string, unknown>[]> =>
  app.strapi.db.query('linkbacks::job' as never).findMany({ where: { kind } });

/** Also while the worker works: a database may break off one of two who wait for each other. */
export const forgetAll = async (app: TestApp): Promise<void> => {
  for (const uid of [
    'plugin::linkbacks.linkback',
    'linkbacks::job',
    'linkbacks::tombstone',
    'linkbacks::mention',
  ]) {
    await patiently(() => app.strapi.db.query(uid as never).deleteMany({ where: {} }));
  }
};

/** What an XML-RPC endpoint said: the text of its value, or its fault. */
export interface XmlRpcAnswer {
  readonly status: number;
  readonly value: string | null;
  readonly fault: { readonly code: number; readonly message: string } | null;
}

export const readXmlRpc = ({ status, text }: Response): XmlRpcAnswer => {
  const code = /<name>faultCode<\/name>\s*<value><int>(-?\d+)<\/int>/.exec(text)?.[1];
  const message = /<name>faultString<\/name>\s*<value><string>([^<]*)<\/string>/.exec(text)?.[1];
  if (code !== undefined)
    return { status, value: null, fault: { code: Number(code), message: message ?? '' } };
  return { status, value: /<value><string>([^<]*)<\/string>/.exec(text)?.[1] ?? null, fault: null };
};

export const XMLRPC = '/api/linkbacks/xmlrpc';

export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The body of a call with string parameters. */
export const callXml = (method: string, ...params: string[]): string => {
  const values = params.map((text) => `<param><value><string>${escape(text)}</string></value></param>`);
  return `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${values.join('')}</params></methodCall>`;
};

/** Sends a body to the XML-RPC endpoint. */
export const postXml = async (
  app: TestApp,
  body: string | Buffer,
  { path = XMLRPC, headers = {} }: { path?: string; headers?: Record<string, string> } = {}
): Promise<XmlRpcAnswer> => {
  const request = app.request.post(path).set('content-type', 'text/xml').set(headers);
  // Buffers only: supertest would turn other bodies of some content types into JSON.
  return readXmlRpc(await request.serialize((sent: unknown) => sent as string).send(Buffer.from(body)));
};

export const pingback = (app: TestApp, source: string, target: string): Promise<XmlRpcAnswer> =>
  postXml(app, callXml('pingback.ping', source, target));

/** What a trackback URL said; `error` null when it was taken. */
export interface TrackbackAnswer {
  readonly status: number;
  readonly error: string | null;
}

export const readTrackback = ({ status, text }: Response): TrackbackAnswer => {
  if (text.includes('<error>0</error>')) return { status, error: null };
  return { status, error: /<message>([^<]*)<\/message>/.exec(text)?.[1] ?? text };
};

/** Sends a trackback with `fields` to the article's trackback URL. */
export const trackback = async (
  app: TestApp,
  entry: string,
  fields: Record<string, string>
): Promise<TrackbackAnswer> =>
  readTrackback(
    await app.request
      .post(`/api/linkbacks/trackback/${entry}`)
      .set('content-type', 'application/x-www-form-urlencoded')
      .send(new URLSearchParams(fields).toString())
  );

/** Writes a verified linkback into the table, as if it had been received. */
export const seedLinkback = async (
  app: TestApp,
  entry: { uid: string; documentId: string; locale: string },
  over: Record<string, unknown> = {}
): Promise<StoredLinkback> => {
  const source = `https://blog.example/${randomUUID()}`;
  const now = new Date().toISOString();
  const { address = null, userAgent = null, ...columns } = over as Partial<Sender>;
  const row: StoredLinkback = await app.strapi.db.query('plugin::linkbacks.linkback').create({
    data: {
      entryUid: entry.uid,
      entryDocumentId: entry.documentId,
      entryLocale: entry.locale,
      status: 'pending',
      reason: 'Seeded by a test.',
      protocol: 'pingback',
      linkType: 'mention',
      source,
      sourceHost: 'blog.example',
      target: `${SITE}/blog/hello`,
      pairKey: randomUUID(),
      receivedAt: now,
      verifiedAt: now,
      movedAt: now,
      ...columns,
    },
  });
  const { documentId, receivedAt } = row as StoredLinkback & { receivedAt: string };
  await createSenders({ strapi: app.strapi }).keep([{ documentId, receivedAt, address, userAgent }]);
  return row;
};

export const WEBMENTION = '/api/linkbacks/webmention';

/** What the webmention endpoint said. */
export interface MentionAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly message: string;
}

/** Sends a form to the webmention endpoint: fields, or a body as it is. */
export const postMention = async (
  app: TestApp,
  body: Record<string, string> | string,
  contentType = 'application/x-www-form-urlencoded'
): Promise<MentionAnswer> => {
  const text = typeof body === 'string' ? body : new URLSearchParams(body).toString();
  const answer = await app.request
    .post(WEBMENTION)
    .set('content-type', contentType)
    .serialize((sent: unknown) => sent as string)
    .send(Buffer.from(text));
  return {
    status: answer.status,
    location: answer.headers['location'] ?? null,
    message: answer.body?.message ?? answer.text,
  };
};

export const webmention = (app: TestApp, source: string, target: string): Promise<MentionAnswer> =>
  postMention(app, { source, target });

/** What the status resource says of a webmention by now. */
export const mentionStatus = async (
  app: TestApp,
  { location }: MentionAnswer
): Promise<{ status: string; message: string }> => {
  if (location === null) throw new Error('no Location');
  return (await app.request.get(new URL(location, 'http://any').pathname)).body;
};

/** The status of a webmention once the worker has come to an end with it. */
export const mentionOutcome = async (app: TestApp, answer: MentionAnswer): Promise<string> => {
  const settled = await until('the webmention is settled', async () => {
    const { status, message } = await mentionStatus(app, answer);
    return status === 'queued' ? null : `${status}: ${message}`;
  });
  await until('its job is done', async () =>
    (await jobsOf(app, 'mention')).every(({ token }) => token === null)
  );
  return settled;
};
