import type { Linkback } from '../../../../server/src/contracts';

/** An excerpt in three parts; the middle one is the text of the link. */
export interface MarkedExcerpt {
  readonly before: string;
  readonly link: string;
  readonly after: string;
}

/** The words around the link, with the link apart; all of them before it when its place is not known. */
export const markedExcerpt = ({
  excerpt,
  excerptMark: mark,
}: Pick<Linkback, 'excerpt' | 'excerptMark'>): MarkedExcerpt | null => {
  if (!excerpt) return null;
  const fits = mark && mark.start >= 0 && mark.start < mark.end && mark.end <= excerpt.length;
  if (!fits) return { before: excerpt, link: '', after: '' };
  return {
    before: excerpt.slice(0, mark.start),
    link: excerpt.slice(mark.start, mark.end),
    after: excerpt.slice(mark.end),
  };
};
