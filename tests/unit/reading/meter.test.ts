import { describe, expect, it } from 'vitest';
import { createMeter, metered, TookTooLong } from '../../../server/src/core/reading/meter';
import type { HttpClient, HttpResponse } from '../../../server/src/core/ports';
import { ok } from '../../../server/src/core/result';

const setUp = (deadline: number) => {
  const clock = { now: 0 };
  const marks: boolean[] = [];
  const before: number[] = [];
  const mark = (isReading: boolean, spent: number): void => {
    marks.push(isReading);
    if (isReading) before.push(spent);
  };
  const meter = createMeter({ deadline, now: () => clock.now, mark });
  return { clock, marks, before, meter };
};

/** A client whose answer has these pieces; each takes `wait` milliseconds to arrive. */
const clientOf = (pieces: readonly string[], o: { clock: { now: number }; wait: number }): HttpClient => ({
  async request(_, read) {
    const body = (async function* () {
      for (const piece of pieces) {
        o.clock.now += o.wait;
        yield Buffer.from(piece);
      }
    })();
    const response: HttpResponse = { status: 200, url: 'http://a.example/', headers: {}, body };
    return ok(await read(response));
  },
  close: async () => undefined,
});

/** Reads all, `cost` milliseconds a piece. */
const readAll = (client: HttpClient, o: { clock: { now: number }; cost: number }) =>
  client.request({ url: 'http://a.example/' }, async ({ body }) => {
    let text = '';
    for await (const piece of body) {
      o.clock.now += o.cost;
      text += Buffer.from(piece).toString();
    }
    return text;
  });

describe('the meter of one document', () => {
  it('adds up the stretches of reading, and ends the document when they are too long together', () => {
    const { clock, meter } = setUp(100);
    const stretch = (milliseconds: number) => {
      meter.resume();
      clock.now += milliseconds;
      meter.pause();
    };
    stretch(60);
    stretch(40);
    expect(() => stretch(1)).toThrow(TookTooLong);
  });

  it('says with each stretch what was spent before it', () => {
    const { clock, before, meter } = setUp(100);
    for (const milliseconds of [30, 50, 1]) {
      meter.resume();
      clock.now += milliseconds;
      meter.pause();
      clock.now += 7;
    }
    expect(before).toEqual([0, 30, 80]);
  });

  it('does not count the time between them', () => {
    const { clock, meter } = setUp(100);
    meter.resume();
    meter.pause();
    clock.now += 10_000;
    meter.resume();
    expect(() => meter.pause()).not.toThrow();
  });

  it('marks when it is being read', () => {
    const { marks, meter } = setUp(100);
    meter.resume();
    meter.pause();
    meter.stop();
    expect(marks).toEqual([true, false]);
  });
});

describe('a metered client', () => {
  it('counts what the reader does, and not what the peer takes', async () => {
    const { clock, meter } = setUp(100);
    const client = metered(clientOf(['a', 'b', 'c'], { clock, wait: 5_000 }), meter);
    expect(await readAll(client, { clock, cost: 30 })).toEqual(ok('abc'));
  });

  it('ends a reader that takes too long', async () => {
    const { clock, meter } = setUp(100);
    const client = metered(clientOf(['a', 'b', 'c', 'd'], { clock, wait: 0 }), meter);
    await expect(readAll(client, { clock, cost: 40 })).rejects.toThrow(TookTooLong);
  });

  it('leaves no mark behind, however the reading ended', async () => {
    const { clock, marks, meter } = setUp(100);
    const client = metered(clientOf(['a', 'b'], { clock, wait: 0 }), meter);
    await client.request({ url: 'http://a.example/' }, async ({ body }) => {
      for await (const piece of body) return piece.length;
      return 0;
    });
    expect(marks.at(-1)).toBe(false);
    await expect(
      client.request({ url: 'http://a.example/' }, async () => {
        throw new Error('a bug');
      })
    ).rejects.toThrow('a bug');
    expect(marks.at(-1)).toBe(false);
  });
});
