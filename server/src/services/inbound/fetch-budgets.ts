import { getDomain } from 'tldts';
import { networkOf } from '../../core/http/address';
import type { HttpHop } from '../../core/ports';
import type { LimitedLog } from './limited';
import { createMinuteCounts } from './minute-counts';

/** Whom a request burdens: what its URL and the address that is dialled belong to. */
export type Burdened = 'host' | 'domain' | 'network';
/** A number for each; false: no limit. */
export type Rates = Readonly<Record<Burdened, number | false>>;

/** The limits of `receive.fetches`: at a time, requests a minute, bytes a minute. */
export interface FetchLimits extends Readonly<Record<Burdened, number>> {
  /** At a time, in all. */
  readonly total: number;
  readonly perMinute: Rates;
  readonly bytesPerMinute: Rates;
}

/** One burdened party. `id` tells hosts, domains and networks apart. */
export interface Party {
  readonly kind: Burdened;
  readonly key: string;
  readonly id: string;
}

export interface FetchBudgets {
  /**
   * Whether all of these may be burdened with one more request, at a time and in this minute.
   *
   * @param o.share of each limit that may be used up, above 0 and up to 1
   */
  hasRoom(parties: readonly Party[], o: { share: number }): boolean;
  /** A request is under way, or only about to be. */
  begin(parties: readonly Party[]): void;
  end(parties: readonly Party[]): void;
  /** A connection is dialled. */
  countRequest(parties: readonly Party[]): void;
  countBytes(parties: readonly Party[], bytes: number): void;
}

/** The host of a URL and its registrable domain, private suffixes such as `github.io` included. */
export const partiesOf = (url: URL): Party[] => {
  const host = hostOf(url);
  return [partyOf('host', host), partyOf('domain', domainOf(host))];
};

/** Those of a connection: host and domain of its URL, and the network that is dialled. */
export const partiesOfHop = ({ url, address }: HttpHop): Party[] => [
  ...partiesOf(new URL(url)),
  partyOf('network', networkOf(address)),
];

/** Whether two URLs belong to one registrable domain. */
export const isSameDomain = (one: URL, other: URL): boolean =>
  domainOf(hostOf(one)) === domainOf(hostOf(other));

const partyOf = (kind: Burdened, key: string): Party => ({ kind, key, id: `${kind} ${key}` });

/** `a.example.` is another way to write `a.example`. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/\.+$/, '');

const domainOf = (host: string): string => getDomain(host, { allowPrivateDomains: true }) ?? host;

/** @param o.now milliseconds of a clock that never goes back */
export const createFetchBudgets = (o: {
  limits: FetchLimits;
  limited: LimitedLog;
  now: () => number;
}): FetchBudgets => {
  const { limits, limited, now } = o;
  const underWay = new Map<string, number>();
  const requests = createMinuteCounts(now);
  const bytes = createMinuteCounts(now);

  const isBelow = (used: number, limit: number | false, share: number): boolean =>
    limit === false || used < Math.ceil(limit * share);

  const roomOf = ({ kind, key, id }: Party, share: number): boolean => {
    const free =
      isBelow(underWay.get(id) ?? 0, limits[kind], share) &&
      isBelow(requests.of(id), limits.perMinute[kind], share) &&
      isBelow(bytes.of(id), limits.bytesPerMinute[kind], share);
    if (!free) limited.note('fetch', key);
    return free;
  };

  return {
    hasRoom: (parties, { share }) => parties.every((party) => roomOf(party, share)),
    begin(parties) {
      for (const { id } of parties) underWay.set(id, (underWay.get(id) ?? 0) + 1);
    },
    end(parties) {
      for (const { id } of parties) {
        const left = (underWay.get(id) ?? 0) - 1;
        if (left > 0) underWay.set(id, left);
        else underWay.delete(id);
      }
    },
    countRequest(parties) {
      for (const { kind, id } of parties) if (limits.perMinute[kind] !== false) requests.add(id, 1);
    },
    countBytes(parties, amount) {
      for (const { kind, id } of parties) if (limits.bytesPerMinute[kind] !== false) bytes.add(id, amount);
    },
  };
};
