import { asAdmin, PAGE } from './people';

const BASE = `/content-manager/collection-types/${PAGE}`;

/** Adds a language to the demo, which has English only. */
export const addLocale = async (code: string, name: string): Promise<void> => {
  const locales: { code: string }[] = await asAdmin('GET', '/i18n/locales');
  if (locales.some((locale) => locale.code === code)) return;
  await asAdmin('POST', '/i18n/locales', { code, name, isDefault: false });
};

/** What the page says in one language: its text links to one page elsewhere. */
interface Version {
  locale: string;
  title: string;
  link: string;
}

const text = (words: string) => ({ type: 'text', text: words });

/** Publishes a page in several languages. @returns its documentId */
export const createPage = async (versions: readonly Version[]): Promise<string> => {
  let documentId = '';
  for (const { locale, title, link } of versions) {
    const slug = `${title.toLowerCase().replaceAll(' ', '-')}-${Date.now().toString(36)}`;
    const children = [text('Read '), { type: 'link', url: link, children: [text('a page')] }, text('.')];
    const page = { title, slug, body: [{ type: 'paragraph', children }] };
    const { data } = documentId
      ? await asAdmin('PUT', `${BASE}/${documentId}?locale=${locale}`, page)
      : await asAdmin('POST', `${BASE}?locale=${locale}`, page);
    documentId = data.documentId;
    await asAdmin('POST', `${BASE}/${documentId}/actions/publish?locale=${locale}`, page);
  }
  return documentId;
};
