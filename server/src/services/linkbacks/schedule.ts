const DAY = 86_400_000;

/** Days between two looks at a source that links. */
const SHORTEST = 1;
const LONGEST = 60;
/** Days until the next look after one, two and more failures in a row. */
const AFTER_FAILURES = [1, 2, 3];
/** Failures in a row after which a linkback is gone (Webmention §3.2.4 leaves the number to the receiver). */
export const MOST_FAILURES = 3;
/** Part of the time by which a look comes earlier or later, so that what came together is not looked at together. */
const JITTER = 0.2;

/**
 * When a source is looked at next: as far ahead as the linkback is old, within one day and sixty.
 *
 * @param random from 0 to 1
 */
export const nextLook = (o: { receivedAt: string; now: number; random: number }): string => {
  const age = (o.now - Date.parse(o.receivedAt)) / DAY;
  return inDays(Math.min(LONGEST, Math.max(SHORTEST, age)), o);
};

/** When a source is looked at next that did not link `failures` times in a row. */
export const nextLookAfter = (failures: number, o: { now: number; random: number }): string =>
  inDays(AFTER_FAILURES[failures - 1] ?? AFTER_FAILURES.at(-1) ?? SHORTEST, o);

const inDays = (days: number, { now, random }: { now: number; random: number }): string =>
  new Date(now + days * DAY * (1 - JITTER + 2 * JITTER * random)).toISOString();
