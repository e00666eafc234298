import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { senderAt } from '../../../server/src/adapters/client';
import { ok } from '../../../server/src/core/result';
import { BUSY, createReceiver, NO_LINK, UNREACHABLE, type Found } from './fake-receiver';

const SITE = senderAt('198.51.100.7');
const HONEST = 'https://honest.example/post';
const RATES = { sourceHost: 3, target: 4, total: 6 };
const STRANGER = senderAt('203.0.113.9');

describe('junk in the name of an honest site, on one page', () => {
  const flood = async (rates: typeof RATES, pings: number) => {
    const receiver = createReceiver({ rates, find: (source) => (source === HONEST ? 'links' : NO_LINK) });
    for (let i = 0; i < pings; i += 1) await receiver.receive(STRANGER, `https://honest.example/${i}`);
    return receiver;
  };

  it('does not delay the site’s own ping', async () => {
    const receiver = await flood(RATES, 200);
    const before = receiver.queue.length;

    expect(await receiver.receive(SITE, HONEST)).toEqual(ok('accepted'));
    expect(receiver.queue).toHaveLength(before);
    expect(receiver.fetched.filter((source) => source === HONEST)).toHaveLength(1);
  });

  it('is fetched no oftener than the limit says while its sender waits; the rest waits for the worker', async () => {
    const receiver = await flood(RATES, 20);

    expect(receiver.fetched).toHaveLength(RATES.sourceHost);
    expect(receiver.queue).toHaveLength(17);
    expect(receiver.limited.list()).toMatchObject([
      { kind: 'sourceHost', key: 'honest.example', result: 'delayed', count: 17 },
    ]);
  });

  it('ends when its sender holds its share: the log names the sender', async () => {
    const receiver = await flood(RATES, 1_000);

    expect(await receiver.receive(STRANGER, 'https://honest.example/x')).toMatchObject({
      ok: false,
      error: { kind: 'limited' },
    });
    expect(receiver.queue).toHaveLength(304);
    expect(receiver.limited.list()[0]).toMatchObject({
      kind: 'waiting',
      key: '203.0.113.9',
      result: 'refused',
    });
  });
});

describe('what strangers send, whatever it is and in whatever order', () => {
  /** Some addresses of two networks; `127.0.0.1`: a proxy that is not trusted. */
  const strangers = [
    senderAt('203.0.113.9'),
    senderAt('203.0.113.10'),
    senderAt('2001:4860:1:2::1'),
    { key: '127.0.0.1 #forged', network: null },
  ];
  const finds: readonly Found[] = ['links', NO_LINK, UNREACHABLE, BUSY];
  const page = fc.integer({ min: 0, max: 3 });
  const junk = fc.record({
    kind: fc.constant('junk' as const),
    sender: fc.constantFrom(...strangers),
    /** Of the honest site, or of sites of the stranger's own. */
    source: fc.oneof(
      page.map((n) => `${HONEST}/${n}`),
      fc
        .tuple(fc.constantFrom('a.evil.example', 'b.evil.example', 'honest.example'), fc.nat(99))
        .map(([host, n]) => `https://${host}/${n}`)
    ),
    times: fc.integer({ min: 1, max: 12 }),
    target: fc.constantFrom('hello', 'other'),
  });
  const step = fc.oneof(
    { weight: 5, arbitrary: junk },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('publish' as const), page }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('honest' as const), page }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(120_000) }) }
  );

  it('never has an honest ping refused, and none that was accepted is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 40 }),
        fc.integer({ min: 200, max: 2_000 }),
        fc.constantFrom(RATES, { sourceHost: 1, target: 1, total: 1 }),
        async (steps, most, rates) => {
          const published = new Set<string>();
          const receiver = createReceiver({
            rates,
            most,
            find: (source) => {
              if (published.has(source)) return 'links';
              if (source.startsWith(HONEST)) return NO_LINK;
              return finds[source.length % finds.length] ?? NO_LINK;
            },
          });
          const running: Promise<unknown>[] = [];
          for (const one of steps) {
            if (one.kind === 'pass') receiver.clock.pass(one.ms);
            if (one.kind === 'publish') published.add(`${HONEST}/${one.page}`);
            if (one.kind === 'junk') {
              // All at once, and not waited for: the honest ping may come in the midst of it.
              for (let i = 0; i < one.times; i += 1) {
                const source = one.source.startsWith(HONEST) ? one.source : `${one.source}/${i}`;
                running.push(receiver.receive(one.sender, source, one.target));
              }
            }
            if (one.kind === 'honest' && published.has(`${HONEST}/${one.page}`)) {
              const source = `${HONEST}/${one.page}`;
              const answer = await receiver.receive(SITE, source);
              if (!answer.ok) expect(answer.error).toEqual({ kind: 'known' });
              expect(receiver.isSafe(source)).toBe(true);
            }
          }
          await Promise.all(running);
        }
      ),
      { numRuns: 60 }
    );
  });
});
