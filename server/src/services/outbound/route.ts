import type { ChosenEndpoint } from '../../adapters/jobs';
import { chooseProtocol, type Choice } from '../../core/delivery/choice';
import { PREFERENCE, type DiscoveryFailure } from '../../core/discovery';
import { ok, type Result } from '../../core/result';
import type { Protocol } from '../../core/types';
import type { Discoverer } from './discoverer';
import type { PingRow } from './rows';

/** How a ping is sent, or why it is not. */
export type Route =
  | { readonly kind: 'send'; readonly chosen: ChosenEndpoint }
  | { readonly kind: Exclude<Choice['kind'], 'send'> };

/**
 * How the target wants to be told: the editor's own trackback URL, else the first protocol that the target advertises
 * and the settings allow. Changes, removals and moves are for webmention only.
 */
export const findRoute = async (o: {
  reader: Discoverer;
  ping: Pick<PingRow, 'kind' | 'target' | 'purpose' | 'attempts'>;
  allowed: Readonly<Record<Protocol, boolean>>;
  /** Explicit trackback URLs of the entry (DESIGN rule 3). */
  trackbackUrls: readonly string[];
  notTaken: ReadonlySet<Protocol>;
}): Promise<Result<Route, DiscoveryFailure>> => {
  const { reader, ping, allowed, trackbackUrls, notTaken } = o;
  const { attempts } = ping;
  if (ping.kind === 'trackback')
    return ok({
      kind: 'send',
      chosen: { protocol: 'trackback', endpoint: ping.target, last: true, attempts },
    });

  const isNews = ping.purpose !== 'link';
  const usable = PREFERENCE.filter((protocol) => allowed[protocol] && !notTaken.has(protocol));
  const discovered = await reader.discover(ping.target, {
    wanted: isNews ? ['webmention'] : usable,
    // Which page a trackback URL belongs to is said by the page, and so is which way is left.
    whole: !isNews && (trackbackUrls.length > 0 || usable.length < PREFERENCE.length),
  });
  if (!discovered.ok) return discovered;
  const { endpoints, complete } = discovered.value;
  const choose = (without: ReadonlySet<Protocol>): Choice =>
    chooseProtocol({
      endpoints,
      allowed,
      trackbackUrls,
      notTaken: without,
      ...(isNews ? { only: 'webmention' as const } : {}),
    });

  const choice = choose(notTaken);
  if (choice.kind !== 'send') return ok({ kind: choice.kind });
  const { protocol, endpoint } = choice;
  const next = choose(new Set([...notTaken, protocol]));
  const last = isNews || (complete && next.kind !== 'send');
  return ok({ kind: 'send', chosen: { protocol, endpoint, last, attempts } });
};
