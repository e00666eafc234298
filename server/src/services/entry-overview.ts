import type { Core } from '@strapi/strapi';
import type { EntrySettingsResponse } from '../contracts/entry-settings';
import { sentenceOf } from '../core/reasons';
import type { EntryRef } from '../core/types';
import type { PublishedEntry } from '../adapters/entries';
import { getLinkbacks, getService } from '../get-service';
import { entryAccess, type Ability } from './entry-access';

/** All that the side panel of an entry shows: its settings, what they come to, its addresses and counts. */
export const entryOverview = async (
  strapi: Core.Strapi,
  { ref, ability }: { ref: EntryRef; ability: Ability }
): Promise<EntrySettingsResponse> => {
  const { entries, endpoints } = getLinkbacks(strapi);
  const entrySettings = getService(strapi, 'entry-settings');
  const [entry, settings, { receive, send }, sending, linkbacks, pings] = await Promise.all([
    entries.readPublished(ref),
    entrySettings.get(ref),
    getService(strapi, 'settings').get(),
    entrySettings.sending(ref),
    getService(strapi, 'linkbacks').counts(ref),
    getService(strapi, 'pings').counts(ref),
  ]);
  const openByDefault = await entrySettings.isOpenByDefault(entry);
  const open = settings.allowPings === 'default' ? openByDefault : settings.allowPings === 'open';
  const hasTrackback = entry !== null && entry.url !== null && open && receive.protocols.trackback;
  return {
    ...settings,
    effective: {
      open,
      send: sending.send,
      sendBlocked: sending.blocked && sentenceOf(sending.blocked),
      sendBlockedWhy: sending.blocked,
      defaults: { open: openByDefault, send: send.on },
    },
    url: entry?.url ?? null,
    trackbackUrl: hasTrackback ? endpoints.trackback(entry.type, ref) : null,
    mayUpdate: (await entryAccess(strapi, { action: 'update', ability, ref })) === 'granted',
    discovery: entry && (await tagsOf(strapi, entry)),
    counts: { linkbacks, pings },
  };
};

/** What the page of an entry must carry; null when there is nothing to carry. */
const tagsOf = async (
  strapi: Core.Strapi,
  { ref, type }: PublishedEntry
): Promise<EntrySettingsResponse['discovery']> => {
  const name = { contentType: type.pluralName, documentId: ref.documentId, locale: ref.locale };
  const { html, headers, rdf } = await getService(strapi, 'discovery').of(name);
  return html === null || headers === null ? null : { html, headers, rdf };
};
