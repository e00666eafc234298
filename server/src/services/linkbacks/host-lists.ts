import type { Core } from '@strapi/strapi';
import type { LinkbackAction } from '../../contracts/linkbacks';
import type { Settings } from '../../contracts/settings';
import type { Result } from '../../core/result';
import { siteOf } from '../../core/moderation/sites';
import { getLinkbacks, getService } from '../../get-service';
import type { LinkbackRow } from './rows';

type HostAction = Extract<LinkbackAction, 'trust-host' | 'block-host'>;
type Source = Pick<LinkbackRow, 'source' | 'finalUrl'>;

export const isHostAction = (action: LinkbackAction): action is HostAction =>
  action === 'trust-host' || action === 'block-host';

/**
 * Puts the hosts of a source, as given and after redirects, on hosts of many users with the user (`siteOf`), on the list of trusted or blocked ones in the settings, and takes them off the other list.
 * Doing it twice changes nothing. The error is a sentence.
 */
export const createHostLists =
  ({ strapi }: { strapi: Core.Strapi }) =>
  (action: HostAction, source: Source): Promise<Result<Settings, string>> =>
    getService(strapi, 'settings').update(({ moderation }: Settings) => {
      const hosts = [source.source, source.finalUrl].flatMap((url) =>
        url === null ? [] : [siteOf(url, getLinkbacks(strapi).config.spam.sharedHosts)]
      );
      const { trustedHosts, blockedHosts } = moderation;
      return {
        moderation:
          action === 'trust-host'
            ? { trustedHosts: having(trustedHosts, hosts), blockedHosts: without(blockedHosts, hosts) }
            : { blockedHosts: having(blockedHosts, hosts), trustedHosts: without(trustedHosts, hosts) },
      };
    });

const having = (list: readonly string[], hosts: readonly string[]): string[] => [
  ...new Set([...list, ...hosts]),
];

const without = (list: readonly string[], hosts: readonly string[]): string[] =>
  list.filter((entry) => !hosts.includes(entry));
