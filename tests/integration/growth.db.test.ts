import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { longestTurn } from '../helpers/event-loop';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { seedMany } from '../helpers/many-linkbacks';
import {
  ARTICLE,
  createArticle,
  forgetAll,
  jobsOf,
  pingback,
  seedLinkback,
  SITE,
  storedLinkbacks,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const DAY = 86_400_000;
const CAPACITY = 20;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString();
const byModerator = [{ at: daysAgo(1), event: 'moved', protocol: null, by: 'Jane' }];

let app: TestApp;
let blog: Peer;
let documentId: string;

beforeAll(async () => {
  const html = `<title>A post</title><p>See <a href="${SITE}/blog/hello">this</a>.</p>`;
  blog = await startPeer(({ path }, response) => sendPage(response, `<title>${path}</title>${html}`), {
    address: '127.0.0.2',
  });
  const retention = { addresses: 5, pending: 10, spam: 10, trash: 10, gone: 10 };
  const capacity = { pending: CAPACITY, spam: CAPACITY, gone: CAPACITY };
  app = await startStrapi({ config: { receive: { retention, capacity } } });
  documentId = await createArticle(app, { slug: 'hello' });
});
afterAll(async () => {
  await app?.stop();
  await blog?.stop();
});
beforeEach(async () => {
  await forgetAll(app);
  await app.strapi.db
    .query('linkbacks::state')
    .deleteMany({ where: { name: { $in: ['turn:room', 'dropped'] } } });
});

const seed = (over: Record<string, unknown>) =>
  seedLinkback(app, { uid: ARTICLE, documentId, locale: 'en' }, over);
const of = (host: string, path: string) => ({ source: `https://${host}/${path}`, sourceHost: host });
const service = (name: string) => app.strapi.plugin('linkbacks').service(name);
const makeRoom = (...crowds: string[]) => service('linkbacks').makeRoom(crowds);
const purge = (signal?: AbortSignal) => service('linkbacks').purge(signal);
const sources = async () => (await storedLinkbacks(app)).map(({ source }) => source).sort();
const tombstones = () => app.strapi.db.query('linkbacks::tombstone' as never).count();
const stored = (status: string) =>
  app.strapi.db.query('plugin::linkbacks.linkback').count({ where: { status } });

describe('more pending linkbacks than may be', () => {
  it('make room: the oldest of whoever has most, and nothing that anybody decided about', async () => {
    await seed({ ...of('known.example', 'shown'), status: 'approved', receivedAt: daysAgo(9) });
    const staying = [
      of('known.example', 'waits'),
      of('honest.example', 'one'),
      of('honest.example', 'two'),
      of('flood.example', 'decided'),
    ];
    await seed({ ...staying[0], receivedAt: daysAgo(8) });
    await seed({ ...staying[1], receivedAt: daysAgo(8) });
    await seed({ ...staying[2], receivedAt: daysAgo(7) });
    await seed({ ...staying[3], receivedAt: daysAgo(6), history: byModerator });
    await seedMany(app, 100, (number) => ({
      source: `https://n${number % 30}.flood.example/post-${number}`,
      source_host: `n${number % 30}.flood.example`,
    }));

    await makeRoom('pending');

    const left = await sources();
    expect(await stored('pending')).toBe(CAPACITY);
    expect(left).toEqual(expect.arrayContaining(staying.map(({ source }) => source)));
    expect(left).toContain('https://known.example/shown');
    // The newest of the flood are the ones that stay of it.
    const flood = left
      .filter((source) => source.includes('/post-'))
      .map((source) => Number(source.split('post-')[1]));
    expect(Math.max(...flood)).toBeLessThan(CAPACITY);
    // They were not deleted by anybody: the same pings may come again.
    expect(await tombstones()).toBe(0);
  });

  it('are told of in the status and in the log', async () => {
    await seedMany(app, 50, () => ({}));
    await makeRoom('pending', 'spam');

    const status = await app.request
      .get('/linkbacks/status')
      .set('Authorization', await superAdminToken(app));
    expect(status.body.dropped).toEqual([
      { status: 'pending', count: 30, last: expect.stringMatching(/^\d{4}-/) },
    ]);
    expect(app.logs.filter(({ message }) => message.includes('receive.capacity'))).not.toEqual([]);
  });

  it('of a known site make room too where nothing else is left', async () => {
    await seed({ ...of('known.example', 'shown'), status: 'approved' });
    await seedMany(app, 60, (number) => ({
      source: `https://known.example/${number}`,
      source_host: 'known.example',
    }));
    await makeRoom('pending');

    expect(await stored('pending')).toBe(CAPACITY);
    expect(await stored('approved')).toBe(1);
  });

  it('stay where moderators did something with all of them', async () => {
    await seedMany(app, 40, () => ({ history: JSON.stringify(byModerator) }));
    await makeRoom('pending');

    expect(await stored('pending')).toBe(40);
  });

  it('make room during a flood, before a minute has passed', async () => {
    for (let from = 0; from < 120; from += 20) {
      const sent = Array.from({ length: 20 }, (_, index) =>
        pingback(app, `${blog.url}/${from + index}`, `${SITE}/blog/hello`)
      );
      for (const { fault } of await Promise.all(sent)) expect(fault).toBeNull();
    }
    await until('room was made', async () => (await stored('pending')) < 120);
  });

  it('of spam and gone ones the same: but what was shown before stays', async () => {
    await seedMany(app, 50, () => ({ status: 'spam' }));
    await seedMany(app, 50, (number) => ({
      status: 'gone',
      previous_status: number % 2 === 0 ? 'approved' : 'pending',
    }));
    await makeRoom('spam', 'gone');

    expect(await stored('spam')).toBe(CAPACITY);
    expect(await stored('gone')).toBe(25 + CAPACITY);
  });
});

describe('what is older than its retention', () => {
  it('is dropped as long as nobody decided about it, and leaves a trace only where it was put away', async () => {
    const old = { receivedAt: daysAgo(20), movedAt: daysAgo(11) };
    await seed({ ...of('a.example', 'pending'), ...old });
    await seed({ ...of('a.example', 'pending-decided'), ...old, history: byModerator });
    await seed({ ...of('a.example', 'pending-young'), receivedAt: daysAgo(20), movedAt: daysAgo(9) });
    await seed({ ...of('a.example', 'gone'), ...old, status: 'gone', previousStatus: 'pending' });
    const next = { nextVerificationAt: daysAgo(-1) };
    await seed({
      ...of('a.example', 'gone-shown'),
      ...old,
      status: 'gone',
      previousStatus: 'approved',
      ...next,
    });
    await seed({ ...of('a.example', 'approved'), ...old, status: 'approved' });
    await purge();

    expect(await sources()).toEqual(
      ['approved', 'gone-shown', 'pending-decided', 'pending-young'].map(
        (path) => `https://a.example/${path}`
      )
    );
    expect(await tombstones()).toBe(0);
    const [shown] = (await storedLinkbacks(app)).filter(({ status }) => status === 'gone');
    expect(shown?.['nextVerificationAt']).toBeNull();

    await seed({ ...of('a.example', 'spam'), ...old, status: 'spam' });
    await seed({ ...of('a.example', 'trash'), ...old, status: 'trash' });
    await purge();
    expect(await sources()).toHaveLength(4);
    expect(await tombstones()).toBe(2);
  });

  it('loses its sender, and what is younger keeps it', async () => {
    await seed({
      ...of('a.example', 'old'),
      receivedAt: daysAgo(6),
      address: '192.0.2.1',
      userAgent: 'Agent',
    });
    await seed({ ...of('a.example', 'young'), receivedAt: daysAgo(4), address: '192.0.2.2' });
    await purge();

    const rows = await storedLinkbacks(app);
    expect(rows.map(({ address, userAgent }) => [address, userAgent])).toEqual([
      [null, null],
      ['192.0.2.2', null],
    ]);
  });

  it('takes its sender along, whether it leaves a trace or none', async () => {
    const old = { receivedAt: daysAgo(4), movedAt: daysAgo(11), address: '192.0.2.3' };
    await seed({ ...of('a.example', 'trash'), ...old, status: 'trash' });
    await seed({ ...of('a.example', 'pending'), ...old, status: 'pending' });
    await purge();

    expect(await sources()).toEqual([]);
    expect(await app.strapi.db.query('linkbacks::sender').count({ where: { address: '192.0.2.3' } })).toBe(0);
  });

  it('goes without holding up the event loop, however much it is, and can be stopped on the way', async () => {
    const moved = new Date(daysAgo(11));
    await seedMany(app, 6_000, () => ({ received_at: moved, moved_at: moved, excerpt: 'x'.repeat(2_000) }));
    const ending = new AbortController();
    const stopped = purge(ending.signal);
    setTimeout(() => ending.abort(), 50);
    await stopped;
    const left = await stored('pending');
    expect(left).toBeGreaterThan(0);

    // With room: the promise is 50 ms, and a machine that does other work stretches a turn.
    expect(await longestTurn(() => purge())).toBeLessThan(100);
    expect(await stored('pending')).toBe(0);
  });
});

describe('what is due to be checked again', () => {
  const due = { next_verification_at: new Date(daysAgo(1)), status: 'approved' };
  const leaveDue = () => service('inbound').leaveDue() as Promise<number>;

  it('is taken as fast as it may be, a host not more often than it may be, and behind many of one host the others', async () => {
    await seedMany(app, 900, (number) => ({
      ...due,
      source: `https://huge.example/${number}`,
      source_host: 'huge.example',
    }));
    await seedMany(app, 300, (number) => ({
      ...due,
      next_verification_at: new Date(Date.now() - 1000),
      source: `https://blog-${number}.example/`,
    }));
    expect(await leaveDue()).toBe(120);

    const lanes = (await jobsOf(app, 'recheck')).map(({ lane }) => String(lane));
    expect(lanes.filter((lane) => lane.endsWith('huge.example'))).toHaveLength(4);
    expect(new Set(lanes).size).toBe(117);
    // The rest of the big host has its turn in later minutes, and is out of the way of the others.
    const later = await app.strapi.db.query('plugin::linkbacks.linkback').count({
      where: { sourceHost: 'huge.example', nextVerificationAt: { $gt: new Date().toISOString() } },
    });
    expect(later).toBe(900);
    expect(await leaveDue()).toBe(0);
  });

  it('is spread over the minute', async () => {
    await seedMany(app, 200, () => due);
    await leaveDue();

    const times = (await jobsOf(app, 'recheck')).map(({ dueAt }) => Number(dueAt)).sort((a, b) => a - b);
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    expect(last - first).toBeGreaterThan(40_000);
    for (let from = first; from < last; from += 1_000)
      expect(times.filter((at) => at >= from && at < from + 1_000).length).toBeLessThan(15);
  });
});
