import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Job, JobPayload } from '../../server/src/adapters/jobs';
import type { Queue } from '../../server/src/adapters/queue';
import { many, nameOf, ping, type QueueHarness } from './queue-harness';

const HOSTS = 6;
const JOBS = 120;
const ROUNDS = 5;
/** Milliseconds for which a claimer works on a job, or a job is postponed, at most. */
const MOMENT = 6;

/** What was seen while several claimers emptied a queue. */
interface Observed {
  /** Jobs that had a result, by name. */
  readonly done: string[];
  /** Most jobs of one host that ran at one time. */
  most: number;
  /** Jobs that were given to somebody while somebody else held them. */
  readonly twice: string[];
}

const upTo = (most: number): number => Math.floor(Math.random() * (most + 1));
const hostOf = ({ payload }: Job): string => ('host' in payload ? payload.host : '');

/** Several processes on one store. */
export const describeClaimers = (harness: () => QueueHarness): void => {
  /** Lets all claimers work until every job had its result. */
  const empty = async (queues: readonly Queue[], perHost: number): Promise<Observed> => {
    const observed: Observed = { done: [], most: 0, twice: [] };
    const running = new Map<string, Job>();

    const work = async (queue: Queue, job: Job): Promise<void> => {
      const name = nameOf(job);
      if (running.has(name)) observed.twice.push(name);
      running.set(name, job);
      const ofHost = [...running.values()].filter((other) => hostOf(other) === hostOf(job));
      observed.most = Math.max(observed.most, ofHost.length);
      await sleep(upTo(MOMENT));
      running.delete(name);
      // A job that comes back is older than those that others look for meanwhile.
      if (Math.random() < 0.3) await queue.postpone(job, { delay: upTo(MOMENT) / 1000 });
      else if (await queue.finish(job)) observed.done.push(name);
    };
    const claimer = async (queue: Queue): Promise<void> => {
      while (observed.done.length < JOBS) {
        const jobs = await queue.claim({ limit: 1 + upTo(8), perHost });
        await Promise.all(jobs.map((job) => work(queue, job)));
        if (Math.random() < 0.2) await queue.hurry(['ping']);
        if (jobs.length === 0) await sleep(1);
      }
    };
    await Promise.all(queues.map(claimer));
    return observed;
  };

  describe.each([2, 8])('%i claimers over connections of their own', (count) => {
    it.each([1, 3])(
      'never get the same job, nor more than %i of one host at a time',
      async (perHost) => {
        const queues = await Promise.all(Array.from({ length: count }, () => harness().another()));
        const jobs: JobPayload[] = many(JOBS, (index) => ping(`${index % HOSTS}.example`, String(index)));
        for (let round = 0; round < ROUNDS; round += 1) {
          await harness().queue.add(jobs);
          const { done, most, twice } = await empty(queues, perHost);
          expect(twice).toEqual([]);
          expect(most).toBeLessThanOrEqual(perHost);
          expect(new Set(done).size).toBe(JOBS);
          expect(await harness().queue.nextDue({ perHost })).toBeNull();
        }
      },
      120_000
    );
  });
};
