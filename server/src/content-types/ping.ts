import { entryRef, hash, hidden, word } from './hidden';

/** One outgoing notification, one entry to one target (DESIGN §3.3). Only job rows cause sending, never a status. */
export const ping = {
  schema: {
    kind: 'collectionType',
    collectionName: 'linkbacks_pings',
    info: { singularName: 'ping', pluralName: 'pings', displayName: 'Ping' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    attributes: {
      ...entryRef,
      status: word(16),
      /** Why it is in that state, in words. */
      reason: { type: 'text' },
      /** The same as a code with values. */
      why: { type: 'json' },
      /** Why it is closed, for the planner: `absent` (link or entry gone) and `rule` may open it again. */
      cause: { type: 'string', column: { args: [16] } },
      /** `link` (found in the entry) or `trackback` (the editor named the trackback URL). */
      kind: word(16),
      /** What the target is told next, or was told last: `link`, `change`, `removal` or `move`. */
      purpose: word(16),
      /** A person asked for it: the *Send pings* toggles do not hold it back. */
      asked: { type: 'boolean', default: false },
      protocol: { type: 'string', column: { args: [16] } },
      /** The URL of our page, as it is or was sent. */
      source: { type: 'text' },
      /** When the target was told of the link; null: not yet. */
      toldAt: { type: 'datetime' },
      /** The URL of our page that the target knows. */
      toldSource: { type: 'text' },
      /** The entry's revision that the target was told of last. */
      revision: { type: 'string', column: { args: [64] } },
      /** Hash of our page as the live check saw it last. */
      pageHash: { type: 'string', column: { args: [64] } },
      /** As written in the entry. */
      target: { type: 'text' },
      targetHost: word(),
      /** Hash of the entry, the kind and the normalised target: once per target, ever. */
      pairKey: hash(),
      endpoint: { type: 'text' },
      attempts: { type: 'integer', default: 0 },
      firstAttemptAt: { type: 'datetime' },
      lastAttemptAt: { type: 'datetime' },
      nextAttemptAt: { type: 'datetime' },
      /** Since when our own page is asked whether it shows the link. */
      waitingSince: { type: 'datetime' },
      /** The peer's answer, cut, as plain text. */
      answer: { type: 'text' },
      /** Where a webmention's receiver says what becomes of it. */
      statusUrl: { type: 'text' },
    },
    indexes: [
      { name: 'linkbacks_pings_pair', columns: ['pair_key'], type: 'unique' },
      // Each with the status, by which the log counts.
      {
        name: 'linkbacks_pings_entry',
        columns: ['entry_document_id', 'entry_uid', 'entry_locale', 'status'],
      },
      { name: 'linkbacks_pings_type', columns: ['entry_uid', 'entry_locale', 'status'] },
      { name: 'linkbacks_pings_status', columns: ['status', 'updated_at', 'entry_locale'] },
      { name: 'linkbacks_pings_host', columns: ['target_host', 'status'] },
    ],
  },
} as const;
