import { Worker } from 'node:worker_threads';
import type { ReadingCalls } from '../../core/reading/page-reader';
import { READING, SINCE, ticks, type Order, type Report, type Task, type ThreadData } from './messages';

/** A task on its way: what is asked, and who waits for it. */
export interface Assignment {
  readonly task: Task;
  readonly data: readonly unknown[];
  readonly calls: ReadingCalls;
  /** How many threads ended while they had it, none of them because of it. */
  readonly moves: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Why a thread is no more. */
export interface ThreadEnd {
  /** The task that was being read when it ended; null: it ended by itself. */
  readonly culprit: Assignment | null;
  /** The other tasks that it had. */
  readonly others: readonly Assignment[];
  /** For the log; null: it was asked to end. */
  readonly error: string | null;
  /** False when it never began: threads cannot be had here. */
  readonly started: boolean;
}

/** One worker thread of the pool. */
export interface RunningThread {
  /** How many tasks it has. */
  readonly load: number;
  /** Milliseconds for which it has been reading one document without a pause; 0: it is not. */
  stretch(): number;
  run(assignment: Assignment): void;
  end(): Promise<void>;
}

export interface ThreadOptions extends Omit<ThreadData, 'state'> {
  /** The script that the thread runs. */
  readonly file: string;
  /** Megabytes of heap. */
  readonly memory: number;
}

/** Part of the deadline that a document may take longer before its thread is ended: the thread's own clock comes first. */
const GRACE = 1.05;
/** Milliseconds between two looks at a thread that has tasks: with the grace, never a tenth of the deadline. */
const watchEvery = (deadline: number): number => Math.min(50, Math.max(1, deadline * 0.04));
/** Megabytes for what lives shortly: pieces of pages come and go, and are not to fill a process's memory first. */
const YOUNG = 8;
/** Megabytes of the stack: what is nested is read without recursion. */
const STACK = 4;

/** Starts a thread; `onEnd` is called once, whatever ends it. */
export const startThread = (o: ThreadOptions, onEnd: (end: ThreadEnd) => void): RunningThread => {
  const { file, memory, http, deadline } = o;
  const state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const workerData: ThreadData = { http, deadline, state };
  const worker = new Worker(file, {
    workerData,
    resourceLimits: {
      maxOldGenerationSizeMb: memory,
      maxYoungGenerationSizeMb: YOUNG,
      stackSizeMb: STACK,
    },
    // Flags of the process, such as those of a debugger, are not meant for it.
    execArgv: [],
  });
  const assignments = new Map<number, { assignment: Assignment; release(): void }>();
  let numbers = 0;
  let watch: NodeJS.Timeout | null = null;
  let trouble: string | null = null;
  let culprit = 0;
  let started = false;
  let ended = false;

  /** What is ordered in one turn of the event loop goes in one message: each wakes the thread. */
  let orders: Order[] = [];
  const send = (): void => {
    const together = orders;
    orders = [];
    try {
      worker.postMessage(together);
    } catch {
      together.forEach(sendAlone);
    }
  };
  /** A bug of who gave the data of one task is nobody else's. */
  const sendAlone = (one: Order): void => {
    try {
      worker.postMessage([one]);
    } catch (error) {
      take(one.id)?.reject(error as Error);
    }
  };
  const order = (one: Order): void => {
    orders.push(one);
    if (orders.length === 1) setImmediate(send);
  };

  const stretch = (): number => {
    const since = Atomics.load(state, SINCE);
    return Atomics.load(state, READING) === 0 ? 0 : (ticks() - since) | 0;
  };

  /** A thread that stays with one document does not look at its own clock. */
  const look = (): void => {
    const reading = Atomics.load(state, READING);
    if (culprit !== 0 || reading === 0 || stretch() <= deadline * GRACE) return;
    culprit = reading;
    trouble ??= `a document took longer than ${deadline} ms to read`;
    void worker.terminate();
  };

  /** An idle thread keeps no process alive. */
  const attend = (): void => {
    if (assignments.size > 0 && watch === null) {
      watch = setInterval(look, watchEvery(deadline));
      worker.ref();
    } else if (assignments.size === 0 && watch !== null) {
      clearInterval(watch);
      watch = null;
      worker.unref();
    }
  };

  const take = (id: number): Assignment | null => {
    const held = assignments.get(id);
    if (!held) return null;
    held.release();
    assignments.delete(id);
    attend();
    return held.assignment;
  };

  const admit = async ({ id, number, hop }: Extract<Report, { kind: 'admit' }>): Promise<void> => {
    const yes = (await assignments.get(id)?.assignment.calls.guard?.admit(hop)) ?? false;
    if (!ended) order({ kind: 'admitted', id, hop: number, yes });
  };

  const hear = (report: Report): void => {
    switch (report.kind) {
      case 'ready':
        started = true;
        return;
      case 'done':
        return take(report.id)?.resolve(report.value);
      case 'thrown':
        return take(report.id)?.reject(new Error(report.message));
      case 'admit':
        return void admit(report);
      case 'spent':
        return assignments.get(report.id)?.assignment.calls.guard?.spent(report.hop, report.bytes);
    }
  };
  worker.on('message', (reports: readonly Report[]) => reports.forEach(hear));
  worker.on('error', (error: NodeJS.ErrnoException) => {
    // Out of memory, or a bug: what it was just reading is to blame.
    culprit ||= Atomics.load(state, READING);
    trouble ??= error.message;
  });
  worker.on('exit', () => {
    ended = true;
    const ids = [...assignments.keys()];
    const left = new Map(ids.map((id) => [id, take(id)]));
    const others = ids.flatMap((id) => (id === culprit ? [] : (left.get(id) ?? [])));
    onEnd({ culprit: left.get(culprit) ?? null, others, error: trouble, started });
  });
  worker.unref();

  return {
    get load() {
      return assignments.size;
    },
    stretch,

    run(assignment) {
      const id = (numbers += 1);
      const { task, data, calls } = assignment;
      const { signal } = calls;
      const abort = (): void => order({ kind: 'abort', id });
      signal?.addEventListener('abort', abort, { once: true });
      const release = (): void => signal?.removeEventListener('abort', abort);
      assignments.set(id, { assignment, release });
      attend();
      order({ kind: 'run', id, task, data, guarded: calls.guard !== undefined });
      if (signal?.aborted) abort();
    },

    async end() {
      await worker.terminate();
    },
  };
};
