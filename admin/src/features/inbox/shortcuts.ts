import { actionsOf } from './tabs';
import type { OfferedAction, Tab } from './tabs';

/** What a key does in the inbox. */
export type Shortcut =
  | { readonly kind: 'next' | 'previous' | 'select' | 'open' | 'undo' | 'help' }
  | { readonly kind: 'act'; readonly action: OfferedAction };

/** The keys and what they can mean, the first that the tab offers. */
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

/**
 * What a key means. `place` is where it was pressed: nothing is meant while somebody types or has a menu or a dialog
 * open (`elsewhere`), and in a cell of the table Enter and the arrows are the table's own (`cell`). A key that is held
 * down moves on, but does nothing to one linkback after the other.
 */
export const shortcutOf = (
  { key, ctrlKey, metaKey, altKey, repeat }: Key,
  { tab, place }: { tab: Tab; place: 'page' | 'row' | 'cell' | 'elsewhere' }
): Shortcut | null => {
  if (ctrlKey || metaKey || altKey || place === 'elsewhere') return null;
  if (key.length > 1 && place === 'cell') return null;
  const name = key.length === 1 ? key.toLowerCase() : key;
  const other = Object.hasOwn(OTHER_KEYS, name) ? OTHER_KEYS[name] : undefined;
  const isMove = other === 'next' || other === 'previous';
  if (repeat && !isMove) return null;
  if (other) return other === 'open' && place !== 'row' ? null : { kind: other };
  const { main, more } = actionsOf(tab);
  const offered = [...main, ...more];
  const wanted = Object.hasOwn(ACTION_KEYS, name) ? (ACTION_KEYS[name] ?? []) : [];
  const action = wanted.find((candidate) => offered.includes(candidate));
  return action ? { kind: 'act', action } : null;
};

/** What the help tells, in its order. */
export const HELP = [
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
