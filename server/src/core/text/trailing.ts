/**
 * Returns `text` without the characters of `dropped` at its end. A pattern such as `/\/+$/` would try every run of them
 * anywhere in the text, and take the square of its length.
 */
export const withoutTrailing = (text: string, dropped: string): string => {
  let end = text.length;
  while (end > 0 && dropped.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
};
