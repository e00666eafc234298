import type { z } from '@strapi/utils';
import { sentenceOf, type Reason } from '../core/reasons';
import { allowedBy, keepPhrase } from './allowed';
import { keysAt } from './schema-keys';

/** What is wrong with an input: the key, the value found there, and what is allowed (a reason of `allowed.…`). */
export interface Explanation {
  readonly key: string;
  readonly value: unknown;
  readonly allowed: Reason;
}

/** The message of a schema; {@link explain} finds its code again. */
export const allowing = (allowed: Reason): string => keepPhrase(sentenceOf(allowed), allowed);

/**
 * The first thing that zod found, for the person who wrote the input.
 *
 * @param o.root what the whole input is called
 */
export const explain = (
  error: z.ZodError,
  o: { schema: z.ZodTypeAny; input: unknown; root: string }
): Explanation => {
  const issue = error.issues[0];
  if (!issue) throw new Error('zod refused an input without an issue');
  const explained = (path: readonly PropertyKey[], allowed: Reason): Explanation => ({
    key: keyOf(path) || o.root,
    value: valueAt(o.input, path),
    allowed,
  });
  if (issue.code !== 'unrecognized_keys') return explained(issue.path, allowedBy(issue));
  const words = keysAt(o.schema, issue.path).join(', ');
  return explained([...issue.path, ...issue.keys.slice(0, 1)], {
    code: 'allowed.these-keys',
    values: { words },
  });
};

/** The explanation as a sentence. */
export const inputReason = ({ key, value, allowed: why }: Explanation): Reason => {
  if (value === undefined) return { code: 'input.missing', values: { key, why } };
  if (typeof value === 'function') return { code: 'input.function', values: { key, why } };
  return { code: 'input.wrong', values: { key, found: show(value), why } };
};

/** A value as it is shown in a message, cut. */
const show = (value: unknown): string => {
  const text = shown(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
};

/** As JSON; what JSON has not, by its name. */
const shown = (value: unknown): string => {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'symbol')
    return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return 'an object that is no JSON';
  }
};

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
