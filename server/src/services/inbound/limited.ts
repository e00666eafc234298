import type { Limited } from '../../contracts/status';

/** What limits refused or delayed, for the status page. */
export interface LimitedLog {
  note(kind: Limited['kind'], key: string): void;
  /** The latest first. */
  list(): Limited[];
}

const REFUSING: readonly Limited['kind'][] = ['client', 'waiting'];

/** Longest key that is kept, in UTF-16 units: targets are URLs from outside. */
const KEY = 255;

/**
 * Remembers in this process's memory what limits did: what happened last stays, and a flood under ever new keys pushes the
 * oldest out.
 *
 * @param o.say logs a text now and then
 * @param o.most keys that are kept
 * @param o.now milliseconds
 */
export const createLimitedLog = (o: {
  say: (text: string) => void;
  most?: number;
  now?: () => number;
}): LimitedLog => {
  const { say, most = 50, now = Date.now } = o;
  // A Map keeps the order of insertion: the one noted last is the last.
  const noted = new Map<string, Limited>();

  return {
    note(kind, fullKey) {
      const key = fullKey.slice(0, KEY);
      const id = `${kind} ${key}`;
      const count = (noted.get(id)?.count ?? 0) + 1;
      noted.delete(id);
      const result = REFUSING.includes(kind) ? 'refused' : 'delayed';
      noted.set(id, { kind, key, result, count, last: new Date(now()).toISOString() });
      say(
        `the limit "${kind}" ${result} a request${key === '' ? '' : ` (${key})`}, number ${String(count)} of it`
      );
      const [oldest] = noted.keys();
      if (noted.size > most && oldest !== undefined) noted.delete(oldest);
    },
    list: () => [...noted.values()].reverse(),
  };
};
