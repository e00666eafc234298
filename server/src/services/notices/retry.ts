const MINUTE = 60;
const LONGEST = 8 * 3_600;
/** After three days a notice is given up. */
const GIVE_UP = 72 * 3_600;

/**
 * Seconds until what failed is tried again: each time when it is three times as old, in a minute at the earliest and in
 * eight hours at the latest; null: no more. Who asks for more time than is left is tried once more when that ends.
 *
 * @param o.age seconds since the oldest notice
 * @param o.asked seconds that the other side asked for
 */
export const nextTry = (o: { age: number; asked: number }): number | null => {
  const left = GIVE_UP - o.age;
  const usual = Math.min(LONGEST, Math.max(MINUTE, o.age * 2));
  return usual > left ? null : Math.ceil(Math.max(usual, Math.min(o.asked, left)));
};
