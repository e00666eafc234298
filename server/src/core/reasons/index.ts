import { INPUT_SENTENCES } from './sentences/input';
import { LINKBACK_SENTENCES } from './sentences/linkbacks';
import { PEER_SENTENCES } from './sentences/peers';
import { PING_SENTENCES } from './sentences/pings';
import { SETTINGS_SENTENCES } from './sentences/settings';

/**
 * Everything that the server says in words to people in the admin, in English, by its code. The admin has the same in
 * each of its languages (admin/src/translations/reasons-*.json). `{why}` is a reason in its turn.
 */
export const SENTENCES = {
  ...PEER_SENTENCES,
  ...PING_SENTENCES,
  ...LINKBACK_SENTENCES,
  ...SETTINGS_SENTENCES,
  ...INPUT_SENTENCES,
} as const;

export type ReasonCode = keyof typeof SENTENCES;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** What stands for a placeholder, by its name; for the others a text. */
interface Particular {
  why: Reason;
  by: string | { readonly code: 'actor.nameless' };
  protocol: { readonly code: `protocol.${'pingback' | 'trackback' | 'webmention'}` };
  status: number;
  fault: number;
  count: number;
  most: number;
  least: number;
}

type ValuesOf<Code extends ReasonCode> = {
  readonly [Name in NamesIn<(typeof SENTENCES)[Code]>]: Name extends keyof Particular
    ? Particular[Name]
    : string;
};

type PlainCode = {
  [Code in ReasonCode]: [NamesIn<(typeof SENTENCES)[Code]>] extends [never] ? Code : never;
}[ReasonCode];
type FilledCode = Exclude<ReasonCode, PlainCode>;

/** Why something is as it is, for machines: a code, and what its sentence takes. */
export type Reason =
  | { readonly code: PlainCode }
  | { [Code in FilledCode]: { readonly code: Code; readonly values: ValuesOf<Code> } }[FilledCode];

declare const worded: unique symbol;

/** English words that {@link sentenceOf} made: what is stored and answered as a reason always has a code. */
export type Sentence = string & { readonly [worded]: true };

/** The reason in English. */
export const sentenceOf = (reason: Reason): Sentence => {
  const values: Readonly<Record<string, unknown>> = 'values' in reason ? reason.values : {};
  return SENTENCES[reason.code].replace(/\{(\w+)\}/g, (_whole, name: string) =>
    textOf(values[name])
  ) as Sentence;
};

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? sentenceOf(value as Reason) : String(value ?? '');

/** A reason as it is stored and answered: in English words, and as its code. */
export interface Said {
  readonly reason: Sentence;
  readonly why: Reason;
}

export const said = (why: Reason): Said => ({ reason: sentenceOf(why), why });

/** No reason at all. */
export const UNSAID = { reason: null, why: null } as const;

/** What a row says. Of rows from before there were codes, and of codes of another version, the words are all there is. */
export const storedReason = (row: {
  readonly reason: string | null;
  readonly why: Reason | null;
}): Reason | null => {
  if (row.why && isKnown(row.why)) return row.why;
  return row.reason ? inWords(row.reason) : null;
};

/** What has no words of ours: said by another machine, or only ever read in a log. */
export const inWords = (words: string): Reason => ({ code: 'words', values: { words } });

const isKnown = (reason: Reason): boolean =>
  Object.hasOwn(SENTENCES, reason.code) &&
  Object.values('values' in reason ? reason.values : {}).every(
    (value) => typeof value !== 'object' || isKnown(value as Reason)
  );
