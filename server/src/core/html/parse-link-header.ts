/** One link of a `Link` header. */
export interface HeaderLink {
  /** As it stands between `<` and `>`. */
  readonly uri: string;
  /** Relations, in lower case. */
  readonly rels: readonly string[];
  /** The page that the link is about; null: the one that sent the header. */
  readonly anchor: string | null;
}

/**
 * Reads a `Link` header (RFC 8288, section 3) from left to right, each character a constant number of times. What cannot
 * be read ends at the next comma, and spoils none of the other links.
 *
 * @param most links that are read
 */
export const parseLinkHeader = (value: string, most: number): HeaderLink[] => {
  const links: HeaderLink[] = [];
  let at = 0;
  while (links.length < most) {
    const start = value.indexOf('<', at);
    const end = start === -1 ? -1 : value.indexOf('>', start);
    if (end === -1) break;
    const { parameters, next } = readParameters(value, end + 1);
    const rel = parameters.get('rel') ?? '';
    links.push({
      uri: value.slice(value.lastIndexOf('<', end) + 1, end).trim(),
      rels: rel.toLowerCase().split(/\s+/u),
      anchor: parameters.get('anchor') ?? null,
    });
    at = next;
  }
  return links;
};

/** Reads up to the comma that ends a link: not one in quotes. The first parameter of one name counts. */
const readParameters = (
  value: string,
  start: number
): { parameters: ReadonlyMap<string, string>; next: number } => {
  const parameters = new Map<string, string>();
  let at = start;
  while (at < value.length && value[at] !== ',') {
    const name = readUntil(value, at, '=;,"');
    at += name.length;
    if (value[at] === ';') at += 1;
    if (value[at] !== '=' && value[at] !== '"') continue;
    if (value[at] === '=') at = skipBlanks(value, at + 1);
    const quoted = value[at] === '"' ? readQuoted(value, at + 1) : null;
    const text = quoted?.text ?? readUntil(value, at, ';,').trim();
    at = quoted?.next ?? at + readUntil(value, at, ';,').length;
    const key = name.trim().toLowerCase();
    if (key !== '' && !parameters.has(key)) parameters.set(key, text);
  }
  return { parameters, next: at };
};

const readUntil = (value: string, start: number, ends: string): string => {
  let at = start;
  while (at < value.length && !ends.includes(value.charAt(at))) at += 1;
  return value.slice(start, at);
};

const skipBlanks = (value: string, start: number): number => {
  let at = start;
  while (value[at] === ' ' || value[at] === '\t') at += 1;
  return at;
};

/** A quoted text with its escapes undone; without a closing quote it goes on to the end. */
const readQuoted = (value: string, start: number): { text: string; next: number } => {
  let text = '';
  let at = start;
  while (at < value.length && value[at] !== '"') {
    if (value[at] === '\\') at += 1;
    text += value[at] ?? '';
    at += 1;
  }
  return { text, next: at + 1 };
};
