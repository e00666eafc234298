import { entryRef, hash, hidden, word } from './hidden';

/** One received notification that was verified (DESIGN §3.3). */
export const linkback = {
  schema: {
    kind: 'collectionType',
    collectionName: 'linkbacks_linkbacks',
    info: { singularName: 'linkback', pluralName: 'linkbacks', displayName: 'Linkback' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    attributes: {
      ...entryRef,
      status: word(16),
      /** Where it was before it became spam, trash or gone. */
      previousStatus: { type: 'string', column: { args: [16] } },
      /** Why it is where it is, in words; only where there is no code. */
      reason: { type: 'text' },
      /** Why it is where it is, as a code with values. */
      why: { type: 'json' },
      protocol: word(16),
      linkType: word(16),
      source: { type: 'text' },
      finalUrl: { type: 'text' },
      /** The source as its sender wrote it, where it is stored as its page spells it. */
      writtenSource: { type: 'text' },
      sourceHost: word(),
      /** The entry's URL when it was received: what is shown. Re-verification accepts it even when our URL has changed since. */
      target: { type: 'text' },
      /** The target as its sender wrote it, normalised, where that differs. Never shown; re-verification accepts it too. */
      writtenTarget: { type: 'text' },
      /**
       * Hash of where the source is at home on its own site (where redirects led) and the entry:
       * unique, so that two addresses of one source that come at the same moment are one linkback.
       */
      pairKey: hash(),
      /** The same of the source as given; null where that is the same. */
      sourceKey: { type: 'string', column: { args: [64] } },
      /**
       * Hash of site, entry and words: unique, so that other spellings of one page's URL that come at the same moment are one
       * linkback. null: another one that was there before says the same.
       */
      contentKey: { type: 'string', column: { args: [64] } },
      /** The address that the source claims as its own (`rel=canonical`), where that is another page. */
      claimedAddress: { type: 'text' },
      /** `declared`, `foreign` or null: how the source is spelled (core/moderation/spelling). */
      spelling: { type: 'string', column: { args: [16] } },
      /** The page's own address, where the source is spelled in another way; else null. */
      ownAddress: { type: 'text' },
      title: { type: 'text' },
      excerpt: { type: 'text' },
      /** `{ start, end }`: where in the excerpt the text of the link stands. */
      excerptMark: { type: 'json' },
      /** Hash of title and excerpt: the same text from many sites is spam. null: too short to tell. */
      textKey: { type: 'string', column: { args: [64] } },
      siteName: { type: 'text' },
      authorName: { type: 'text' },
      authorUrl: { type: 'text' },
      authorPhoto: { type: 'text' },
      receivedAt: { type: 'datetime' },
      verifiedAt: { type: 'datetime' },
      /** When the source was published, as it says itself. */
      sourcePublishedAt: { type: 'datetime' },
      /** When it came to its present status: retention counts from here. */
      movedAt: { type: 'datetime' },
      /** StoredEvent[], bounded. */
      history: { type: 'json' },
      /** LinkbackWords of an update that waits to be decided, and since when. */
      proposed: { type: 'json' },
      proposedAt: { type: 'datetime' },
      /** Hash of the words that a moderator refused last: they are not proposed again. */
      refusedKey: { type: 'string', column: { args: [64] } },
      /** What the latest decision about an update replaced, so that it can be taken back. */
      decided: { type: 'json' },
      /** How often in a row its source was looked at in vain. */
      failures: { type: 'integer', default: 0 },
      /** null: its source is checked no more, unless somebody pings or asks. */
      nextVerificationAt: { type: 'datetime' },
    },
    indexes: [
      { name: 'linkbacks_linkbacks_pair', columns: ['pair_key'], type: 'unique' },
      { name: 'linkbacks_linkbacks_content', columns: ['content_key'], type: 'unique' },
      { name: 'linkbacks_linkbacks_inbox', columns: ['status', 'received_at'] },
      { name: 'linkbacks_linkbacks_text', columns: ['text_key'] },
      { name: 'linkbacks_linkbacks_host', columns: ['source_host', 'status', 'received_at'] },
      { name: 'linkbacks_linkbacks_source', columns: ['source_key'] },
      { name: 'linkbacks_linkbacks_proposed', columns: ['status', 'proposed_at'] },
      // By the whole entry: else whoever asks for one locale has the database go through the others.
      {
        name: 'linkbacks_linkbacks_entry',
        columns: ['entry_document_id', 'entry_uid', 'entry_locale', 'status', 'received_at'],
      },
      // What the lists count.
      {
        name: 'linkbacks_linkbacks_counts',
        columns: ['entry_document_id', 'entry_uid', 'entry_locale', 'status', 'protocol'],
      },
      { name: 'linkbacks_linkbacks_received', columns: ['received_at'] },
      { name: 'linkbacks_linkbacks_next', columns: ['next_verification_at'] },
    ],
  },
} as const;
