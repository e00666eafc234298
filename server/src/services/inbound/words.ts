import { domainToUnicode } from 'node:url';
import type { ReceivedPing } from '../../adapters/jobs';
import type { LinkbackWords } from '../../contracts/linkbacks';
import { cleanName, cutText, toPlainText } from '../../core/html/text';
import type { SourceReading } from '../../core/reading/page-reader';
import { decodeEscapes } from '../../core/url/escapes';
import { parseUrl } from '../../core/url/parse-url';
import type { LinkbackRow } from '../linkbacks/rows';
import { flatWords } from '../linkbacks/words-key';

/** Longest texts that are stored, in code points. */
const TITLE = 255;
const EXCERPT = 500;
const NAME = 100;
/** Longest addresses of authors and their photos, in characters: longer ones are left out. */
const ADDRESS = 1_000;

const NO_CLAIM: ReceivedPing['claim'] = { title: null, excerpt: null, blogName: null };

/** Rule 4: the words of the source; those of a trackback only where it has none, and really shows these. */
export const wordsOf = (verified: SourceReading, claim = NO_CLAIM): LinkbackWords => {
  const pick = (own: string | null, claimed: string | null, size: number): string | null => {
    const isShown = claimed !== null && verified.shown.includes(claimed);
    const shown = own ?? (isShown ? cleanName(toPlainText(claimed)) : null);
    return shown === null ? null : cutText(shown, size) || null;
  };
  const { author } = verified;
  return {
    title: pick(verified.title, claim.title, TITLE),
    // What a reply says, not "in reply to".
    excerpt: pick(verified.content ?? verified.excerpt, claim.excerpt, EXCERPT),
    siteName: pick(verified.siteName, claim.blogName, NAME),
    author: { name: pick(author.name, null, NAME), url: fitting(author.url), photo: fitting(author.photo) },
    type: verified.type,
  };
};

const fitting = (url: string | null): string | null => (url !== null && url.length <= ADDRESS ? url : null);

/** The words that a trackback brought count for as long as its source shows them. */
export const claimOfRow = ({ protocol, title, excerpt, siteName }: LinkbackRow): ReceivedPing['claim'] =>
  protocol === 'trackback' ? { title, excerpt, blogName: siteName } : NO_CLAIM;

/** The texts of a claim: what is looked for in the source. */
export const textsOfClaim = ({ title, excerpt, blogName }: ReceivedPing['claim']): string[] =>
  [title, excerpt, blogName].filter((text) => text !== null);

export const sameWords = (a: LinkbackWords, b: LinkbackWords): boolean => {
  const others = flatWords(b);
  return flatWords(a).every((value, index) => value === others[index]);
};

/** Everything that would be shown, for moderation to read, and the URLs of it in readable letters too. */
export const shownTexts = (
  { title, excerpt, siteName, author }: LinkbackWords,
  ...others: readonly (string | null)[]
): string[] => {
  const urls = [author.url, author.photo, ...others].filter((url) => url !== null);
  const texts = [title, excerpt, siteName, author.name].filter((text) => text !== null);
  return [...texts, ...new Set(urls.flatMap((url) => [url, readable(url)]))];
};

/** A URL as people read it: its host in Unicode, the rest without percent escapes. */
const readable = (url: string): string => decodeEscapes(withUnicodeHost(url));

/** `https://xn--80aswg.example/` shows what it says. The authority is replaced as a whole: it may be written in many ways. */
const withUnicodeHost = (url: string): string => {
  const hostname = parseUrl(url)?.hostname ?? '';
  const unicode = domainToUnicode(hostname);
  if (unicode === '' || unicode === hostname) return url;
  return url.replace(/^([^:/?#]*:[\\/]*)[^\\/?#]*/, (_authority, scheme: string) => scheme + unicode);
};
