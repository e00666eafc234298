import type { Linkback } from '../../../../server/src/contracts';
import { hostAndPath, hostOf } from '../../components/addresses';

/** Who links: the author, else the site; and the host of the source as the second line. */
export const describeSender = ({
  author,
  siteName,
  finalUrl,
  source,
}: Pick<Linkback, 'author' | 'siteName' | 'finalUrl' | 'source'>): {
  name: string;
  detail: string | null;
} => {
  const host = hostOf(finalUrl ?? source);
  const name = author.name ?? siteName ?? host;
  const site = author.name && siteName ? `${siteName} (${host})` : host;
  return { name, detail: name === host ? null : site };
};

/**
 * Returns the page of the author where it is on another host than the source: it becomes public as a link, so whoever approves it
 * sees where it leads. null: there is none.
 */
export const authorElsewhere = ({
  author,
  finalUrl,
  source,
}: Pick<Linkback, 'author' | 'finalUrl' | 'source'>): string | null => {
  if (author.url === null) return null;
  const isElsewhere = ![source, finalUrl ?? source].map(hostOf).includes(hostOf(author.url));
  return isElsewhere ? hostAndPath(author.url) : null;
};
