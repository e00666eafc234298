import type { z } from '@strapi/utils';
import { inWords, type Reason } from '../core/reasons';

/** What schemas say is allowed, by its English words: zod carries nothing but words from a schema to its issues. */
const phrases = new Map<string, Reason>();

/** Returns the message of a schema, to which {@link allowedBy} finds the reason again; without one, the words themselves. */
export const keepPhrase = (words: string, allowed?: Reason): string => {
  if (allowed || !phrases.has(words)) phrases.set(words, allowed ?? inWords(words));
  return words;
};

/** An issue as far as it is read here: zod 3 (Strapi 5.45) and zod 4 (5.54) name its parts differently. */
interface Issue {
  readonly code?: string;
  readonly message: string;
  readonly expected?: unknown;
  readonly origin?: unknown;
  readonly type?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly values?: unknown;
  readonly options?: unknown;
}

/** Returns what is allowed where zod found something else. Zod's own words are never repeated. */
export const allowedBy = (given: z.ZodIssue): Reason => {
  const issue: Issue = given;
  switch (issue.code) {
    case 'custom':
      return phrases.get(issue.message) ?? ANOTHER;
    case 'invalid_type':
      return TYPES[String(issue.expected)] ?? ANOTHER;
    case 'invalid_value':
    case 'invalid_enum_value':
      return oneOf(issue.values ?? issue.options);
    case 'too_small':
      return bound(issue, { least: Number(issue.minimum) });
    case 'too_big':
      return bound(issue, { most: Number(issue.maximum) });
    default:
      return ANOTHER;
  }
};

const ANOTHER: Reason = { code: 'allowed.documented' };

const TYPES: Readonly<Record<string, Reason>> = {
  string: { code: 'allowed.any-text' },
  number: { code: 'allowed.any-number' },
  int: { code: 'allowed.whole-number' },
  integer: { code: 'allowed.whole-number' },
  boolean: { code: 'allowed.boolean' },
  array: { code: 'allowed.list' },
  object: { code: 'allowed.object' },
  record: { code: 'allowed.object' },
};

const oneOf = (values: unknown): Reason => ({
  code: 'allowed.one-of',
  values: { words: Array.isArray(values) ? values.join(', ') : '' },
});

const bound = ({ origin, type }: Issue, o: { least: number } | { most: number }): Reason => {
  const of = origin ?? type;
  if ('least' in o)
    return { code: of === 'string' ? 'allowed.longer-text' : 'allowed.at-least', values: { least: o.least } };
  const { most } = o;
  if (of === 'string') return { code: 'allowed.shorter-text', values: { most } };
  return { code: of === 'array' ? 'allowed.shorter-list' : 'allowed.at-most', values: { most } };
};
