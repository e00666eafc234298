import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createReadingPool } from '../../../server/src/adapters/reading/pool';
import { createMeter } from '../../../server/src/core/reading/meter';
import { createPageReader, type PageReader } from '../../../server/src/core/reading/page-reader';
import { err } from '../../../server/src/core/result';
import { sourceRequest } from '../../contract/page-reader';
import { loopbackClient } from '../../helpers/http-client';
import { anyPort } from '../../helpers/ports';

const TROUBLED = fileURLToPath(new URL('../../fixtures/threads/troubled.cjs', import.meta.url));
const TOO_LONG = err({ kind: 'unreachable', code: 'reading-too-long' });

const troubles: string[] = [];
let pool: PageReader;

const start = ({ threads = 1, file = TROUBLED, deadline = 300 } = {}): void => {
  troubles.length = 0;
  pool = createReadingPool({
    file,
    threads,
    deadline,
    memory: 32,
    http: {
      allowAddresses: [],
      allowPorts: anyPort,
      timeout: 5_000,
      maxBytes: 1_048_576,
      maxRedirects: 5,
      userAgent: 'test',
    },
    inPlace: createPageReader({
      http: loopbackClient({ allowPorts: anyPort }),
      newMeter: () => createMeter({ deadline }),
    }),
    onTrouble: (message) => troubles.push(message),
  });
};
afterEach(() => pool.close());

const read = (does: string, more: object = {}) =>
  pool.verify({ ...sourceRequest(`http://a.example/${does}`), ...more });

/** Milliseconds that a thread was at a document, as it wrote them down itself until it was ended: no start, no messages. */
const readUntilEnded = async (does: string, more: object = {}): Promise<number> => {
  const clock = new Float64Array(new SharedArrayBuffer(8));
  expect(await read(does, { ...more, clock })).toEqual(TOO_LONG);
  return clock[0] ?? 0;
};

/** The least of some tries: a busy machine lets a timer wait, and a thread cannot be ended earlier than it is asked to. */
const leastOf = async (measure: () => Promise<number>, enough: number): Promise<number> => {
  let least = Infinity;
  for (let tries = 0; tries < 4 && least > enough; tries += 1) least = Math.min(least, await measure());
  return least;
};

describe('the pool of reading threads', () => {
  it('ends a thread that stays with one document: that has failed, and nothing else', async () => {
    start();
    const waiting = read('waiting');
    const stuck = read('stuck');
    expect(await stuck).toEqual(TOO_LONG);
    expect(troubles).toEqual(['a document took longer than 300 ms to read']);
    // It waits on, in the next thread.
    expect(await Promise.race([waiting, read('answer')])).toMatchObject({ ok: true });
  });

  it.each([200, 1_000, 2_000])('ends it after %d ms and a tenth of that', async (deadline) => {
    start({ deadline });
    const took = await leastOf(() => readUntilEnded('stuck'), 1.1 * deadline);
    expect(took).toBeGreaterThanOrEqual(deadline * 0.99);
    expect(took).toBeLessThanOrEqual(1.1 * deadline);
  });

  it('counts what the document took before', async () => {
    start({ deadline: 1_000 });
    const took = await leastOf(() => readUntilEnded('stuck-late', { before: 800 }), 300);
    expect(took).toBeLessThanOrEqual(300);
  });

  it('ends a document that needs more memory than a thread has', async () => {
    start({ deadline: 60_000 });
    expect(await read('large')).toEqual(TOO_LONG);
    expect(troubles).toHaveLength(1);
    expect(await read('answer')).toMatchObject({ ok: true });
  });

  it('moves the other tasks on once: who loses a second thread is busy', async () => {
    start();
    const waiting = read('waiting');
    expect(await read('stuck')).toEqual(TOO_LONG);
    expect(await read('stuck')).toEqual(TOO_LONG);
    expect(await waiting).toEqual(err({ kind: 'unreachable', code: 'busy' }));
  });

  it('leaves the other threads alone', async () => {
    start({ threads: 2 });
    const first = await read('answer');
    const [stuck, ...others] = await Promise.all([read('stuck'), read('answer'), read('answer')]);
    expect(stuck).toEqual(TOO_LONG);
    expect(others.every(({ ok }) => ok)).toBe(true);
    expect(first.ok).toBe(true);
  });

  it('starts another thread only when the first has enough to do, or stays with a document', async () => {
    start({ threads: 3, deadline: 1_000 });
    const threadOf = async (answer: ReturnType<typeof read>) => {
      const result = (await answer) as unknown as { value: { thread: number } };
      return result.value.thread;
    };
    const first = await threadOf(read('answer'));
    expect(await threadOf(read('answer'))).toBe(first);

    const stuck = read('stuck');
    await sleep(100);
    const second = await threadOf(read('answer'));
    expect(second).not.toBe(first);
    for (let waiting = 0; waiting < 8; waiting += 1) void read('waiting');
    expect(await threadOf(read('answer'))).not.toBe(second);
    expect(await stuck).toEqual(TOO_LONG);
  });

  it('rejects a task that cannot be sent, and no other', async () => {
    start();
    const broken = pool.verify({ ...sourceRequest('http://a.example/answer'), sought: [() => 0] as never });
    const [failed, answered] = await Promise.allSettled([broken, read('answer')]);
    expect(failed.status).toBe('rejected');
    expect(answered).toMatchObject({ status: 'fulfilled', value: { ok: true } });
  });

  it('has room for so many tasks, and is busy beyond', async () => {
    start();
    const waiting = Array.from({ length: 256 }, () => read('waiting'));
    expect(await read('answer')).toEqual(err({ kind: 'unreachable', code: 'busy' }));
    await pool.close();
    expect(new Set((await Promise.all(waiting)).map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify(err({ kind: 'unreachable', code: 'aborted' }))])
    );
  });

  it('hands on a bug as what it is', async () => {
    start();
    await expect(read('bug')).rejects.toThrow('a bug');
    expect(await read('answer')).toMatchObject({ ok: true });
  });

  it('reads in place where threads cannot be had', async () => {
    start({ file: '/nowhere/thread.js' });
    const seen = await pool.verify(sourceRequest('ftp://a.example/'));
    expect(seen).toEqual(err({ kind: 'unreachable', code: 'scheme-refused' }));
    expect(troubles).toHaveLength(1);
  });

  it('has nothing to do once it was closed', async () => {
    start();
    await pool.close();
    expect(await read('answer')).toEqual(err({ kind: 'unreachable', code: 'aborted' }));
  });
});
