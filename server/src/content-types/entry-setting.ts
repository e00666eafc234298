import { entryRef, hash, hidden, word } from './hidden';

/** The per-entry toggles. No row: everything is default. */
export const entrySetting = {
  schema: {
    kind: 'collectionType',
    collectionName: 'linkbacks_entry_settings',
    info: { singularName: 'entry-setting', pluralName: 'entry-settings', displayName: 'Entry setting' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    attributes: {
      ...entryRef,
      /** Hash of the entry. */
      entryKey: hash(),
      allowPings: word(16),
      sendPings: word(16),
      trackbackUrls: { type: 'json' },
    },
    indexes: [{ name: 'linkbacks_entry_settings_entry', columns: ['entry_key'], type: 'unique' }],
  },
} as const;
