import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobPayload } from '../../server/src/adapters/jobs';
import type { Queue } from '../../server/src/adapters/queue';
import { many } from '../contract/queue-harness';
import { startPeer } from '../helpers/http-peer';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

/** Milliseconds in which an idle worker looks once by itself. */
const IDLE = 6_000;
/** Milliseconds: two seconds after an idle worker has looked, three are left until it does so by itself. */
const BEFORE_IT_LOOKS = 2_500;
/** Jobs of one lane. A worker that looked for the next one by itself only would take a quarter of a second for each. */
const IN_LANE = 60;
const LANE_TIME = 12_000;
/** Milliseconds that a peer may hang: for longer than anything here takes. */
const HANG = 60_000;

let app: TestApp;
let queue: Queue;

beforeAll(async () => {
  app = await startStrapi({ listen: true, config: { http: { timeout: HANG } } });
  ({ queue } = app.strapi.get('linkbacks') as { queue: Queue });
});
afterAll(() => app.stop());

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

describe('the worker', () => {
  it('asks the database a few times a minute while there is nothing to do', async () => {
    await asleep();
    const seen = await statements(() => sleep(IDLE));
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.length).toBeLessThanOrEqual(10);
  });

  it('looks at once when it is woken', async () => {
    await asleep();
    await until('it has just looked', () => isBusyFor(50), { every: 0 });
    await asleep();
    await queue.add([plan('other')]);
    wake();
    await until('it is done', async () => (await left()) === 0, { timeout: BEFORE_IT_LOOKS, every: 10 });
  });

  it('does at once what comes after in a lane', async () => {
    await queue.add(many(IN_LANE, () => plan('same')));
    wake();
    await until('all are done', async () => (await left()) === 0, { timeout: LANE_TIME });
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
      await app.strapi.db.connection('linkbacks_jobs').del();
      await hanging.stop();
    }
  });
});
