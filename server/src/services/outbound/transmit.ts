import type { Core } from '@strapi/strapi';
import { entryRefOf } from '../../adapters/keys';
import type { Delivered, SendFailure } from '../../core/delivery/types';
import { cutText } from '../../core/html/text';
import { sendPingback } from '../../core/pingback/send';
import { unreachable, type Result } from '../../core/result';
import type { Protocol } from '../../core/types';
import { sendTrackback, type TrackbackToSend } from '../../core/trackback/send';
import { sendWebmention } from '../../core/webmention/send';
import { getLinkbacks } from '../../get-service';
import type { PingRow } from './rows';

/** Code points of a trackback's excerpt: as WordPress sends it. */
const EXCERPT = 252;

/** A request to be sent, with all that it says. */
export interface Outgoing {
  readonly row: PingRow;
  readonly protocol: Protocol;
  readonly endpoint: string;
  /** The URL of our page. */
  readonly source: string;
}

/**
 * Makes a ping ready, whose protocol and endpoint are chosen. What it gives sends it, with nothing left to be read
 * first: as little time as can be passes between the note that it leaves and its first byte.
 */
export const createTransmitter = ({ strapi }: { strapi: Core.Strapi }) => {
  const { config, http, entries } = getLinkbacks(strapi);

  const trackbackOf = async ({ row, endpoint, source }: Outgoing): Promise<TrackbackToSend> => {
    const entry = await entries.readPublished(entryRefOf(row));
    return {
      endpoint,
      url: source,
      title: entry?.title ?? source,
      excerpt: entry && cutText(entries.excerptOf(entry), EXCERPT),
      blogName: config.siteName ?? new URL(source).host,
    };
  };

  return async (outgoing: Outgoing): Promise<() => Promise<Result<Delivered, SendFailure>>> => {
    const { row, protocol, endpoint, source } = outgoing;
    const { target } = row;
    switch (protocol) {
      case 'webmention':
        return () => sendWebmention(http, { endpoint, source, target });
      case 'pingback':
        return () => sendPingback(http, { endpoint, source, target });
      case 'trackback': {
        const trackback = await trackbackOf(outgoing);
        return () => sendTrackback(http, trackback);
      }
      default:
        return unreachable(protocol);
    }
  };
};
