import type { z } from '@strapi/utils';

/** What is wrong with an input: the key, what was found there, and what is allowed. */
export interface Explanation {
  readonly key: string;
  readonly found: string;
  readonly allowed: string;
}

/** Turns the first thing that zod found into words for the person who wrote the input. */
export const explain = (error: z.ZodError, input: unknown, keysOf = noKeys): Explanation => {
  const issue = error.issues[0];
  if (!issue) throw new Error('zod refused an input without an issue');
  if (issue.code !== 'unrecognized_keys') {
    return { key: keyOf(issue.path), found: show(valueAt(input, issue.path)), allowed: issue.message };
  }
  const path = [...issue.path, ...issue.keys.slice(0, 1)];
  return { key: keyOf(path), found: show(valueAt(input, path)), allowed: keysOf(issue.path) };
};

/** The explanation as one sentence. */
export const sentence = ({ key, found, allowed }: Explanation): string =>
  `\`${key}\` is ${found}; allowed: ${allowed}.`;

/** A value as it is shown in a message, cut. */
export const show = (value: unknown): string => {
  if (value === undefined) return 'missing';
  if (typeof value === 'function') return 'a function';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
};

const noKeys = (_path: readonly PropertyKey[]): string => 'the documented keys';

const keyOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    const name = String(part);
    if (typeof part === 'number') return `${text}[${name}]`;
    if (!/^\w+$/.test(name)) return `${text}['${name}']`;
    return text ? `${text}.${name}` : name;
  }, '');

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, part) => (value as Record<PropertyKey, unknown> | null | undefined)?.[part],
    input
  );
