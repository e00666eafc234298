import { describe, expect, it } from 'vitest';
import type { ReceivedPing } from '../../../server/src/adapters/jobs';
import { pairKeyOf } from '../../../server/src/adapters/pair-key';
import { ok } from '../../../server/src/core/result';
import { createFailedPairs } from '../../../server/src/services/inbound/failed-pairs';
import { createInline } from '../../../server/src/services/inbound/inline';
import type { Kept } from '../../../server/src/services/inbound/keep';
import { createLimitedLog } from '../../../server/src/services/inbound/limited';
import { createLimits } from '../../../server/src/services/inbound/limits';
import { createTakenPairs } from '../../../server/src/services/inbound/taken-pairs';
import type { OpenTarget } from '../../../server/src/services/inbound/types';
import { senderAt } from '../../../server/src/adapters/client';
import { BUSY, createReceiver, NO_LINK, type Found } from './fake-receiver';

const ping: ReceivedPing = {
  protocol: 'pingback',
  source: 'https://blog.example/post',
  target: 'https://here.example/hello',
  ref: { uid: 'api::article.article', documentId: 'hello', locale: 'en' },
  address: null,
  receivedAt: '2026-01-01T00:00:00.000Z',
  claim: { title: null, excerpt: null, blogName: null },
};
const target = { entry: {}, url: ping.target } as OpenTarget;
const sender = { key: '203.0.113.9', network: '203.0.113.0/24' };
const countable = { sourceHost: 'blog.example', target: { key: 'hello', url: ping.target } };
const about = { ping, target, sender, countable };

/** Verifies whatever comes, at once; `fetched` counts. */
const start = (kept: Kept = 'accepted') => {
  let clock = 0;
  let fetched = 0;
  const takenPairs = createTakenPairs({ now: () => (clock += 1) });
  const inline = createInline({
    budget: 60_000,
    limits: createLimits({
      rates: { client: false, sourceHost: false, target: false, total: false },
      limited: createLimitedLog({ say: () => undefined }),
    }),
    verify: async () => {
      fetched += 1;
      return ok({} as never);
    },
    keeper: { keep: async () => ok(kept), isKnown: async () => kept === 'accepted' } as never,
    waiting: {} as never,
    failedPairs: createFailedPairs(),
    takenPairs,
    atWork: new Set(),
  });
  return { takenPairs, inline, fetched: () => fetched };
};

describe('a ping that is verified while its sender waits', () => {
  it('is fetched once for all who asked whether it is known before it was', async () => {
    const { takenPairs, inline, fetched } = start();
    const [first, second, third] = [takenPairs.now(), takenPairs.now(), takenPairs.now()];
    const together = await Promise.all([
      inline({ ...about, since: first }),
      inline({ ...about, since: second }),
    ]);
    const late = await inline({ ...about, since: third });

    expect(together).toEqual([ok('accepted'), { ok: false, error: { kind: 'known' } }]);
    expect(late).toEqual({ ok: false, error: { kind: 'known' } });
    expect(fetched()).toBe(1);
  });

  it('is fetched again for who asks afterwards: it may have been forgotten since', async () => {
    const { takenPairs, inline, fetched } = start();
    await inline({ ...about, since: takenPairs.now() });

    expect(await inline({ ...about, since: takenPairs.now() })).toEqual(ok('accepted'));
    expect(fetched()).toBe(2);
  });
});

describe('a ping for a pair that is spam for the sake of who sent it', () => {
  it('is judged anew where another client sends it, at once and later', async () => {
    const { takenPairs, inline, fetched } = start('aside');
    const since = takenPairs.now();
    const own = { ...about, sender: senderAt('198.51.100.7') };
    const together = await Promise.all([inline({ ...about, since }), inline({ ...own, since })]);

    expect([...together, await inline({ ...own, since })]).toEqual(Array(3).fill(ok('accepted')));
    expect(fetched()).toBe(3);
  });

  it('is known to the client that sent it', async () => {
    const { takenPairs, inline } = start('aside');
    const one = { ...about, since: takenPairs.now() };

    expect(await Promise.all([inline(one), inline(one)])).toEqual([
      ok('accepted'),
      { ok: false, error: { kind: 'known' } },
    ]);
  });
});

