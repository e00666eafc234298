import { ARTICLE, asAdmin } from './people';

const BASE = `/content-manager/collection-types/${ARTICLE}`;

const text = (words: string) => ({ type: 'text', text: words });

interface NewArticle {
  title: string;
  slug: string;
  /** What its text links to. */
  link?: string;
  /** Markdown. */
  notes?: string;
  publish?: boolean;
}

/** Writes an article as the content manager does. @returns its documentId */
export const createArticle = async ({
  title,
  slug,
  link,
  notes,
  publish = false,
}: NewArticle): Promise<string> => {
  const words = link ? [{ type: 'link', url: link, children: [text('a page')] }] : [text('Nothing.')];
  const body = [{ type: 'paragraph', children: [text('Read '), ...words, text('.')] }];
  const article = { title, slug: `${slug}-${Date.now().toString(36)}`, body, ...(notes ? { notes } : {}) };
  const { data } = await asAdmin('POST', BASE, article);
  if (publish) await asAdmin('POST', `${BASE}/${data.documentId}/actions/publish`, article);
  return data.documentId;
};
