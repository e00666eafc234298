import { describe, expect, it } from 'vitest';
import type { ReceivedPing } from '../../../server/src/adapters/jobs';
import { ok } from '../../../server/src/core/result';
import { createFailedPairs } from '../../../server/src/services/inbound/failed-pairs';
import { createInline } from '../../../server/src/services/inbound/inline';
import { createTakenPairs } from '../../../server/src/services/inbound/taken-pairs';
import type { OpenTarget } from '../../../server/src/services/inbound/types';

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

/** Verifies whatever comes, at once; `fetched` counts. */
const start = () => {
  let clock = 0;
  let fetched = 0;
  const takenPairs = createTakenPairs({ now: () => (clock += 1) });
  const inline = createInline({
    budget: 60_000,
    verify: async () => {
      fetched += 1;
      return ok({} as never);
    },
    keeper: { keep: async () => ok('accepted') } as never,
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
      inline({ ping, target, since: first }),
      inline({ ping, target, since: second }),
    ]);
    const late = await inline({ ping, target, since: third });

    expect(together).toEqual([ok('accepted'), { ok: false, error: { kind: 'known' } }]);
    expect(late).toEqual({ ok: false, error: { kind: 'known' } });
    expect(fetched()).toBe(1);
  });

  it('is fetched again for who asks afterwards: it may have been forgotten since', async () => {
    const { takenPairs, inline, fetched } = start();
    await inline({ ping, target, since: takenPairs.now() });

    expect(await inline({ ping, target, since: takenPairs.now() })).toEqual(ok('accepted'));
    expect(fetched()).toBe(2);
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
