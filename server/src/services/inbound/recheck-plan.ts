/** Rechecks of one host in a minute, and the milliseconds between two of them: the host is never burdened. */
export const OF_A_HOST = 4;
const MINUTE = 60_000;
const QUARTER = MINUTE / OF_A_HOST;

/** A linkback whose source is due to be checked again. */
export interface Due {
  readonly id: number;
  readonly sourceHost: string;
}

/** Which sources are checked in the next minute, and when; and which hosts' turn comes later. */
export interface RecheckPlan<Row extends Due> {
  /** `delay` in milliseconds. */
  readonly now: readonly { readonly row: Row; readonly delay: number }[];
  /** Rows of hosts that have enough for now, by the minutes after which their turn comes. */
  readonly later: ReadonlyMap<number, readonly Row[]>;
}

/**
 * Plans the rechecks of a minute: the longest due first, at most `most` in all and {@link OF_A_HOST} of a host, spread over
 * the minute and a quarter of it apart on one host, also across minutes. What is due of a host beyond that gets the host's
 * next free minutes, so that it does not stand in the way of the others.
 *
 * @param due the longest due first
 * @param o.most rechecks of this minute in all
 * @param o.waiting how many rechecks of a host were left earlier and are not done yet
 * @param o.ahead for how many minutes a host's turns are given already
 */
export const planRechecks = <Row extends Due>(
  due: readonly Row[],
  o: { most: number; waiting?: ReadonlyMap<string, number>; ahead?: (host: string) => number }
): RecheckPlan<Row> => {
  const { most, waiting, ahead = () => 0 } = o;
  const ranks = new Map(waiting);
  const taken = new Map<string, Row[]>();
  const later = new Map<number, Row[]>();
  let room = most;
  for (const row of due) {
    const rank = ranks.get(row.sourceHost) ?? 0;
    const isNow = rank < OF_A_HOST;
    if (isNow && room === 0) break;
    ranks.set(row.sourceHost, rank + 1);
    if (isNow) room -= 1;
    if (isNow) push(taken, row.sourceHost, row);
    else push(later, ahead(row.sourceHost) + Math.floor(rank / OF_A_HOST), row);
  }
  return { now: [...taken.values()].flatMap(spread), later };
};

/** Which minutes of hosts are given to rechecks that were put off. What it forgets is put off once more. */
export interface HostTurns {
  /** For how many minutes from this one on the host's turns are given. */
  ahead(host: string, minute: number): number;
  note(later: RecheckPlan<Due>['later'], minute: number): void;
}

/** @param o.most hosts that are remembered; the oldest go first */
export const createHostTurns = ({ most = 10_000 } = {}): HostTurns => {
  const givenUntil = new Map<string, number>();
  return {
    ahead: (host, minute) => Math.max(0, (givenUntil.get(host) ?? 0) - minute),
    note(later, minute) {
      for (const [minutes, rows] of later) {
        for (const { sourceHost } of rows) {
          const until = Math.max(givenUntil.get(sourceHost) ?? 0, minute + minutes);
          givenUntil.delete(sourceHost);
          givenUntil.set(sourceHost, until);
        }
      }
      for (const host of givenUntil.keys()) {
        if (givenUntil.size <= most) return;
        givenUntil.delete(host);
      }
    },
  };
};

const push = <Key, Row>(lists: Map<Key, Row[]>, key: Key, row: Row): void => {
  const list = lists.get(key);
  if (list) list.push(row);
  else lists.set(key, [row]);
};

/** The quarters of the minute that the rows of a host get; hosts with few get different ones. */
const spread = <Row extends Due>(rows: readonly Row[], index: number) => {
  const first = index % (OF_A_HOST + 1 - rows.length);
  return rows.map((row, rank) => ({ row, delay: (first + rank) * QUARTER + offsetOf(row.sourceHost) }));
};

/** When in its quarter a host is asked: always the same moment, so that a quarter lies between the last and the next. */
const offsetOf = (host: string): number => {
  let hash = 0;
  for (let at = 0; at < host.length; at += 1) hash = (Math.imul(hash, 31) + host.charCodeAt(at)) >>> 0;
  return hash % QUARTER;
};
