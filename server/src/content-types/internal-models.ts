import {
  GRANT_TABLE,
  GRANT_UID,
  KNOWN_TABLE,
  KNOWN_UID,
  LOOK_TABLE,
  LOOK_UID,
  MENTION_TABLE,
  MENTION_UID,
  NOTICE_TABLE,
  NOTICE_UID,
  SECRET_TABLE,
  SECRET_UID,
  SENDER_TABLE,
  SENDER_UID,
  STATE_TABLE,
  STATE_UID,
  TOMBSTONE_TABLE,
  TOMBSTONE_UID,
  TYPE_TABLE,
  TYPE_UID,
} from '../constants';
import { hash, whole, word } from './hidden';
import { queueModels } from './queue-models';

/**
 * Plain tables that exports do not carry: due work and traces belong to this database only.
 * Times are milliseconds since 1970 by the database's clock, the only clock that all processes share.
 */
export const internalModels = [
  ...queueModels,
  {
    uid: KNOWN_UID,
    singularName: 'linkbacks-known',
    tableName: KNOWN_TABLE,
    attributes: {
      id: { type: 'increments' },
      entryKey: hash(),
      /** JSON list: hashes of the links that stood in the entry before the plugin came. */
      links: { type: 'text' },
      /** `since` of the type when it was read: a type that comes back is read anew. */
      since: whole(),
    },
    indexes: [{ name: 'linkbacks_known_entry', columns: ['entry_key'], type: 'unique' }],
  },
  {
    uid: TOMBSTONE_UID,
    singularName: 'linkbacks-tombstone',
    tableName: TOMBSTONE_TABLE,
    attributes: {
      id: { type: 'increments' },
      /** HMAC of source and entry: the trace says that something was deleted, not what. */
      mark: hash(),
      /** HMAC of site, entry and words: they do not come back under another spelling of the URL. */
      contentMark: { type: 'string', column: { args: [64] } },
    },
    indexes: [
      { name: 'linkbacks_tombstones_mark', columns: ['mark'], type: 'unique' },
      { name: 'linkbacks_tombstones_content', columns: ['content_mark'] },
    ],
  },
  {
    uid: LOOK_UID,
    singularName: 'linkbacks-look',
    tableName: LOOK_TABLE,
    attributes: {
      id: { type: 'increments' },
      targetHash: hash(),
      /** JSON: how the target wants to be told, or why that could not be found out; null while a job does. */
      answer: { type: 'text' },
      checkedAt: whole(),
      /** Which preview asked: it leaves the job. */
      asker: { type: 'string', column: { args: [36] } },
    },
    indexes: [
      { name: 'linkbacks_looks_target', columns: ['target_hash'], type: 'unique' },
      { name: 'linkbacks_looks_asker', columns: ['asker'] },
      { name: 'linkbacks_looks_checked', columns: ['checked_at'] },
    ],
  },
  {
    /** What senders of webmentions are told of them. */
    uid: MENTION_UID,
    singularName: 'linkbacks-mention',
    tableName: MENTION_TABLE,
    attributes: {
      id: { type: 'increments' },
      /** The token itself is in nobody's hands but the sender's. */
      tokenHash: hash(),
      /** Hash of source and target. */
      pairHash: hash(),
      state: word(16),
      message: { type: 'text' },
      createdAt: whole(),
    },
    indexes: [
      { name: 'linkbacks_mentions_token', columns: ['token_hash'], type: 'unique' },
      { name: 'linkbacks_mentions_pair', columns: ['pair_hash'] },
      { name: 'linkbacks_mentions_created', columns: ['created_at'] },
    ],
  },
  {
    /** The content types that take part. Not in the core store, which a transfer carries to another database. */
    uid: TYPE_UID,
    singularName: 'linkbacks-type',
    tableName: TYPE_TABLE,
    attributes: {
      id: { type: 'increments' },
      uid: word(),
      /** When it began to take part, by the clock of the process that stamps `publishedAt`. */
      since: whole(),
      /** Whether the links of its older entries are all known. */
      ready: { type: 'boolean' },
    },
    indexes: [{ name: 'linkbacks_types_uid', columns: ['uid'], type: 'unique' }],
  },
  {
    /** What people and hooks are still to be told. */
    uid: NOTICE_UID,
    singularName: 'linkbacks-notice',
    tableName: NOTICE_TABLE,
    attributes: {
      id: { type: 'increments' },
      /** Of the job that tells it. */
      lane: word(300),
      /** The hook; null: by e-mail. */
      url: { type: 'text' },
      /** JSON: event, time and linkback. */
      notice: { type: 'text' },
    },
    indexes: [{ name: 'linkbacks_notices_lane', columns: ['lane'] }],
  },
  {
    /** What nobody else may know. Not in the core store, which exports and transfers carry away. */
    uid: SECRET_UID,
    singularName: 'linkbacks-secret',
    tableName: SECRET_TABLE,
    attributes: {
      id: { type: 'increments' },
      /** What it is for. */
      name: word(80),
      value: { type: 'text' },
    },
    indexes: [{ name: 'linkbacks_secrets_name', columns: ['name'], type: 'unique' }],
  },
  {
    /** Who sent linkbacks, until the retention ends. Exports must not carry addresses of people. */
    uid: SENDER_UID,
    singularName: 'linkbacks-sender',
    tableName: SENDER_TABLE,
    attributes: {
      /** The id of the linkback's row. */
      id: { type: 'increments' },
      address: { type: 'string', column: { args: [64] } },
      userAgent: { type: 'text' },
      receivedAt: whole(),
    },
  },
  {
    /** What changes while Strapi runs: whose turn it was, where this database sends from, what went wrong last. */
    uid: STATE_UID,
    singularName: 'linkbacks-state',
    tableName: STATE_TABLE,
    attributes: {
      id: { type: 'increments' },
      name: word(80),
      /** JSON. */
      value: { type: 'text' },
    },
    indexes: [{ name: 'linkbacks_state_name', columns: ['name'], type: 'unique' }],
  },
  {
    /** A copy of the permissions that roles and tokens have: Strapi deletes those when it starts without the plugin. */
    uid: GRANT_UID,
    singularName: 'linkbacks-grant',
    tableName: GRANT_TABLE,
    attributes: {
      id: { type: 'increments' },
      /** JSON: Grant. */
      permission: { type: 'text' },
    },
  },
] as const;
