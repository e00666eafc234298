import { parse as parseQuery } from 'node:querystring';
import type { Refusal } from '../faults';
import { parseMediaType } from '../html/media-type';
import { err, ok, type Result } from '../result';

/** A received webmention: the parameters as sent, trimmed; not yet URLs, not yet believed. */
export interface ReceivedMention {
  readonly source: string;
  readonly target: string;
}

type Parameter = 'source' | 'target';
export type MentionProblem =
  | { readonly kind: 'not-a-form' }
  | { readonly kind: 'charset' }
  | { readonly kind: 'missing' | 'repeated'; readonly parameter: Parameter };

const FORM = 'application/x-www-form-urlencoded';

/**
 * Reads the form of a webmention (Webmention §3.1.3). It is UTF-8, as forms are by definition (WHATWG URL §5.1);
 * URLs are ASCII anyway. `source` and `target` stand there once each. The caller caps the size.
 */
export const parseMentionForm = (
  bytes: Uint8Array,
  contentType: string | null
): Result<ReceivedMention, MentionProblem> => {
  const type = parseMediaType(contentType);
  if (type?.essence !== FORM) return err({ kind: 'not-a-form' });
  if (!isUtf8(type.charset)) return err({ kind: 'charset' });

  const fields = parseQuery(Buffer.from(bytes).toString('utf8').trim());
  const source = readField(fields, 'source');
  if (!source.ok) return source;
  const target = readField(fields, 'target');
  return target.ok ? ok({ source: source.value, target: target.value }) : target;
};

const isUtf8 = (label: string | null): boolean => {
  try {
    return (
      label === null || label === '' || ['utf-8', 'windows-1252'].includes(new TextDecoder(label).encoding)
    );
  } catch {
    return false;
  }
};

const readField = (
  fields: ReturnType<typeof parseQuery>,
  parameter: Parameter
): Result<string, MentionProblem> => {
  const value = fields[parameter];
  // PHP's way to repeat a field.
  const isList = Object.keys(fields).some((name) => name.startsWith(`${parameter}[`));
  if (Array.isArray(value) || isList) return err({ kind: 'repeated', parameter });
  const text = value?.trim();
  return text ? ok(text) : err({ kind: 'missing', parameter });
};

/** The refusal behind a form that cannot be used. */
export const mentionRefusal = (problem: MentionProblem): Refusal => ({
  kind: 'parameters',
  detail: detailOf(problem),
});

const detailOf = (problem: MentionProblem): string => {
  switch (problem.kind) {
    case 'not-a-form':
      return `send a POST of type ${FORM}.`;
    case 'charset':
      return 'the charset is not supported.';
    case 'missing':
      return `the parameter "${problem.parameter}" is missing.`;
    case 'repeated':
      return `the parameter "${problem.parameter}" must be given once.`;
  }
};
