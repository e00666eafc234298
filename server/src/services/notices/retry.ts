const MINUTE = 60;
const LONGEST = 8 * 3_600;
/** After three days a notice is given up. */
const GIVE_UP = 72 * 3_600;

/**
 * Seconds until what failed is tried again: each time when it is three times as old, in a minute at the earliest and in
 * eight hours at the latest; null: no more.
 *
 * @param o.age seconds since the oldest notice
 * @param o.asked seconds that the other side asked for
 */
export const nextTry = (o: { age: number; asked: number }): number | null => {
  const delay = Math.max(o.asked, Math.min(LONGEST, Math.max(MINUTE, o.age * 2)));
  return o.age + delay > GIVE_UP ? null : Math.ceil(delay);
};
