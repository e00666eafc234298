import type { Context } from 'koa';
import { NAMELESS } from '../../services/linkbacks/moves';

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Keys that were not given are not there at all. */
export const withoutUndefined = <T extends object>(input: T): Present<T> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Present<T>;

/** The parsed body; an empty object when there is none. */
export const bodyOf = (ctx: Context): unknown => (ctx.request as { body?: unknown }).body ?? {};

/** PUT takes any subset of what GET gives: the keys that only tell something are passed over. */
export const withoutKeys = (body: unknown, keys: readonly string[]): unknown => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));
};

/** One key of a parsed body; undefined when it is not there. */
export const valueIn = (body: unknown, key: string): unknown =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, key)
    ? (body as Record<string, unknown>)[key]
    : undefined;

/** How the log of a linkback calls the admin user who acts. */
export const actorOf = (ctx: Context): string => {
  const { firstname, lastname, username } = (ctx.state['user'] ?? {}) as Record<string, unknown>;
  const name = [firstname, lastname].filter((part) => typeof part === 'string' && part !== '').join(' ');
  if (name) return name;
  return typeof username === 'string' && username !== '' ? username : NAMELESS;
};
