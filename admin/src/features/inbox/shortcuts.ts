import type { Actions, OfferedAction } from './tabs';

/** What a key does in the inbox, and beside one linkback. */
export type Shortcut =
  | { readonly kind: 'next' | 'previous' | 'select' | 'open' | 'undo' | 'help' }
  | { readonly kind: 'act'; readonly action: OfferedAction };

/** The keys and what they can mean, the first that is offered. */
const ACTION_KEYS: Readonly<Record<string, readonly OfferedAction[]>> = {
  a: ['approve', 'restore'],
  u: ['unapprove'],
  s: ['spam'],
  d: ['trash', 'delete'],
  '#': ['trash', 'delete'],
  v: ['verify'],
};

const OTHER_KEYS: Readonly<Record<string, Exclude<Shortcut['kind'], 'act'>>> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  x: 'select',
  Enter: 'open',
  z: 'undo',
  '?': 'help',
};

/** As much of a keyboard event as matters. */
export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** It is held down. */
  readonly repeat: boolean;
}

export interface KeyContext {
  /** What can be done here. */
  readonly offers: Actions;
  readonly place: 'page' | 'row' | 'cell' | 'elsewhere';
  readonly single?: boolean;
}

/**
 * What a key means. `place` is where it was pressed: nothing is meant while somebody types or has a menu or a dialog
 * open (`elsewhere`), and in a cell of the table Enter and the arrows belong to what is in it (`cell`). Beside one linkback
 * (`single`) the arrows scroll, and there is nothing to select or to open. A key that is held down moves on, but does
 * nothing to one linkback after the other.
 */
export const shortcutOf = (
  { key, ctrlKey, metaKey, altKey, repeat }: Key,
  { offers, place, single = false }: KeyContext
): Shortcut | null => {
  if (ctrlKey || metaKey || altKey || place === 'elsewhere') return null;
  if (key.length > 1 && place === 'cell') return null;
  const name = key.length === 1 ? key.toLowerCase() : key;
  const other = Object.hasOwn(OTHER_KEYS, name) ? OTHER_KEYS[name] : undefined;
  const isMove = other === 'next' || other === 'previous';
  if (repeat && !isMove) return null;
  if (single && (name.length > 1 || other === 'select')) return null;
  if (other) return other === 'open' && place !== 'row' ? null : { kind: other };
  const offered = [...offers.main, ...offers.more];
  const wanted = Object.hasOwn(ACTION_KEYS, name) ? (ACTION_KEYS[name] ?? []) : [];
  const action = wanted.find((candidate) => offered.includes(candidate));
  return action ? { kind: 'act', action } : null;
};

/** What the help tells, in its order. */
const LIST_HELP = [
  { keys: ['j', '↓'], name: 'next' },
  { keys: ['k', '↑'], name: 'previous' },
  { keys: ['x'], name: 'select' },
  { keys: ['Enter'], name: 'open' },
  { keys: ['a'], name: 'approve' },
  { keys: ['u'], name: 'hold' },
  { keys: ['s'], name: 'spam' },
  { keys: ['d', '#'], name: 'trash' },
  { keys: ['v'], name: 'verify' },
  { keys: ['z'], name: 'undo' },
  { keys: ['?'], name: 'help' },
] as const;

/** Names of keys are longer than a letter: the list's alone. */
const SINGLE_HELP = LIST_HELP.map(({ keys, name }) => ({
  keys: keys.filter((key) => /^[\w#?]$/.test(key)),
  name,
})).filter(({ keys, name }) => keys.length > 0 && name !== 'select');

type HelpName = (typeof LIST_HELP)[number]['name'];

export const helpFor = (single: boolean): readonly { keys: readonly string[]; name: HelpName }[] =>
  single ? SINGLE_HELP : LIST_HELP;
