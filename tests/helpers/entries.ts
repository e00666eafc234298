import type { TestApp } from './strapi';

/** A blocks field with one paragraph that links to each URL. */
export const linking = (...urls: string[]) => [
  {
    type: 'paragraph',
    children: [
      { type: 'text', text: 'I have read ' },
      ...urls.map((url) => ({ type: 'link', url, children: [{ type: 'text', text: 'this' }] })),
    ],
  },
];

/** The same as a public page has it. */
export const anchors = (...urls: string[]): string =>
  `<p>I have read ${urls.map((url) => `<a href="${url}">this</a>`).join(' ')}</p>`;

interface Params {
  documentId?: string;
  data?: Record<string, unknown>;
  locale?: string | string[];
  status?: 'draft' | 'published';
}
interface Written {
  documentId: string;
  entries?: unknown[];
}
type Actions = 'create' | 'update' | 'publish' | 'unpublish' | 'delete' | 'clone' | 'findOne';

/** Strapi's document service, without the types that a project generates for its content types. */
export const documents = (app: TestApp, uid: string) =>
  app.strapi.documents(uid as never) as unknown as Record<Actions, (params: Params) => Promise<Written>>;

/** The pings of an entry, as far as tests look at them. */
export const pingsOf = async (app: TestApp, documentId: string) => {
  const rows = await app.strapi.db
    .query('plugin::linkbacks.ping')
    .findMany({ where: { entryDocumentId: documentId }, orderBy: { id: 'asc' } });
  return rows as {
    target: string;
    status: string;
    reason: string | null;
    protocol: string | null;
    purpose: string;
    endpoint: string | null;
    source: string;
    attempts: number;
    answer: string | null;
    entryLocale: string;
    documentId: string;
  }[];
};