describe('a ping for a pair of which another client just sent one', () => {
  const SOURCE = 'https://blog.example/post';
  const [stranger, site] = [senderAt('203.0.113.9'), senderAt('198.51.100.7')];
  const pings = async (found: Found, as = site) => {
    const finds = [found];
    const receiver = createReceiver({ find: () => finds.shift() ?? 'links' });
    const answers = await Promise.all([receiver.receive(stranger, SOURCE), receiver.receive(as, SOURCE)]);
    return { receiver, answers: answers.map((answer) => (answer.ok ? 'accepted' : answer.error.kind)) };
  };

  it('is not refused for what that one was refused: it waits', async () => {
    const { receiver, answers } = await pings(NO_LINK);

    expect(answers).toEqual(['no-link', 'accepted']);
    expect(receiver.queue).toMatchObject([{ due: 3_000 }]);
    expect(receiver.fetched).toHaveLength(1);
  });

  it('shares the answer of its own, and what was accepted from another', async () => {
    expect((await pings(NO_LINK, stranger)).answers).toEqual(['no-link', 'no-link']);
    expect((await pings('links')).answers).toEqual(['accepted', 'known']);
    expect((await pings(BUSY, stranger)).answers).toEqual(['accepted', 'known']);
  });

  it('waits by itself, once however often it comes', async () => {
    const receiver = createReceiver({ find: () => BUSY });
    const answers = await Promise.all([stranger, site].map((sender) => receiver.receive(sender, SOURCE)));
    expect(answers).toEqual([ok('accepted'), ok('accepted')]);
    expect([await receiver.receive(site, SOURCE), receiver.queue.length]).toEqual([ok('accepted'), 2]);
  });

  it('waits behind the worker that fetches the source now: that may have come too early', async () => {
    const receiver = createReceiver({ find: () => 'links' });
    await receiver.receive(site, `${SOURCE}/other`);
    expect(receiver.queue).toHaveLength(0);
    receiver.atWork.add(pairKeyOf(SOURCE, ping.ref));

    expect(await receiver.receive(site, SOURCE)).toEqual(ok('accepted'));
    expect(receiver.queue).toHaveLength(1);
  });

  it('that takes longer than the budget waits, and counts as not verified', async () => {
    const receiver = createReceiver({ find: () => 'late', rates: { total: 1 }, budget: 20 });
    expect(await receiver.receive(stranger, SOURCE)).toEqual(ok('accepted'));
    expect(await receiver.receive(stranger, `${SOURCE}/2`)).toEqual(ok('accepted'));

    expect(receiver.fetched).toEqual([SOURCE]);
    expect(receiver.queue).toHaveLength(2);
  });
});

describe('a ping of the same sender that differs from one of the same pair', () => {
  const SOURCE = ping.source;
  const claimed = (claim: Partial<ReceivedPing['claim']>) => ({ claim: { ...ping.claim, ...claim } });
  const OTHERS: readonly (readonly [string, Partial<ReceivedPing>])[] = [
    ['the target that it wrote', { written: `${ping.target}?utm_source=casino` }],
    ['a target where none was written', { written: '' }],
    ['the title that it claims', claimed({ title: 'casino' })],
    ['the excerpt that it claims', claimed({ excerpt: 'casino' })],
    ['the name that it claims', claimed({ blogName: 'casino' })],
    ['its protocol', { protocol: 'trackback' }],
    ['what it calls itself', { userAgent: 'casino' }],
  ];
  const [site, stranger] = [sender, senderAt('198.51.100.7')];

  it.each(OTHERS)('in %s waits in a job of its own, whoever was first', async (_what, over) => {
    for (const [first, second] of [
      [over, {}],
      [{}, over],
    ]) {
      const receiver = createReceiver({ find: () => BUSY });
      const send = (one: Partial<ReceivedPing> = {}) => receiver.receive(site, SOURCE, 'hello', one);
      const answers = [await send(first), await send(second), await send(first), await send(second)];

      expect(answers).toEqual(Array(4).fill(ok('accepted')));
      expect(receiver.queue.map(({ job }) => job.received)).toMatchObject([first, second]);
    }
  });

  it.each(OTHERS)('in %s is neither refused with it nor made spam with it', async (_what, over) => {
    const finds: Found[] = [NO_LINK];
    const receiver = createReceiver({ find: () => finds.shift() ?? 'links' });
    const send = (one: Partial<ReceivedPing> = {}) => receiver.receive(site, SOURCE, 'hello', one);
    const [first, second] = await Promise.all([send(over), send()]);

    expect(first).toEqual({ ok: false, error: { kind: 'no-link' } });
    expect([second, await send()]).toEqual([ok('accepted'), ok('accepted')]);
    expect(receiver.queue).toMatchObject([
      { due: 3_000, job: { received: { source: SOURCE, claim: ping.claim } } },
    ]);

    const aside = start('aside');
    const since = aside.takenPairs.now();
    const together = [{ ...ping, ...over }, ping].map((one) => aside.inline({ ...about, ping: one, since }));
    expect(await Promise.all(together)).toEqual([ok('accepted'), ok('accepted')]);
    expect(aside.fetched()).toBe(2);
  });

  it('never holds more places than its sender may', async () => {
    const receiver = createReceiver({ find: () => BUSY, most: 100 });
    const answers = [];
    for (let n = 0; n < 200; n += 1)
      answers.push(await receiver.receive(stranger, SOURCE, 'hello', { written: `${ping.target}?n=${n}` }));

    expect(answers.at(-1)).toMatchObject({ ok: false, error: { kind: 'limited' } });
    expect(await receiver.receive(site, SOURCE)).toEqual(ok('accepted'));
  });
});

describe('pairs that were taken', () => {
  it('are remembered for a minute, and no more of them than may be', () => {
    let time = 0;
    const pairs = createTakenPairs({ most: 2, now: () => time });
    pairs.remember('a');
    time = 59_999;
    pairs.remember('b');
    expect([pairs.isTaken('a', 0), pairs.isTaken('a', 1), pairs.isTaken('c', 0)]).toEqual([
      true,
      false,
      false,
    ]);

    time = 60_001;
    pairs.remember('b');
    expect([pairs.isTaken('a', 0), pairs.isTaken('b', 60_000)]).toEqual([false, true]);
    pairs.remember('c');
    pairs.remember('d');
    expect(['b', 'c', 'd'].map((key) => pairs.isTaken(key, 0))).toEqual([false, true, true]);
  });
});
