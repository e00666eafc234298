const parse = (url: string): URL | null => {
  try {
    return new URL(url);
  } catch {
    return null;
  }
};

/** The host of a URL; the text itself when it is none. */
export const hostOf = (url: string): string => parse(url)?.host ?? url;

/** A host as it was typed, or pasted as a whole address, in the spelling in which hosts are stored. */
export const typedHost = (typed: string): string =>
  parse(typed.includes('://') ? typed : `http://${typed}`)?.host ?? typed;

const readable = (path: string): string => {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
};

/** A URL as people read it: without scheme, a lone slash and percent signs. */
export const hostAndPath = (url: string): string => {
  const parsed = parse(url);
  if (!parsed) return url;
  const path = readable(`${parsed.pathname}${parsed.search}`);
  return path === '/' ? parsed.host : `${parsed.host}${path}`;
};

/** A URL that may become a link: http(s) only, whatever was stored. */
export const webAddress = (url: string | null): string | null => {
  const protocol = url === null ? null : parse(url)?.protocol;
  return protocol === 'http:' || protocol === 'https:' ? url : null;
};

/** The page of the content manager that edits an entry. */
export const editPath = (o: {
  uid: string;
  documentId: string;
  locale: string;
  kind: 'collectionType' | 'singleType';
}): string => {
  const page =
    o.kind === 'singleType' ? `single-types/${o.uid}` : `collection-types/${o.uid}/${o.documentId}`;
  const locale = o.locale ? `?plugins[i18n][locale]=${encodeURIComponent(o.locale)}` : '';
  return `/content-manager/${page}${locale}`;
};
