import type { Job, JobPayload } from '../../server/src/adapters/jobs';
import type { Queue } from '../../server/src/adapters/queue';

/** A queue engine on a store of its own, and what the suite cannot wait for. */
export interface QueueHarness {
  readonly queue: Queue;
  /** The same queue as another process has it: over connections of its own. */
  another(): Promise<Queue>;
  /** As if every present lease had run out. */
  expireLeases(): Promise<void>;
  /** As if every host had rested for as long as it asked. */
  endRests(): Promise<void>;
  /** Nothing is left, nobody rests. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export const ping = (host: string, pairKey = host): JobPayload => ({ kind: 'ping', pairKey, host });
export const look = (host: string, target = `http://${host}/`): JobPayload => ({
  kind: 'look',
  target,
  host,
});

const ref = (documentId: string) => ({ uid: 'api::note.note', documentId, locale: '' });
export const plan = (documentId: string): JobPayload => ({
  kind: 'plan',
  ref: ref(documentId),
  action: 'publish',
});
export const live = (documentId: string): JobPayload => ({ kind: 'live', ref: ref(documentId) });

export const verify = (host: string, source = `http://${host}/`): JobPayload => ({
  kind: 'verify',
  host,
  received: {
    protocol: 'pingback',
    source,
    target: 'http://here.example/',
    ref: ref('here'),
    address: null,
    receivedAt: '2026-01-01T00:00:00.000Z',
    claim: { title: null, excerpt: null, blogName: null },
  },
});

export const many = (count: number, one: (index: number) => JobPayload): JobPayload[] =>
  Array.from({ length: count }, (_, index) => one(index));

/** The only job that was claimed. */
export const only = (jobs: readonly Job[]): Job => {
  const [job, ...others] = jobs;
  if (!job || others.length > 0) throw new Error(`Not one job was claimed, but ${jobs.length}.`);
  return job;
};

/** What tells the job from the others of these tests: the pair key of a ping, the document of an entry, … */
export const nameOf = ({ payload }: Job): string => {
  if (payload.kind === 'ping') return payload.pairKey;
  if (payload.kind === 'look') return payload.target;
  if (payload.kind === 'mention') return payload.source;
  if (payload.kind === 'recheck' || payload.kind === 'feedback') return payload.linkback;
  if (payload.kind === 'notice') return payload.url ?? 'mail';
  return payload.kind === 'verify' ? payload.received.source : payload.ref.documentId;
};

export const namesOf = (jobs: readonly Job[]): string[] => jobs.map(nameOf);
export const kindsOf = (jobs: readonly Job[]): string[] => jobs.map(({ payload }) => payload.kind);
