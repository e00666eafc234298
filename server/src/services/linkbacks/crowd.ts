/** One of many linkbacks that wait together: who sent it, and where its source is. */
export interface Crowded {
  readonly id: number;
  /** The site of its source. */
  readonly site: string;
  /** Its sender's address; null when that is not known. */
  readonly sender: string | null;
}

/**
 * Returns the ids in the order in which they make room, given newest first. Who has the most goes first: each is ranked by
 * how many newer ones there are of the same site, or of the same sender if these are more, and the oldest goes before
 * others of its rank. So whoever floods pushes out their own, and takes nobody else's place before they have one each.
 */
export const orderOfLeaving = (newestFirst: Iterable<Crowded>): number[] => {
  const seen = new Map<string, number>();
  const rankIn = (group: string): number => {
    const rank = seen.get(group) ?? 0;
    seen.set(group, rank + 1);
    return rank;
  };
  const ranks: number[][] = [];
  for (const { id, site, sender } of newestFirst) {
    const rank = Math.max(rankIn(`site ${site}`), sender === null ? 0 : rankIn(`sender ${sender}`));
    (ranks[rank] ??= []).push(id);
  }
  // Not every rank need be there: who is second of a site may be fifth of a sender.
  return ranks
    .filter((ids) => ids !== undefined)
    .reverse()
    .flatMap((ids) => ids.reverse());
};
