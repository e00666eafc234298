import type { ReceivedPing } from '../../adapters/jobs';
import type { LinkbackWords } from '../../contracts/linkbacks';
import { cutText, toPlainText } from '../../core/html/text';
import type { VerifiedSource } from '../../core/verification';
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
export const wordsOf = (verified: VerifiedSource, claim = NO_CLAIM): LinkbackWords => {
  const pick = (own: string | null, claimed: string | null, size: number): string | null => {
    const shown = own ?? (claimed !== null && verified.words(claimed) ? toPlainText(claimed) : null);
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

export const sameWords = (a: LinkbackWords, b: LinkbackWords): boolean => {
  const others = flatWords(b);
  return flatWords(a).every((value, index) => value === others[index]);
};

/** Everything that would be shown, for moderation to read. */
export const shownTexts = (
  { title, excerpt, siteName, author }: LinkbackWords,
  ...urls: string[]
): string[] =>
  [title, excerpt, siteName, author.name, author.url, author.photo, ...urls].filter((text) => text !== null);
