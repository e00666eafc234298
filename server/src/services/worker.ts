import type { Core } from '@strapi/strapi';
import type { Job, JobKind, JobResult } from '../adapters/jobs';
import { sentenceOf } from '../core/reasons';
import { getLinkbacks, getService } from '../get-service';
import { createChores } from './chores';
import { nowAndThen } from '../now-and-then';
import { createLimitedLog } from './inbound/limited';
import { createDeliverer } from './outbound/deliverer';
import { createDiscoverer } from './outbound/discoverer';
import { createLiveCheck } from './outbound/live';
import { createLooker } from './outbound/looks';
import { createPlanner } from './outbound/planner';
import { createPlaces } from './places';
import type { TroublesService } from './troubles';
import type { JobHandler, WorkerService } from './types';

/** Claims without a result after which a job is given up: whatever it meets, it ends the process or throws. */
const MAX_CLAIMS = 5;
/** Claims in a row under which a process may end before the job is left alone for a while. */
const MAX_CRASHES = 2;
/** Seconds for which it is left alone: it gets one more claim then. */
const QUARANTINE = 3_600;
/** Seconds: other processes leave jobs too, so look at least this often. */
const LONGEST_SLEEP = 5;
/** Milliseconds until it is looked again whether older entries are to be read: an import may bring some. */
const FIRST_RUN_EVERY = 5_000;
/** What is due and cannot be had yet is held by another process. */
const SHORTEST_SLEEP = 0.05;
/** Seconds before a job that met a bug, or the loop after a failing database, is tried again. */
const AFTER_ERROR = 10;
/** Seconds that running jobs get to end when the process stops. */
const GRACE = 5;
const MINUTE = 60_000;
/** Seconds between two looks while jobs are under way: each of them looks again when it ends. */
const BUSY_SLEEP = 0.25;

