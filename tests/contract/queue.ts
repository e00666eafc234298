import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Job, JobPayload } from '../../server/src/adapters/jobs';
import type { Queue } from '../../server/src/adapters/queue';
import { describeClaimers } from './queue-claimers';
import {
  kindsOf,
  live,
  look,
  many,
  namesOf,
  only,
  ping,
  plan,
  verify,
  type QueueHarness,
} from './queue-harness';

const HOUR = 3_600_000;
const EVERY_KIND = [plan('n'), live('n'), verify('a.example'), look('a.example'), ping('a.example')];

/** What every queue engine keeps (DESIGN §5, Queue), whichever store it works on. */
export const describeQueue = (name: string, make: () => Promise<QueueHarness>): void => {
  describe(`the queue ${name}`, () => {
    let harness: QueueHarness;
    let queue: Queue;
    const claim = (limits: Partial<Parameters<Queue['claim']>[0]> = {}): Promise<Job[]> =>
      queue.claim({ limit: 10, perHost: 1, ...limits });
    const claimOne = async (): Promise<Job> => only(await claim());
    const nextDue = (): Promise<number | null> => queue.nextDue({ perHost: 1 });

    beforeAll(async () => {
      harness = await make();
      queue = harness.queue;
    });
    afterEach(async () => {
      vi.useRealTimers();
      await harness.clear();
    });
    afterAll(() => harness.stop());

    describe('due jobs', () => {
      it('are given at once, with their payload, and are gone when they are finished', async () => {
        await queue.add(EVERY_KIND);
        expect(await nextDue()).toBe(0);
        const jobs = await claim();
        expect(jobs.map(({ payload }) => payload)).toEqual(expect.arrayContaining(EVERY_KIND));
        expect(jobs).toHaveLength(EVERY_KIND.length);
        for (const job of jobs) expect(await queue.finish(job)).toBe(true);
        expect(await nextDue()).toBeNull();
      });

      it('are not given before their time', async () => {
        await queue.add([ping('a.example')], { delay: 60 });
        expect(await claim()).toEqual([]);
        expect(await nextDue()).toBeGreaterThan(30);
        expect(await nextDue()).toBeLessThanOrEqual(60);
      });

      it('are given to one claimer only', async () => {
        await queue.add([ping('a.example')]);
        const claims = await Promise.all([claim(), claim(), claim()]);
        expect(claims.flat()).toHaveLength(1);
        expect(await claim()).toEqual([]);
      });

      it('come oldest first', async () => {
        for (const host of ['a', 'b', 'c']) await queue.add([ping(host)]);
        const order: string[] = [];
        for (let count = 0; count < 3; count += 1) order.push(...namesOf(await claim({ limit: 1 })));
        expect(order).toEqual(['a', 'b', 'c']);
      });

      it('come oldest first within a lane', async () => {
        await queue.add(many(3, (index) => ping('a.example', String(index))));
        const order: string[] = [];
        for (let count = 0; count < 3; count += 1) {
          const job = await claimOne();
          order.push(...namesOf([job]));
          await queue.finish(job);
        }
        expect(order).toEqual(['0', '1', '2']);
      });

      it('are given up to the limit', async () => {
        await queue.add(many(20, (index) => ping(`${index}.example`)));
        expect(await claim({ limit: 7 })).toHaveLength(7);
        expect(await claim({ limit: 0 })).toEqual([]);
        expect(await claim({ limit: 50 })).toHaveLength(13);
      });

      it('are made so when what held them back is over, but not those of other kinds', async () => {
        await queue.add([ping('a.example'), plan('n'), verify('b.example')], { delay: 600 });
        await queue.add([ping('held.example')]);
        const held = await claimOne();
        await queue.hurry(['ping', 'plan', 'live']);
        expect(kindsOf(await claim()).sort()).toEqual(['ping', 'plan']);
        expect(await queue.renew(held)).toBe(true);
      });
    });

    describe('the time', () => {
      it.each([-5, 5])('is never that of a process, whose clock may be %i hours off', async (hours) => {
        await queue.add([ping('later.example')], { delay: 60 });
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * HOUR });
        await queue.add([ping('now.example'), ping('now.example', 'second')]);
        await queue.add([ping('soon.example')], { delay: 30 });

        const job = await claimOne();
        expect(namesOf([job])).toEqual(['now.example']);
        await queue.slowDown(ping('now.example'), { pause: 50, gap: 1 });
        await queue.postpone(job, { delay: 20 });

        vi.useRealTimers();
        expect(await claim()).toEqual([]);
        expect(await nextDue()).toBeGreaterThan(20);
        expect(await nextDue()).toBeLessThanOrEqual(30);
      });
    });

    describe('a lane', () => {
      it.each([
        ['a plan', plan('n')],
        ['a live check', live('n')],
        ['a verification', verify('a.example')],
      ])('runs one job at a time: %s', async (_what, payload) => {
        await queue.add([payload, payload]);
        const first = only(await claim({ perHost: 3 }));
        expect(await claim({ perHost: 3 })).toEqual([]);
        await queue.finish(first);
        expect(await claim({ perHost: 3 })).toHaveLength(1);
      });

      it.each([
        ['pings', ping],
        ['looks', look],
      ])('runs as many %s to one host as it is told', async (_what, job) => {
        await queue.add(many(5, (index) => job('a.example', String(index))));
        const taken: Job[] = [];
        for (let count = 0; count < 5; count += 1) taken.push(...(await claim({ perHost: 3 })));
        expect(taken).toHaveLength(3);
        const [first] = taken;
        if (first) await queue.postpone(first, { delay: 60 });
        expect(await claim({ perHost: 3 })).toHaveLength(1);
      });

      it('that is full is no reason to look again at once', async () => {
        await queue.add([ping('a.example', '1'), ping('a.example', '2')]);
        const job = await claimOne();
        expect(await nextDue()).toBeGreaterThan(1);
        await queue.finish(job);
        expect(await nextDue()).toBe(0);
      });

      it('keeps no other one waiting, however long it is', async () => {
        await queue.add(many(1_000, (index) => ping('busy.example', `busy ${index}`)));
        await queue.add([ping('late.example')]);
        expect(namesOf(await claim()).sort()).toEqual(['busy 0', 'late.example']);
      });
    });

    describe('the kinds', () => {
      const PINGS = 64;

      it('take turns, so that 64 hosts with due pings keep no plan, check or verification waiting', async () => {
        await queue.add(many(PINGS, (index) => ping(`${index}.example`)));
        await queue.add([plan('n'), live('n'), verify('a.example'), look('a.example')]);
        expect(kindsOf(await claim({ limit: 8 })).sort()).toEqual(
          ['live', 'look', 'plan', 'verify', ...Array<string>(4).fill('ping')].sort()
        );
      });

      it('have as many places as they are given', async () => {
        await queue.add(many(PINGS, (index) => ping(`${index}.example`)));
        expect(await claim({ limit: PINGS, places: { ping: 3 } })).toHaveLength(3);
        expect(await claim({ places: { ping: 0 } })).toEqual([]);
        expect(await queue.nextDue({ perHost: 1, places: { ping: 0 } })).toBeNull();

        await queue.add([plan('n')]);
        expect(await queue.nextDue({ perHost: 1, places: { ping: 0 } })).toBe(0);
        expect(kindsOf(await claim({ places: { ping: 0 } }))).toEqual(['plan']);
      });
    });

    describe('a claim', () => {
      it('lasts for the lease, and then another may take the job over', async () => {
        await queue.add([ping('a.example')]);
        const lost = await claimOne();
        expect(await claim()).toEqual([]);
        expect(await nextDue()).toBeGreaterThan(queue.lease / 2);
        expect(await nextDue()).toBeLessThanOrEqual(queue.lease);

        await harness.expireLeases();
        expect(await nextDue()).toBe(0);
        const taken = await claimOne();
        expect(taken).toMatchObject({ id: lost.id, payload: lost.payload, attempts: 2 });
        expect(taken.token).not.toBe(lost.token);
      });

      it('lasts longer when it is renewed', async () => {
        await queue.add([ping('a.example')]);
        const job = await claimOne();
        await harness.expireLeases();
        expect(await queue.renew(job)).toBe(true);
        expect(await claim()).toEqual([]);
        expect(await queue.finish(job)).toBe(true);
      });

      it('that was lost has no effect any more', async () => {
        await queue.add([ping('a.example')]);
        const lost = await claimOne();
        await harness.expireLeases();
        const taken = await claimOne();

        expect(await queue.finish(lost)).toBe(false);
        expect(await queue.postpone(lost, { delay: 0 })).toBe(false);
        expect(await queue.renew(lost)).toBe(false);
        expect(await queue.move(lost, ping('b.example'))).toBe(false);

        expect(await claim()).toEqual([]);
        await harness.expireLeases();
        expect(only(await claim())).toMatchObject({ payload: taken.payload, attempts: 3 });
      });

      it('that has ended has no effect any more', async () => {
        await queue.add([ping('a.example')]);
        const job = await claimOne();
        expect(await queue.postpone(job, { delay: 0 })).toBe(true);
        expect(await queue.finish(job)).toBe(false);
        expect(await queue.renew(job)).toBe(false);
        expect(await claimOne()).toMatchObject({ id: job.id });
      });

      it('is counted before the work begins, so that a job that ends every process is found out', async () => {
        await queue.add([ping('poison.example')]);
        const attempts: number[] = [];
        for (let count = 0; count < 6; count += 1) {
          attempts.push((await claimOne()).attempts);
          await harness.expireLeases();
        }
        expect(attempts).toEqual([1, 2, 3, 4, 5, 6]);
      });

      it('that ended with its process is told from one that had no result', async () => {
        await queue.add([ping('poison.example')]);
        const crashes: number[] = [];
        for (let count = 0; count < 3; count += 1) {
          crashes.push((await claimOne()).crashes);
          await harness.expireLeases();
        }
        expect(crashes).toEqual([1, 2, 3]);

        await queue.postpone(await claimOne(), { delay: 0, counts: true, crashes: 1 });
        const rested = await claimOne();
        expect(rested).toMatchObject({ attempts: 5, crashes: 2 });
        await queue.postpone(rested, { delay: 0, counts: true });
        expect(await claimOne()).toMatchObject({ attempts: 6, crashes: 1 });
      });

      it('without a result is counted, one with a result begins anew', async () => {
        await queue.add([ping('a.example')]);
        const attempts: number[] = [];
        for (const counts of [true, true, false, true]) {
          const job = await claimOne();
          attempts.push(job.attempts);
          await queue.postpone(job, { delay: 0, counts });
        }
        expect(attempts).toEqual([1, 2, 3, 1]);
      });

      it('is kept with what a job knows when it is postponed', async () => {
        await queue.add([verify('a.example')]);
        const job = await claimOne();
        const payload = { ...verify('a.example'), tries: { busy: 3, slow: true } } as JobPayload;
        await queue.postpone(job, { delay: 0, payload });
        expect(await queue.hasSame(verify('a.example'))).toBe(true);
        expect((await claimOne()).payload).toEqual(payload);
      });

      it('is not counted while a job waits for its host', async () => {
        await queue.add([ping('a.example', '1'), ping('a.example', '2')]);
        const first = await claimOne();
        for (let count = 0; count < 5; count += 1) expect(await claim()).toEqual([]);
        await queue.finish(first);
        expect((await claimOne()).attempts).toBe(1);
      });
    });

    describe('a postponed job', () => {
      it('is due when its time has come', async () => {
        await queue.add([ping('a.example')]);
        await queue.postpone(await claimOne(), { delay: 90 });
        expect(await claim()).toEqual([]);
        expect(await nextDue()).toBeGreaterThan(45);
        expect(await nextDue()).toBeLessThanOrEqual(90);
      });
    });

    describe('a job that moves on', () => {
      it('waits in its new lane, and its old one goes on', async () => {
        await queue.add([ping('endpoint.example', 'first'), ping('page.example', 'moving')]);
        await queue.add([ping('page.example', 'next')]);
        const [first, moving] = await claim();
        if (!first || !moving) throw new Error('nothing was claimed');
        expect(await queue.move(moving, ping('endpoint.example', 'moving'))).toBe(true);

        expect(namesOf(await claim())).toEqual(['next']);
        await queue.finish(first);
        expect(await nextDue()).toBe(0);
        const moved = await claimOne();
        expect(moved).toMatchObject({ payload: ping('endpoint.example', 'moving'), attempts: 1 });
      });
    });

    describe('a host', () => {
      it('rests for as long as it asked, and keeps no other one waiting', async () => {
        await queue.add([ping('slow.example'), ping('b.example')]);
        await queue.slowDown(ping('slow.example'), { pause: 600, gap: 16 });
        await queue.finish(await claimOne());
        expect(await claim()).toEqual([]);
        expect(await nextDue()).toBeGreaterThan(500);
        expect(await nextDue()).toBeLessThanOrEqual(600);

        await queue.slowDown(ping('slow.example'), { pause: 300, gap: 16 });
        expect(await nextDue()).toBeLessThanOrEqual(300);
        await harness.endRests();
        expect(await nextDue()).toBe(0);
        expect(namesOf(await claim())).toEqual(['slow.example']);
      });

      it('rests longer than its jobs, or its jobs longer than it', async () => {
        await queue.slowDown(ping('slow.example'), { pause: 100, gap: 1 });
        await queue.add([ping('slow.example')], { delay: 200 });
        expect(await nextDue()).toBeGreaterThan(150);
        await queue.slowDown(ping('slow.example'), { pause: 400, gap: 1 });
        expect(await nextDue()).toBeGreaterThan(350);
      });

      it('is kept at the distance that it asked for', async () => {
        await queue.slowDown(ping('slow.example'), { pause: 0, gap: 16 });
        await harness.endRests();
        await queue.add([ping('slow.example', '1'), ping('slow.example', '2')]);
        const first = await claimOne();
        await queue.keepDistance(first.payload);
        await queue.finish(first);

        expect(await claim()).toEqual([]);
        expect(await nextDue()).toBeGreaterThan(3);
        expect(await nextDue()).toBeLessThanOrEqual(16);
      });

      it('is never called sooner by its distance than by its rest', async () => {
        await queue.slowDown(ping('slow.example'), { pause: 600, gap: 16 });
        await queue.add([ping('slow.example')]);
        await queue.keepDistance(ping('slow.example'));
        expect(await nextDue()).toBeGreaterThan(500);
      });

      it('that asked for nothing is kept at no distance', async () => {
        await queue.add([ping('a.example')]);
        await queue.keepDistance(ping('a.example'));
        expect(await claim()).toHaveLength(1);
      });

      it('is kept at no distance any more an hour after the last', async () => {
        await queue.slowDown(ping('slow.example'), { pause: -3_700, gap: 16 });
        await queue.slowDown(ping('recent.example'), { pause: -3_500, gap: 16 });
        await queue.forgetGaps();
        await queue.add([ping('slow.example'), ping('recent.example')]);
        for (const host of ['slow.example', 'recent.example']) await queue.keepDistance(ping(host));
        expect(namesOf(await claim())).toEqual(['slow.example']);
      });
    });

    describe('what goes to a host', () => {
      it('can be taken out, with what is below it and on any port, of some kinds, unless it is under way', async () => {
        const others = [
          verify('notbad.example'),
          verify('bad.example.org'),
          verify('badXexample'),
          look('bad.example'),
        ];
        await queue.add([verify('bad.example', 'http://bad.example/held')]);
        const held = await claimOne();
        const ours = [verify('bad.example'), verify('bad.example:8443'), verify('a.bad.example')];
        await queue.add([...ours, ...others], { delay: 0 });

        const dropped: JobPayload[] = [];
        await queue.drop(['verify', 'mention'], 'bad.example', async (job) => void dropped.push(job));
        expect(dropped).toEqual(ours);
        expect(await queue.finish(held)).toBe(true);
        const left = (await claim()).map(({ payload }) => payload);
        expect(left).toHaveLength(others.length);
        expect(left).toEqual(expect.arrayContaining(others));
      });
    });

    describe('what is left', () => {
      it('is known: a newer job of the same lane, and any', async () => {
        expect(await queue.hasAny(plan('n'))).toBe(false);
        await queue.add([plan('n'), plan('n'), live('n'), plan('m')]);
        const jobs = await claim();
        const older = only(
          jobs.filter(({ payload }) => payload.kind === 'plan' && payload.ref.documentId === 'n')
        );
        const alone = only(jobs.filter(({ payload }) => payload.kind === 'live'));

        expect(await queue.hasNewer(older)).toBe(true);
        expect(await queue.hasNewer(alone)).toBe(false);
        await queue.finish(older);
        const newer = await claimOne();
        expect(await queue.hasNewer(newer)).toBe(false);
        expect(await queue.hasAny(plan('n'))).toBe(true);
        await queue.finish(newer);
        expect(await queue.hasAny(plan('n'))).toBe(false);
      });
    });

    describe('received pings that wait', () => {
      it('are found by all that their outcome depends on', async () => {
        const job = from('a', 'net', 'x.example') as Extract<JobPayload, { kind: 'verify' }>;
        const { received } = job;
        await queue.add([job, mention('a', 'x.example')]);
        const has = (payload: JobPayload) => queue.hasSame(payload, { within: 5 });
        const but = (over: Partial<typeof received>) => has({ ...job, received: { ...received, ...over } });

        expect(await has(from('b', 'net', 'x.example'))).toBe(false);
        expect(await has(mention('b', 'x.example'))).toBe(false);
        expect(await but({ written: `${received.target}?utm_source=casino` })).toBe(false);
        expect(await but({ claim: { ...received.claim, title: 'casino' } })).toBe(false);
        expect(await but({ protocol: 'trackback' })).toBe(false);
        expect(await but({ receivedAt: new Date(1).toISOString() })).toBe(true);
        expect(await has({ ...job, tries: { busy: 3, slow: true } })).toBe(true);
        expect(await has(mention('a', 'x.example'))).toBe(true);
      });

      const from = (key: string, network: string | null, host: string): JobPayload => ({
        ...(verify(host) as Extract<JobPayload, { kind: 'verify' }>),
        sender: { key, network },
      });
      const mention = (key: string, host: string): JobPayload => ({
        kind: 'mention',
        source: `http://${host}/`,
        target: 'http://here.example/',
        address: null,
        receivedAt: new Date(0).toISOString(),
        host,
        sender: { key, network: 'net' },
      });

      it('are counted in all, and by network, client and source host of a sender', async () => {
        expect(await queue.countReceived()).toBe(0);
        await queue.add([
          from('a', 'net', 'x.example'),
          from('a', 'net', 'y.example'),
          from('b', 'net', 'x.example'),
          from('c', null, 'x.example'),
          mention('a', 'x.example'),
          verify('x.example'),
          plan('n'),
          ping('x.example'),
        ]);
        const held = (key: string, network: string | null, host = 'x.example') =>
          queue.countReceived({ sender: { key, network }, host });

        expect(await queue.countReceived()).toBe(6);
        expect(await held('a', 'net')).toEqual({ network: 4, client: 3, host: 2 });
        expect(await held('b', 'net', 'y.example')).toEqual({ network: 4, client: 1, host: 0 });
        expect(await held('c', null)).toEqual({ network: 0, client: 1, host: 1 });
        expect(await held('d', 'other')).toEqual({ network: 0, client: 0, host: 0 });
      });
    });

    describeClaimers(() => harness);
  });
};
