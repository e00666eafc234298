/** An address that strangers send to: its path below our public path, and the verbs that it has a route for. */
export interface EndpointPath {
  readonly path: string;
  readonly verbs: readonly string[];
}

export const TRACKBACK_PATH = '/trackback/:contentType/:documentId/:locale?';

/** The endpoints of senders: their bodies are read raw, and other verbs are answered by HTTP 405. */
export const ENDPOINT_PATHS: readonly EndpointPath[] = [
  { path: '/xmlrpc', verbs: ['POST'] },
  { path: TRACKBACK_PATH, verbs: ['GET', 'HEAD', 'POST'] },
  { path: '/webmention', verbs: ['POST'] },
  { path: '/webmention/:token', verbs: ['GET', 'HEAD'] },
];

/** Returns what matches a path as Strapi's router does: without regard to letter case and a trailing slash. */
export const matcherOf = (base: string, path: string): RegExp => {
  const parts = path.split('/').filter(Boolean);
  const pattern = parts.map((part) => {
    if (!part.startsWith(':')) return `/${escape(part)}`;
    return part.endsWith('?') ? '(?:/[^/]+)?' : '/[^/]+';
  });
  return new RegExp(`^${escape(base)}${pattern.join('')}/?$`, 'i');
};

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
