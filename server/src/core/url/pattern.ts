import { compile, match, parse, type MatchFunction, type PathFunction, type Token } from 'path-to-regexp';
import type { Reason } from '../reasons';
import { err, ok, type Result } from '../result';
import { withoutTrailing } from '../text/trailing';
import { normaliseEscapes, normaliseUrl, parseHttpUrl, withoutTracking } from './normalise';
import { pathsOverlap, queriesOverlap, type PathPiece, type QueryPiece } from './overlap';

type Params = Record<string, string>;
export type PatternValues = Readonly<Record<string, unknown>>;

/** A URL pattern such as `https://example.com/blog/:slug`, ready to be used both ways. */
export interface UrlPattern {
  /** As it was configured. */
  readonly source: string;
  /** `host[:port]` as in `URL.host`. */
  readonly host: string;
  readonly params: readonly string[];
  readonly path: readonly PathPiece[];
  readonly query: readonly QueryPiece[];
  /**
   * The URL for the values; null when there is no page: a value is empty, or no URL can carry it (`..` would name
   * another page).
   */
  build(values: PatternValues): string | null;
  /** The values in a URL, lenient in scheme, trailing slash, tracking parameters, fragment and percent-encoding. */
  match(url: string): Params | null;
}

/**
 * Reads a URL pattern. Origin, path and query are split here, since path-to-regexp throws on `https:`, ports and
 * `?`; only the path goes to it, and each value of the query. The error says to the person who wrote the
 * config what is allowed.
 */
export const parseUrlPattern = (pattern: string): Result<UrlPattern, Reason> => {
  const parts =
    /^(https?:\/\/[^/?#:\s]+(?::\d+)?|https?:\/\/\[[0-9a-f:.]+\](?::\d+)?)(\/[^?#]*)?(?:\?([^#]*))?$/i.exec(
      pattern
    );
  const origin = parts?.[1];
  if (!parts || !origin || !parseHttpUrl(origin).ok) return err({ code: 'allowed.pattern-url' });

  const path = readPath(parts[2] ?? '/');
  if (!path.ok) return path;
  const query = readQuery(parts[3] ?? '');
  if (!query.ok) return query;

  const { host, origin: base } = new URL(origin);
  const params = [
    ...path.value.params,
    ...query.value.flatMap(({ param }) => (param === null ? [] : [param])),
  ];
  if (new Set(params).size < params.length) return err({ code: 'allowed.pattern-once' });
  return ok({
    source: pattern,
    host,
    params,
    path: path.value.pieces,
    query: query.value,
    build(values) {
      const texts = textsOf(params, values);
      if (!texts) return null;
      const pathname = path.value.build(texts);
      const parsed = parseHttpUrl(base + pathname + buildQuery(query.value, texts));
      return parsed.ok && parsed.value.pathname === pathname ? parsed.value.href : null;
    },
    match(text) {
      const normal = normaliseUrl(text);
      if (normal === null) return null;
      const url = new URL(normal);
      if (url.host !== host) return null;
      const found = path.value.match(url.pathname);
      const asked = found && matchQuery(query.value, url.search);
      return asked ? { ...found, ...asked } : null;
    },
  });
};

/** Whether some URL matches both: a page at it could not be told apart. */
export const patternsClash = (a: UrlPattern, b: UrlPattern): boolean =>
  a.host === b.host && pathsOverlap(a.path, b.path) && queriesOverlap(a.query, b.query);

interface PathPattern {
  readonly params: readonly string[];
  readonly pieces: readonly PathPiece[];
  build(texts: Params): string;
  match(pathname: string): Params | null;
}

const readPath = (path: string): Result<PathPattern, Reason> => {
  try {
    const pieces = piecesOf(parse(path, { encodePath }).tokens);
    if (pieces === null) return err({ code: 'allowed.pattern-path' });
    const build: PathFunction<Params> = compile(parse(path, { encodePath }));
    const find: MatchFunction<Params> = match(parse(withoutSlash(path), { encodePath }), {
      decode,
      sensitive: true,
    });
    const params = pieces.flatMap((piece) => ('param' in piece ? [piece.param] : []));
    return ok({ params, pieces, build, match: (pathname) => matchPath(find, withoutSlash(pathname)) });
  } catch (error) {
    const words = (error instanceof Error && error.message.split('\n', 1)[0]) || 'it cannot';
    return err({ code: 'allowed.pattern-readable', values: { words } });
  }
};

const withoutSlash = (path: string): string => withoutTrailing(path, '/') || '/';

/** Fixed text as it stands in a URL, whether it was configured encoded or not. */
const encodePath = (text: string): string =>
  normaliseEscapes(encodeURI(text).replace(/%25(?=[0-9a-f]{2})/gi, '%'));

const piecesOf = (tokens: readonly Token[]): PathPiece[] | null => {
  const pieces: PathPiece[] = [];
  for (const token of tokens) {
    if (token.type === 'param') pieces.push({ param: token.name });
    else if (token.type === 'text') pieces.push({ text: token.value });
    else return null;
  }
  return pieces;
};

const matchPath = (find: MatchFunction<Params>, pathname: string): Params | null => {
  const found = find(pathname);
  if (!found) return null;
  const params: Params = { ...found.params };
  return Object.values(params).every((value) => value !== '') ? params : null;
};

/** A bad escape is taken as it stands: it matches nothing that we have, and must not throw. */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const readQuery = (query: string): Result<QueryPiece[], Reason> => {
  const parts = query.split('&').filter((pair) => pair !== '');
  const read = parts.map((pair): QueryPiece => {
    const [name = '', ...rest] = pair.split('=');
    const text = rest.join('=');
    const param = /^:([A-Za-z_]\w*)$/.exec(text)?.[1] ?? null;
    return { name: decode(name), param, text: decode(text) };
  });
  const mixed = read.some(({ param, text }) => param === null && text.startsWith(':'));
  return mixed ? err({ code: 'allowed.pattern-query' }) : ok(read);
};

const buildQuery = (parts: readonly QueryPiece[], texts: Params): string => {
  if (parts.length === 0) return '';
  const pairs = parts.map(({ name, param, text }) => {
    const value = param === null ? text : (texts[param] ?? '');
    return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  });
  return `?${pairs.join('&')}`;
};

/** The query must be the pattern's own, in any order, with nothing beside it but tracking parameters. */
const matchQuery = (parts: readonly QueryPiece[], search: string): Params | null => {
  const given = new URLSearchParams(withoutTracking(search));
  if ([...given].length !== parts.length) return null;
  const params: Params = {};
  for (const { name, param, text } of parts) {
    const value = given.get(name);
    if (value === null || (param === null ? value !== text : value === '')) return null;
    if (param !== null) params[param] = value;
  }
  return params;
};

/** The values as text; null when one is empty, no text at all, or half a character (a lone surrogate). */
const textsOf = (params: readonly string[], values: PatternValues): Params | null => {
  const texts: Params = {};
  for (const name of params) {
    const value = values[name];
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string' || text === '' || /\p{Surrogate}/u.test(text)) return null;
    texts[name] = text;
  }
  return texts;
};
