import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { patiently } from '../../server/src/adapters/deadlock';
import type { JobPayload } from '../../server/src/adapters/jobs';
import type { Queue } from '../../server/src/adapters/queue';
import { many } from '../contract/queue-harness';
import { startPeer } from '../helpers/http-peer';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

/** Milliseconds for which the worker sleeps at most, while it has nothing to do and while something is under way. */
const IDLE = 5_000;
const BUSY = 250;
const IN_LANE = 60;
/** Milliseconds that a peer may hang: for longer than anything here takes. */
const HANG = 600_000;

let app: TestApp;
let queue: Queue;

beforeAll(async () => {
  app = await startStrapi({ listen: true, config: { http: { timeout: HANG } } });
  ({ queue } = app.strapi.get('linkbacks') as { queue: Queue });
});
afterAll(() => app.stop());
afterEach(() => vi.restoreAllMocks());

const wake = () => app.strapi.plugin('linkbacks').service('worker').wake();
const left = (): Promise<number> => app.strapi.db.query('linkbacks::job').count();
/** A plan for an entry that is not there: done as soon as it is looked at. */
const plan = (documentId: string): JobPayload => ({
  kind: 'plan',
  ref: { uid: 'api::note.note', documentId, locale: '' },
  action: 'publish',
});
/** Statements of this process during `work`. */
const statements = async (work: () => Promise<unknown>): Promise<string[]> => {
  const seen: string[] = [];
  const listen = ({ sql }: { sql: string }) => void seen.push(sql);
  app.strapi.db.connection.on('query', listen);
  await work();
  app.strapi.db.connection.removeListener('query', listen);
  return seen;
};

const isBusyFor = async (milliseconds: number): Promise<boolean> =>
  (await statements(() => sleep(milliseconds))).length > 0;
/** Until the worker sleeps: what it does at its start, or what it was last told, is behind it. */
const asleep = () => until('the worker sleeps', async () => !(await isBusyFor(1_000)), { every: 0 });

/** From now on the worker does not look by itself, only when it is told. Gives how long it would have slept each time. */
const withoutAlarm = async (): Promise<readonly number[]> => {
  const { setTimeout: original } = globalThis;
  const sleeps: number[] = [];
  const sleeping = (...[work, milliseconds = 0, ...given]: Parameters<typeof setTimeout>) => {
    if (milliseconds !== IDLE && milliseconds !== BUSY) return original(work, milliseconds, ...given);
    sleeps.push(milliseconds);
    return original(() => undefined, milliseconds);
  };
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(sleeping as never);
  wake();
  await until('it sleeps for good', () => sleeps.length > 0);
  return sleeps;
};

describe('the worker', () => {
  it('asks the database a few times a minute while there is nothing to do', async () => {
    await asleep();
    const sleeps = await withoutAlarm();
    const looks: number[] = [];
    for (let look = 0; look < 3; look += 1) {
      const { length } = sleeps;
      const seen = await statements(async () => {
        wake();
        await until('it has looked', () => sleeps.length > length);
      });
      looks.push(seen.length);
    }
    // Once a minute, and once an hour, there is more to do.
    expect(Math.min(...looks)).toBeGreaterThan(0);
    expect(Math.min(...looks)).toBeLessThanOrEqual(5);
    expect(sleeps).toEqual(sleeps.map(() => IDLE));
  });

  it('looks when it is woken', async () => {
    await withoutAlarm();
    await queue.add([plan('other')]);
    wake();
    await until('it is done', async () => (await left()) === 0);
  });

  it('goes on with what comes after in a lane, told by the end of what was before', async () => {
    await withoutAlarm();
    await queue.add(many(IN_LANE, () => plan('same')));
    wake();
    await until('all are done', async () => (await left()) === 0);
  });

  it('plans although all that calls others hangs', async () => {
    const hanging = await startPeer(() => new Promise<void>(() => undefined), { address: '127.0.0.9' });
    const host = (index: number) => `127.0.0.9:${hanging.port}/${index}`;
    try {
      await queue.add(
        many(200, (index) => ({ kind: 'look', target: `${hanging.url}/${index}`, host: host(index) }))
      );
      wake();
      await until('they hang', () => hanging.requests.length > 0);
      await queue.add([plan('meanwhile')]);
      wake();
      const plans = () => app.strapi.db.connection('linkbacks_jobs').where('kind', 'plan');
      await until('it is planned', async () => (await plans()).length === 0);
      expect(await left()).toBe(200);

      const seen = await statements(() => sleep(1_000));
      expect(seen.length).toBeLessThan(100);
    } finally {
      await patiently(() => app.strapi.db.connection('linkbacks_jobs').del());
      await hanging.stop();
    }
  });
});
