import type { MessagePort } from 'node:worker_threads';
import { createHttpClient } from '../../core/http/client';
import type { HttpGuard, HttpHop } from '../../core/ports';
import { createMeter, type Meter } from '../../core/reading/meter';
import { createPageReader, type ReadingCalls } from '../../core/reading/page-reader';
import { READING, SINCE, ticks, type Order, type Report, type ThreadData } from './messages';

/** Milliseconds until the main thread hears what was spent. */
const LATEST = 20;

/** Does what the main thread orders, several tasks at a time. Runs in a worker thread. */
export const startReadingThread = (
  port: MessagePort,
  { http: options, deadline, state }: ThreadData
): void => {
  const http = createHttpClient(options);
  const running = new Map<number, { abort: AbortController; answers: Map<number, (yes: boolean) => void> }>();
  /** What can wait a moment goes along with what somebody waits for: each message wakes the main thread. */
  let reports: Report[] = [];
  let timer: NodeJS.Timeout | null = null;
  const send = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    port.postMessage(reports);
    reports = [];
  };
  const report = (one: Report): void => {
    reports.push(one);
    if (one.kind !== 'spent') send();
    else timer ??= setTimeout(send, LATEST);
  };

  /** Says in shared memory which task is being read: the main thread ends a thread that stays with one. */
  const meterOf = (id: number): Meter =>
    createMeter({
      deadline,
      mark(isReading, spent) {
        if (isReading) {
          // What the document took before counts too.
          Atomics.store(state, SINCE, (ticks() - Math.round(spent)) | 0);
          Atomics.store(state, READING, id);
        } else if (Atomics.load(state, READING) === id) Atomics.store(state, READING, 0);
      },
    });

  const guardOf = (id: number, answers: Map<number, (yes: boolean) => void>): HttpGuard => ({
    admit: (hop: HttpHop) =>
      new Promise((resolve) => {
        const number = answers.size + 1;
        answers.set(number, resolve);
        report({ kind: 'admit', id, number, hop });
      }),
    spent: (hop, bytes) => report({ kind: 'spent', id, hop, bytes }),
  });

  const run = async ({ id, task, data, guarded }: Extract<Order, { kind: 'run' }>): Promise<void> => {
    const abort = new AbortController();
    const answers = new Map<number, (yes: boolean) => void>();
    running.set(id, { abort, answers });
    const reader = createPageReader({ http, newMeter: () => meterOf(id) });
    const calls: ReadingCalls = { signal: abort.signal, ...(guarded && { guard: guardOf(id, answers) }) };
    try {
      const work = reader[task] as (...given: unknown[]) => Promise<unknown>;
      report({ kind: 'done', id, value: await work(...data, calls) });
    } catch (error) {
      report({
        kind: 'thrown',
        id,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    } finally {
      running.delete(id);
    }
  };

  const obey = (order: Order): void => {
    switch (order.kind) {
      case 'run':
        return void run(order);
      case 'abort':
        return running.get(order.id)?.abort.abort();
      case 'admitted':
        return running.get(order.id)?.answers.get(order.hop)?.(order.yes);
    }
  };
  port.on('message', (orders: readonly Order[]) => orders.forEach(obey));
  report({ kind: 'ready' });
};
