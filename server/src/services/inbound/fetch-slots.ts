import { getDomain } from 'tldts';
import { networkOf } from '../../core/http/address';
import type { HttpGuard } from '../../core/ports';
import type { LimitedLog } from './limited';

/** How many sources are fetched at a time: in all, of one host, of one registrable domain, from one network. */
export type FetchCaps = Readonly<Record<'total' | 'host' | 'domain' | 'network', number>>;

/** The right to fetch one source; whoever has it gives it back with `leave`. */
export interface FetchSlot extends HttpGuard {
  leave(): void;
}

export interface FetchSlots {
  /** Null when as many fetches as may be are under way. Nobody waits here. */
  enter(source: URL): FetchSlot | null;
}

/**
 * The caps of `receive.fetches`, for this process: whatever arrives, and under however many names, no site is fetched
 * from more often at a time (Pingback erratum of 2007; PROTOCOLS §6).
 */
export const createFetchSlots = (o: { caps: FetchCaps; limited: LimitedLog }): FetchSlots => {
  const taken = new Map<string, number>();

  const isFull = (kind: keyof FetchCaps, key: string): boolean => {
    const full = (taken.get(`${kind} ${key}`) ?? 0) >= o.caps[kind];
    if (full) o.limited.note('fetch', key);
    return full;
  };
  const take = (id: string): void => void taken.set(id, (taken.get(id) ?? 0) + 1);
  const give = (id: string): void => {
    const left = (taken.get(id) ?? 0) - 1;
    if (left > 0) taken.set(id, left);
    else taken.delete(id);
  };

  return {
    enter({ hostname }) {
      const domain = getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
      if (isFull('total', '') || isFull('domain', domain) || isFull('host', hostname)) return null;

      const held = new Set(['total ', `domain ${domain}`, `host ${hostname}`]);
      held.forEach(take);
      let left = false;
      return {
        admit({ address }) {
          // A name server may answer long after the fetch was given up: what is taken then, nobody gives back.
          if (left) return false;
          // A redirect may come back to a network that this fetch counts for already.
          const network = networkOf(address);
          const id = `network ${network}`;
          if (held.has(id)) return true;
          if (isFull('network', network)) return false;
          held.add(id);
          take(id);
          return true;
        },
        spent: () => undefined,
        leave() {
          left = true;
          held.forEach(give);
          held.clear();
        },
      };
    },
  };
};
