import type { z } from '@strapi/utils';
import { inWords, sentenceOf, type Reason } from '../core/reasons';

/** What is wrong with an input: the key, the value found there, and what is allowed (a reason of `allowed.…`). */
export interface Explanation {
  readonly key: string;
  readonly value: unknown;
  readonly allowed: Reason;
}

/** What schemas say is allowed, by its English words: zod carries nothing but words from a schema to its issues. */
const phrases = new Map<string, Reason>();

/** The message of a schema; {@link explain} finds its code again. */
export const allowing = (allowed: Reason): string => {
  const words = sentenceOf(allowed);
  phrases.set(words, allowed);
  return words;
};

/** The first thing that zod found, for the person who wrote the input. */
export const explain = (error: z.ZodError, input: unknown, keysOf = noKeys): Explanation => {
  const issue = error.issues[0];
  if (!issue) throw new Error('zod refused an input without an issue');
  if (issue.code !== 'unrecognized_keys') {
    return { key: keyOf(issue.path), value: valueAt(input, issue.path), allowed: allowedBy(issue) };
  }
  const path = [...issue.path, ...issue.keys.slice(0, 1)];
  return { key: keyOf(path), value: valueAt(input, path), allowed: keysOf(issue.path) };
};

/** The explanation as a sentence. */
export const inputReason = ({ key, value, allowed: why }: Explanation): Reason => {
  if (value === undefined) return { code: 'input.missing', values: { key, why } };
  if (typeof value === 'function') return { code: 'input.function', values: { key, why } };
  return { code: 'input.wrong', values: { key, found: show(value), why } };
};

const allowedBy = (issue: z.ZodIssue): Reason => {
  const isText = 'origin' in issue ? issue.origin === 'string' : 'type' in issue && issue.type === 'string';
  if (isText) return phrases.get(issue.message) ?? inWords(issue.message);
  if (issue.code === 'too_small')
    return { code: 'allowed.at-least', values: { least: Number(issue.minimum) } };
  if (issue.code === 'too_big') return { code: 'allowed.at-most', values: { most: Number(issue.maximum) } };
  return phrases.get(issue.message) ?? inWords(issue.message);
};

/** A value as it is shown in a message, cut. */
const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
};

const noKeys = (_path: readonly PropertyKey[]): Reason => ({ code: 'allowed.keys' });

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
