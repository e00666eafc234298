import { z } from '@strapi/utils';
import { allowing, explain, inputReason } from '../config/explain';
import type { Reason } from '../core/reasons';
import { isPublicSuffix } from '../core/moderation/sites';
import { parseHttpUrl } from '../core/url/normalise';
import { parseUrl } from '../core/url/parse-url';
import { invalid } from './refusals';

/**
 * Input as its schema reads it. Throws a refusal (HTTP 400) that names the key, what was found there and what
 * is allowed.
 */
export const readInput = <T extends z.ZodTypeAny>(schema: T, input: unknown): z.output<T> => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(inputReason(explain(parsed.error, { schema, input, root: 'input' })));
};

/** `custom` everywhere: one sentence for the person who asks, the same in zod 3 and 4. */
const text = (check: (value: string) => boolean, allowed: Reason) =>
  z.custom<string>((value) => typeof value === 'string' && check(value), allowing(allowed));

export const oneOf = <T extends string>(values: readonly T[]) =>
  z.custom<T>(
    (value) => values.includes(value as T),
    allowing({ code: 'allowed.one-of', values: { words: values.join(', ') } })
  );

/** Databases refuse these with an error. */
// eslint-disable-next-line no-control-regex -- exactly these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

const isShort = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= max && !CONTROL.test(value);

/** A text of 1 to `max` characters. */
export const shortText = (max: number) =>
  text((value) => isShort(value, max), { code: 'allowed.text', values: { most: max } });

/** A locale; '' means none. */
export const localeText = () => text((value) => /^[\w-]{0,32}$/.test(value), { code: 'allowed.locale' });

export const httpUrl = () => text((value) => parseHttpUrl(value).ok, { code: 'allowed.url' });

/** A host as a URL has it: lower case, punycode, no port. Never a public suffix: nobody means all of `.com`. */
export const hostName = () =>
  text(
    (value) => {
      const host = hostOf(value);
      return host !== null && !isPublicSuffix(host);
    },
    { code: 'allowed.host-or-address' }
  ).transform((value) => hostOf(value) ?? value);

const hostOf = (value: string): string | null => {
  const name = value.trim();
  if (!/^(\[[^\]]*\]|[^\s/?#@:\\]{1,255})$/.test(name)) return null;
  return parseUrl(`http://${name}`)?.hostname.replace(/\.$/, '') ?? null;
};

/** A date, or a date and time. */
export const isoDate = () =>
  text(
    (value) =>
      /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(value) && !Number.isNaN(Date.parse(value)),
    { code: 'allowed.date' }
  );

/** A whole number in a query. */
export const wholeNumber = ({ min = 1, max }: { min?: number; max: number }) =>
  text(
    (value) => {
      const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
      return number >= min && number <= max;
    },
    { code: 'allowed.number', values: { least: min, most: max } }
  ).transform(Number);

/** The rows that an action is for. */
export const ids = () =>
  z.custom<string[]>(
    (value) =>
      Array.isArray(value) && value.length > 0 && value.length <= 100 && value.every((id) => isShort(id, 64)),
    allowing({ code: 'allowed.ids' })
  );

/** A short text for each of some ids. */
export const textsById = () =>
  z.custom<Record<string, string>>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.entries(value).length <= 100 &&
      Object.entries(value).every(([id, text]) => isShort(id, 64) && isShort(text, 64)),
    allowing({ code: 'allowed.texts-by-id' })
  );

/** Pages of admin lists. */
export const pageNumbers = {
  page: wholeNumber({ max: 1_000_000 }).optional(),
  pageSize: wholeNumber({ max: 100 }).optional(),
};