/** Takes due jobs and does them, for as long as Strapi's HTTP server listens. */
export const createWorker = ({ strapi }: { strapi: Core.Strapi }): WorkerService => {
  const { config, queue, commit, reader } = getLinkbacks(strapi);
  const limited = createLimitedLog({ say: nowAndThen({ log: strapi.log }) });
  const discoverer = createDiscoverer({ reader, limits: config.receive.fetches, limited });
  const handlers: Record<JobKind, JobHandler> = {
    plan: createPlanner({ strapi }),
    live: createLiveCheck({ strapi }),
    ping: createDeliverer({ strapi, discoverer }),
    look: createLooker({ strapi, discoverer }),
    verify: getService(strapi, 'inbound').verifyJob,
    mention: getService(strapi, 'inbound').mentionJob,
    recheck: getService(strapi, 'inbound').recheckJob,
    feedback: getService(strapi, 'inbound').feedbackJob,
    notice: getService(strapi, 'notices').job,
  };
  const places = createPlaces(config.send.concurrency, config.receive.fetches.total);
  const running = new Map<Promise<void>, JobKind>();
  const alarm = createAlarm();
  let loop: Promise<void> | null = null;
  let stopped = false;
  const ending = new AbortController();
  let firstRunAfter = 0;
  let reading: Promise<void> | null = null;

  /** For the log, and for the status view. */
  const complain: TroublesService['complain'] = (...what) => getService(strapi, 'troubles').complain(...what);

  const chores = createChores({
    strapi,
    complain: (error) => complain((words) => ({ code: 'trouble.worker', values: { error: words } }), error),
  });

  const work = async (job: Job): Promise<void> => {
    const renewal = setInterval(() => void queue.renew(job).catch(() => undefined), (queue.lease * 1000) / 3);
    try {
      if (job.crashes > MAX_CRASHES) await quarantine(job);
      else await settle(job, await resultOf(job));
    } catch (error) {
      const { kind } = job.payload;
      complain((words) => ({ code: 'trouble.job', values: { kind, error: words } }), error);
      await queue.postpone(job, { delay: AFTER_ERROR, counts: true }).catch(() => undefined);
    } finally {
      clearInterval(renewal);
    }
  };

  /** What ended two processes must not end the next ones too. It is not lost: a kill may have hit it by chance. */
  const quarantine = async (job: Job): Promise<void> => {
    const { kind } = job.payload;
    const reason = { code: 'trouble.quarantine', values: { kind } } as const;
    complain(() => reason, new Error(sentenceOf(reason)));
    await queue.postpone(job, { delay: QUARANTINE, counts: true, crashes: MAX_CRASHES - 1 });
  };

  const resultOf = async (job: Job): Promise<JobResult> => {
    const handler = handlers[job.payload.kind];
    if (job.attempts <= MAX_CLAIMS) return handler.run(job.payload, job);
    await handler.giveUp(job.payload);
    return { kind: 'done' };
  };

  const settle = async (job: Job, result: JobResult): Promise<void> => {
    const after = await commit(async (trx) => {
      if (result.kind === 'move') await queue.move(job, result.payload, trx);
      if (result.kind === 'again') await queue.postpone(job, result, trx);
      if (result.kind !== 'done') return null;
      const then = await result.also?.();
      await queue.finish(job, trx);
      return then ?? null;
    });
    after?.();
  };

  const start = (job: Job): void => {
    const done = work(job).finally(() => {
      running.delete(done);
      alarm.ring();
    });
    running.set(done, job.payload.kind);
  };

  /** Starts what is due; answers in how many seconds to look again. */
  const look = async (): Promise<number> => {
    await getService(strapi, 'outbox').sweep();
    await getService(strapi, 'notices').sweep();
    const { perHost } = config.send;
    const free = places.without(running.values());
    if (stopped) return 0;
    const jobs = await queue.claim({ limit: places.total, perHost, places: free });
    jobs.forEach(start);
    if (running.size > 0) return BUSY_SLEEP;
    const due = (await queue.nextDue({ perHost })) ?? LONGEST_SLEEP;
    return due > 0 ? Math.min(LONGEST_SLEEP, due) : SHORTEST_SLEEP;
  };

  /** What cannot be read now holds up the plans of its own type only, and is tried again in a while. */
  const firstRun = async (): Promise<void> => {
    try {
      await getService(strapi, 'first-run').run(ending.signal);
      firstRunAfter = Date.now() + FIRST_RUN_EVERY;
    } catch (error) {
      firstRunAfter = Date.now() + MINUTE;
      complain((words) => ({ code: 'trouble.first-run', values: { error: words } }), error);
    }
  };

  /** Beside the jobs: what is received meanwhile waits for nothing. */
  const readOlder = (): void => {
    if (reading || Date.now() < firstRunAfter) return;
    reading = firstRun().finally(() => {
      reading = null;
    });
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        // The first process that sends says under which public URL.
        await getService(strapi, 'environment').publicUrl();
        readOlder();
        chores.begin();
        await alarm.sleep(await look());
      } catch (error) {
        complain((words) => ({ code: 'trouble.worker', values: { error: words } }), error);
        await alarm.sleep(AFTER_ERROR);
      }
    }
  };

  return {
    start() {
      loop ??= run();
    },
    wake: () => alarm.ring(),
    limited: () => limited.list(),
    async stop() {
      stopped = true;
      ending.abort();
      alarm.ring();
      const tidied = chores.stop();
      // The last look may still have started something: the loop first, then what runs.
      const ended = Promise.resolve(loop).then(() => Promise.all([...running.keys(), tidied, reading]));
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, GRACE * 1000).unref())]);
    },
  };
};

/**
 * A sleep that can be cut short. The loop continues in its own asynchronous context, never in that of the
 * request or transaction that rang.
 */
const createAlarm = () => {
  let rung = false;
  let end: (() => void) | null = null;
  return {
    ring(): void {
      rung = true;
      end?.();
    },
    async sleep(seconds: number): Promise<void> {
      if (!rung && seconds > 0) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          end = resolve;
          timer = setTimeout(resolve, seconds * 1000);
        });
        clearTimeout(timer);
      }
      end = null;
      rung = false;
    },
  };
};
