import type { Entry, Wanted } from './entries';
import type { Life } from './life';
import type { PingRow } from './look';
import { keyOf, type Arrival } from './peers';

/** Milliseconds in which an answer that went out may not have come to be recorded yet, on a busy machine. */
const RECORDING = 3_000;
/** Milliseconds in which what was noted as leaving may not have left yet. */
const LEAVING = 3_000;

/** A life that is over, and what stood in the table after it. */
export interface PastLife extends Pick<Life, 'killedAt' | 'recorded'> {
  /** Keys of the pings that it left `sending`: those in the air. */
  readonly inAir: ReadonlySet<string>;
}

/** What was seen from outside. Lists are of keys, and empty when all is well, unless they say otherwise. */
export interface Verdict {
  /** Pings that came although no entry wants them. */
  readonly unwanted: string[];
  /** Pings that are not `sent` by their protocol, exactly once, in our table. */
  readonly notSent: string[];
  /** Pings that are `sent` by our table and never came. */
  readonly lost: string[];
  /** Trackbacks that never came since the process died between noting them and sending them: these may be. */
  readonly neverLeft: string[];
  /** Pings that came again although the one before cannot have been in the air when its process died. */
  readonly repeatedForNothing: string[];
  readonly trackbacksRepeated: string[];
  /** How many pings came that had come before: these may be. */
  readonly repeats: number;
  /** How many pings had come and were not answered when their process was killed. */
  readonly hits: number;
  /** How many kills hit at least one of these. */
  readonly killsInAir: number;
}

export const judge = (o: {
  entries: readonly Entry[];
  rows: readonly PingRow[];
  arrivals: readonly Arrival[];
  lives: readonly PastLife[];
}): Verdict => {
  const wanted = o.entries.flatMap((entry) => entry.wanted);
  const keys = new Set(wanted.map(keyOfWanted));
  const arrivalsOf = groupByKey(o.arrivals);
  const came = (one: Wanted): readonly Arrival[] => arrivalsOf.get(keyOfWanted(one)) ?? [];
  const unrecorded = groupByKey(o.arrivals.filter((arrival) => cannotBeRecorded(arrival, o.lives)));
  const inAir = o.arrivals.filter((arrival) => wasInAir(arrival, o.lives));

  const never = wanted.filter((one) => came(one).length === 0);
  const excused = never.filter((one) => mayNeverHaveLeft(one, o));
  return {
    unwanted: [...arrivalsOf.keys()].filter((key) => !keys.has(key)),
    notSent: wanted.filter((one) => !isSentOnce(one, o.rows)).map((one) => describe(one, o.rows)),
    lost: never.filter((one) => !excused.includes(one)).map(keyOfWanted),
    neverLeft: excused.map(keyOfWanted),
    repeatedForNothing: [...arrivalsOf]
      .filter(([key, all]) => isRepeatedForNothing(all, unrecorded.get(key) ?? []))
      .map(([key]) => key),
    trackbacksRepeated: wanted
      .filter((one) => one.protocol === 'trackback' && came(one).length > 1)
      .map(keyOfWanted),
    repeats: [...arrivalsOf.values()].reduce((sum, all) => sum + all.length - 1, 0),
    hits: inAir.length,
    killsInAir: new Set(inAir.map(({ life }) => life)).size,
  };
};

const keyOfWanted = ({ source, target }: Wanted): string => keyOf(source, target);

const groupByKey = (arrivals: readonly Arrival[]): Map<string, Arrival[]> => {
  const groups = new Map<string, Arrival[]>();
  for (const one of arrivals) groups.set(one.key, [...(groups.get(one.key) ?? []), one]);
  return groups;
};

/** Whether its process was killed before the answer went out; later, a peer may answer without knowing. */
const wasInAir = ({ life, answered }: Arrival, lives: readonly PastLife[]): boolean => {
  const killedAt = lives[life]?.killedAt ?? null;
  return killedAt !== null && (answered === null || answered > killedAt);
};

/** Whether its process was killed before it can have noted the answer, and had not. */
const cannotBeRecorded = ({ key, life, answered }: Arrival, lives: readonly PastLife[]): boolean => {
  const sender = lives[life];
  if (!sender || sender.killedAt === null || sender.recorded.has(key) || !sender.inAir.has(key)) return false;
  return answered === null || sender.killedAt - answered < RECORDING;
};

/** Each but the last must have been in the air when its process died: no more repeats than kills that hit it. */
const isRepeatedForNothing = (all: readonly Arrival[], unrecorded: readonly Arrival[]): boolean =>
  all.slice(0, -1).some((arrival) => !unrecorded.includes(arrival));

const rowsOf = (one: Wanted, rows: readonly PingRow[]): PingRow[] =>
  rows.filter(({ source, target }) => source === one.source && target === one.target);

const isSentOnce = (one: Wanted, rows: readonly PingRow[]): boolean => {
  const [row, ...more] = rowsOf(one, rows);
  return more.length === 0 && row?.status === 'sent' && row.protocol === one.protocol;
};

const describe = (one: Wanted, rows: readonly PingRow[]): string =>
  `${keyOfWanted(one)} by ${one.protocol}: ${JSON.stringify(rowsOf(one, rows))}`;

/**
 * A trackback is noted as sent before it leaves and never sent again: a process that dies between the two leaves one
 * that never came. Nothing can tell it from one whose answer was lost.
 */
const mayNeverHaveLeft = (
  one: Wanted,
  { rows, lives }: { rows: readonly PingRow[]; lives: readonly PastLife[] }
): boolean => {
  const [row] = rowsOf(one, rows);
  const noted = row?.lastAttempt ?? null;
  if (one.protocol !== 'trackback' || noted === null || !row?.reason?.includes('answer was lost'))
    return false;
  return lives.some(
    ({ killedAt, inAir }) =>
      killedAt !== null && killedAt >= noted && killedAt - noted < LEAVING && inAir.has(keyOfWanted(one))
  );
};
