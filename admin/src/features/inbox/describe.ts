import type { Linkback } from '../../../../server/src/contracts';
import { hostOf } from '../../components/addresses';

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
