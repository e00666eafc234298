import type { Core } from '@strapi/strapi';
import type { HostListing, LinkbackAction } from '../../contracts/linkbacks';
import type { Settings } from '../../contracts/settings';
import type { Reason } from '../../core/reasons';
import { err, ok, type Result } from '../../core/result';
import { entryKeyOf } from '../../core/moderation/hosts';
import { siteOf } from '../../core/moderation/sites';
import { getLinkbacks, getService } from '../../get-service';
import type { LinkbackRow } from './rows';

type HostAction = Extract<LinkbackAction, 'trust-host' | 'block-host' | 'untrust-host' | 'unblock-host'>;
type Source = Pick<LinkbackRow, 'source' | 'finalUrl'>;
type Lists = Pick<Settings['moderation'], 'trustedHosts' | 'blockedHosts'>;

export const isHostAction = (action: LinkbackAction): action is HostAction => action.endsWith('-host');

/**
 * Puts the hosts of a source, as given and after redirects, on the list of trusted or blocked ones in the settings, on
 * hosts of many users with the user (`siteOf`), and takes them off the other list; or only takes them off one.
 * Doing it twice changes nothing.
 */
export const createHostLists =
  ({ strapi }: { strapi: Core.Strapi }) =>
  async (action: HostAction, source: Source): Promise<Result<HostListing, Reason>> => {
    const shared = getLinkbacks(strapi).config.spam.sharedHosts;
    const hosts = [source.source, source.finalUrl].flatMap((url) =>
      url === null ? [] : [siteOf(url, shared)]
    );
    const listings: HostListing[] = [];
    const updated = await getService(strapi, 'settings').update(({ moderation }: Settings) => {
      const { lists, listing } = listed(action, moderation, hosts);
      listings.push(listing);
      return { moderation: lists };
    });
    return updated.ok ? ok(listings.at(-1) ?? 'unchanged') : err(updated.error);
  };

/** The lists after the action, and what that did to them. */
const listed = (
  action: HostAction,
  { trustedHosts, blockedHosts }: Lists,
  hosts: readonly string[]
): { lists: Lists; listing: HostListing } => {
  const isTrust = action === 'trust-host' || action === 'untrust-host';
  const isAdding = action === 'trust-host' || action === 'block-host';
  const [own, other] = isTrust ? [trustedHosts, blockedHosts] : [blockedHosts, trustedHosts];
  const ownAfter = isAdding ? having(own, hosts) : without(own, hosts);
  const otherAfter = isAdding ? without(other, hosts) : other;
  const lists = isTrust
    ? { trustedHosts: ownAfter, blockedHosts: otherAfter }
    : { trustedHosts: otherAfter, blockedHosts: ownAfter };
  const grown = { own: ownAfter.length - own.length, other: otherAfter.length - other.length };
  return { lists, listing: listingOf({ ...grown, hosts: new Set(hosts).size }) };
};

/** By how many the lists became longer, of how many hosts. */
const listingOf = ({ own, other, hosts }: { own: number; other: number; hosts: number }): HostListing => {
  if (other < 0) return 'switched';
  if (own === 0) return 'unchanged';
  if (own < 0) return 'removed';
  return own === hosts ? 'added' : 'switched';
};

/** What is there in another spelling stays as it was written. */
const having = (list: readonly string[], hosts: readonly string[]): string[] => [
  ...list,
  ...without([...new Set(hosts)], list),
];

const without = (list: readonly string[], others: readonly string[]): string[] => {
  const keys = new Set(others.map(entryKeyOf));
  return list.filter((entry) => !keys.has(entryKeyOf(entry)));
};
