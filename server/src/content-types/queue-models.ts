import {
  HOST_TABLE,
  HOST_UID,
  JOB_TABLE,
  JOB_UID,
  LOCK_TABLE,
  LOCK_UID,
  MISSED_TABLE,
  MISSED_UID,
} from '../constants';
import { whole, word } from './hidden';

/** Of the internal models those of due work. */
export const queueModels = [
  {
    uid: JOB_UID,
    singularName: 'linkbacks-job',
    tableName: JOB_TABLE,
    attributes: {
      id: { type: 'increments' },
      /** JobKind. */
      kind: word(16),
      /** Jobs of one lane run one after the other: an entry, a target host, a source host. */
      lane: word(300),
      /** Hash of source and target of a received ping. */
      pair: { type: 'string', column: { args: [64] } },
      /** Who sent a received ping: the key of the client, and its network. */
      client: { type: 'string', column: { args: [64] } },
      network: { type: 'string', column: { args: [64] } },
      payload: { type: 'text' },
      dueAt: whole(),
      attempts: { type: 'integer', default: 0 },
      /** Claims in a row under which the process ended, or went silent; a claim counts until it is settled. */
      crashes: { type: 'integer', default: 0 },
      /** Who holds the job; results are written only under this token. */
      token: { type: 'string', column: { args: [36] } },
      leaseUntil: whole(),
    },
    indexes: [
      { name: 'linkbacks_jobs_due', columns: ['due_at'] },
      { name: 'linkbacks_jobs_lease', columns: ['lease_until'] },
      { name: 'linkbacks_jobs_pair', columns: ['pair'] },
      // All that the shares of senders read.
      { name: 'linkbacks_jobs_client', columns: ['client', 'lane'] },
      { name: 'linkbacks_jobs_network', columns: ['network'] },
      // All that a look for the oldest jobs of each lane reads.
      { name: 'linkbacks_jobs_lane', columns: ['kind', 'lane', 'due_at', 'lease_until'] },
    ],
  },
  {
    uid: HOST_UID,
    singularName: 'linkbacks-host',
    tableName: HOST_TABLE,
    attributes: {
      id: { type: 'increments' },
      lane: word(300),
      /** Nothing of this lane before this time. */
      nextAt: whole(),
      /** Milliseconds between two jobs of this lane, since the host said that we were too fast. */
      gap: whole(),
    },
    indexes: [{ name: 'linkbacks_hosts_lane', columns: ['lane'], type: 'unique' }],
  },
  {
    uid: LOCK_UID,
    singularName: 'linkbacks-lock',
    tableName: LOCK_TABLE,
    attributes: {
      id: { type: 'increments' },
      name: word(64),
    },
    indexes: [{ name: 'linkbacks_locks_name', columns: ['name'], type: 'unique' }],
  },
  {
    /** Jobs that could not be left in their own table. Without indexes: the less there is, the less can fail. */
    uid: MISSED_UID,
    singularName: 'linkbacks-missed-job',
    tableName: MISSED_TABLE,
    attributes: {
      id: { type: 'increments' },
      /** As in a job. */
      payload: { type: 'text' },
    },
  },
] as const;
