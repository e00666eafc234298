import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { databaseNow } from '../../adapters/database-time';
import { patiently } from '../../adapters/deadlock';
import { deleteInTurns } from '../../adapters/delete-in-turns';
import { hashOf } from '../../adapters/keys';
import { MENTION_TABLE } from '../../constants';
import { webmentionMessage, type Refusal } from '../../core/faults';
import { normaliseUrl, normaliseWithFragment } from '../../core/url/normalise';

export const MENTION_STATES = ['queued', 'verified', 'failed', 'removed'] as const;
export type MentionState = (typeof MENTION_STATES)[number];

/** What became of a webmention, for its sender; never whether it is shown. */
export interface MentionStatus {
  readonly state: MentionState;
  /** A sentence. */
  readonly message: string;
}

export const VERIFIED: MentionStatus = { state: 'verified', message: 'The source links to the target.' };

export const REMOVED: MentionStatus = {
  state: 'removed',
  message: 'The source no longer links to the target.',
};

export const failedFor = (refusal: Refusal): MentionStatus => ({
  state: 'failed',
  message: webmentionMessage(refusal),
});

export interface MentionPair {
  readonly source: string;
  readonly target: string;
}

/** The status resources of received webmentions (Webmention §3.2): found by a token that only its sender has. */
export interface MentionStates {
  /** A new status resource; gives its token, 128 random bits. */
  open(pair: MentionPair, status: MentionStatus, trx: Knex.Transaction): Promise<string>;
  /** Every status resource of this pair says so from now on. */
  settle(pair: MentionPair, status: MentionStatus): Promise<void>;
  read(token: string): Promise<MentionStatus | null>;
  /** Forgets what is older than 30 days, and the oldest of very many. */
  purge(signal?: AbortSignal): Promise<void>;
}

const DAYS_30 = 30 * 86_400_000;
/** Rows that are kept at most. */
const MOST = 200_000;
const TOKEN = /^[\w-]{22}$/;

export const createMentionStates = ({ strapi }: { strapi: Core.Strapi }): MentionStates => {
  const knex = strapi.db.connection;
  const rows = () => strapi.db.getConnection(MENTION_TABLE);
  const now = () => knex.raw(databaseNow(knex));

  return {
    async open(pair, { state, message }, trx) {
      const token = randomBytes(16).toString('base64url');
      const row = { token_hash: hashOf(token), pair_hash: keyOf(pair), state, message, created_at: now() };
      await rows().insert(row).transacting(trx);
      return token;
    },

    async settle(pair, { state, message }) {
      await patiently(() => rows().where('pair_hash', keyOf(pair)).update({ state, message }));
    },

    async read(token) {
      if (!TOKEN.test(token)) return null;
      const row = await rows().where('token_hash', hashOf(token)).first('state', 'message');
      return row ?? null;
    },

    async purge(signal) {
      const before = knex.raw(`${databaseNow(knex)} - ?`, [DAYS_30]);
      await deleteInTurns(rows, (old) => void old.where('created_at', '<', before), signal);
      const newest = await rows().orderBy('id', 'desc').offset(MOST).first('id');
      if (newest) await deleteInTurns(rows, (oldest) => void oldest.where('id', '<=', newest.id), signal);
    },
  };
};

const keyOf = ({ source, target }: MentionPair): string =>
  hashOf(normaliseWithFragment(source) ?? source, normaliseUrl(target) ?? target);
