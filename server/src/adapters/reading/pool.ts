import { err } from '../../core/result';
import { TOO_LONG, type PageReader, type ReadingCalls } from '../../core/reading/page-reader';
import { flattened, sizeOf } from '../../core/content/size';
import type { Task, TaskData } from './messages';
import {
  startThread,
  type Assignment,
  type RunningThread,
  type ThreadEnd,
  type ThreadOptions,
} from './running-thread';

export interface PoolOptions extends ThreadOptions {
  readonly threads: number;
  /** Reads what is small, and everything where threads cannot be had. */
  readonly inPlace: PageReader;
  /** Is told of threads that ended by themselves. */
  onTrouble(message: string): void;
}

/** Tasks that one thread has at most, most of which wait for their peers; beyond it the answer is `busy`. */
const MOST_TASKS = 256;
/** Tasks of one thread while another one would have fewer. */
const ENOUGH_TASKS = 8;
/** Milliseconds in one stretch of reading after which a thread is given nothing new while another one is free. */
const LONG_STRETCH = 5;
/** Threads that may end under a task without its fault: after that it is `busy`, and its caller tries again later. */
const MOST_MOVES = 1;
/** UTF-16 units of an entry's texts that are read in place: they take less time than to send them. */
const SMALL = 32_768;

const BUSY = { kind: 'unreachable', code: 'busy' } as const;
const ABORTED = { kind: 'unreachable', code: 'aborted' } as const;

/** The failure of a task, in the words of its own union. */
const failureOf = (task: Task, failure: typeof TOO_LONG | typeof BUSY | typeof ABORTED): unknown => {
  if (task !== 'links') return err(failure);
  return err(failure.code === 'reading-too-long' ? failure.code : 'busy');
};

/**
 * Reads pages in worker threads, each of which fetches many at a time and reads one. A thread that stays with one document
 * past the deadline, or needs more memory than it may have, is ended: that document has failed, the thread's other tasks
 * move on, and the next task starts a new thread. Threads start when they are first needed.
 *
 * No library: those that there are run one task a thread, or end the thread to end a task.
 */
export const createReadingPool = (o: PoolOptions): PageReader => {
  const { inPlace } = o;
  const running: (RunningThread | null)[] = Array.from({ length: o.threads }, () => null);
  let available = true;
  let closed = false;

  const onEnd = (index: number, { culprit, others, error, started }: ThreadEnd): void => {
    running[index] = null;
    if (error !== null && !closed) o.onTrouble(error);
    available &&= started || closed;
    culprit?.resolve(failureOf(culprit.task, TOO_LONG));
    for (const one of others) {
      if (one.moves >= MOST_MOVES) one.resolve(failureOf(one.task, BUSY));
      else assign({ ...one, moves: one.moves + (started ? 1 : 0) });
    }
  };

  const keepsUp = (thread: RunningThread | null): boolean =>
    thread === null || (thread.load < ENOUGH_TASKS && thread.stretch() <= LONG_STRETCH);

  /**
   * The first that keeps up, else the one with the fewest tasks: each thread compiles the code for itself and has a heap of
   * its own, so as few as will do take less of the processor than all.
   */
  const choose = (): RunningThread => {
    const loads = running.map((thread) => thread?.load ?? 0);
    const free = running.findIndex(keepsUp);
    const index = free >= 0 ? free : loads.indexOf(Math.min(...loads));
    return (running[index] ??= startThread(o, (end) => onEnd(index, end)));
  };

  const assignHere = ({ task, data, calls, resolve, reject }: Assignment): void => {
    const work = inPlace[task] as (...given: unknown[]) => Promise<unknown>;
    work(...data, calls).then(resolve, reject);
  };

  const assign = (assignment: Assignment): void => {
    const isOver = closed || assignment.calls.signal?.aborted === true;
    if (isOver) return assignment.resolve(failureOf(assignment.task, ABORTED));
    if (!available) return assignHere(assignment);
    const thread = choose();
    if (thread.load >= MOST_TASKS) assignment.resolve(failureOf(assignment.task, BUSY));
    else thread.run(assignment);
  };

  const ask = <T extends Task>(
    task: T,
    data: TaskData<T>,
    calls: ReadingCalls = {}
  ): ReturnType<PageReader[T]> =>
    new Promise<unknown>((resolve, reject) => {
      assign({ task, data, calls, moves: 0, resolve, reject });
    }) as ReturnType<PageReader[T]>;

  return {
    verify: (request, calls) => ask('verify', [request], calls),
    discover: (target, options, calls) => ask('discover', [target, options], calls),
    ownPage: (request, calls) => ask('ownPage', [request], calls),

    links(parts, baseUrl) {
      const flat = parts.map(flattened);
      return sizeOf(flat) <= SMALL ? inPlace.links(flat, baseUrl) : ask('links', [flat, baseUrl]);
    },

    async close() {
      closed = true;
      await Promise.all([...running.map((thread) => thread?.end()), inPlace.close()]);
    },
  };
};
