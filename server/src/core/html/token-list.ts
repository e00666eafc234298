import type { Attributes } from './tokens';

/** UTF-16 units of an attribute that is a list of words (`class`, `rel`), and words in it. No real page comes near. */
const MAX_UNITS = 4_096;
const MAX_TOKENS = 128;

/** Returns the words of an attribute such as `class` (HTML §2.3.7): of its first 4,096 units the first 128, as written. */
export const tokensOf = (attributes: Attributes, name: string): readonly string[] => {
  const value = attributes.get(name);
  if (value === undefined) return [];
  return value
    .slice(0, MAX_UNITS)
    .split(/[\t\n\f\r ]+/u, MAX_TOKENS)
    .filter((token) => token !== '');
};
