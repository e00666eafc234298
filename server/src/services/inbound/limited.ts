import type { Limited } from '../../contracts/status';

/** Whom limits refused, for the status page. */
export interface LimitedLog {
  note(kind: Limited['kind'], key: string): void;
  /** The latest first. */
  list(): Limited[];
}

/** Longest key that is kept, in UTF-16 units: targets are URLs from outside. */
const KEY = 255;

/**
 * Remembers refusals in this process's memory: what was refused last stays, and a flood under ever new keys pushes the
 * oldest out.
 *
 * @param most keys that are kept
 */
export const createLimitedLog = ({ most = 50, now = Date.now } = {}): LimitedLog => {
  // A Map keeps the order of insertion: the one refused last is the last.
  const refusals = new Map<string, Limited>();

  return {
    note(kind, fullKey) {
      const key = fullKey.slice(0, KEY);
      const id = `${kind} ${key}`;
      const count = (refusals.get(id)?.count ?? 0) + 1;
      refusals.delete(id);
      refusals.set(id, { kind, key, count, last: new Date(now()).toISOString() });
      const [oldest] = refusals.keys();
      if (refusals.size > most && oldest !== undefined) refusals.delete(oldest);
    },
    list: () => [...refusals.values()].reverse(),
  };
};
