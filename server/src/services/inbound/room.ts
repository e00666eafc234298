/** How many pings wait to be verified. */
export interface WaitingCounts {
  /** In all. */
  readonly total: number;
  /** From the client's network. */
  readonly network: number;
  /** From the client. */
  readonly client: number;
  /** From the client, with sources on the same host. */
  readonly host: number;
}

/** Parts of the free places that one may hold. */
const SHARES = { network: 1 / 2, client: 1 / 4, host: 1 / 32 } as const;

/** Places that anybody may hold as long as there is one. */
const LEAST = 2;

/**
 * Whether one more ping may wait. A client may hold a part of what is *free*, not of the whole, so each one that fills its
 * share leaves room for the next (the dynamic thresholds of Choudhury and Hahne, 1998): `n` clients that take all they can
 * leave `most / (1 + n / 4)` places. Nothing is counted by source host or target alone: such a share could be used up in
 * somebody else's name.
 *
 * @param most places in all
 */
export const hasPlace = (most: number, counts: WaitingCounts): boolean => {
  const free = most - counts.total;
  const fits = (kind: keyof typeof SHARES): boolean => counts[kind] < Math.max(LEAST, free * SHARES[kind]);
  return free > 0 && fits('network') && fits('client') && fits('host');
};

/** Whether anybody may wait, whoever holds the places that are taken: then there is nothing more to count. */
export const isRoomy = (most: number, total: number): boolean =>
  hasPlace(most, { total, network: total, client: total, host: total });
