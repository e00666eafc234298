import type { HttpClient, HttpResponse } from '../ports';

/** Thrown into a reader whose document has taken all of its time. */
export class TookTooLong extends Error {
  override name = 'TookTooLong';

  constructor(milliseconds: number) {
    super(`the reading took longer than ${milliseconds} ms`);
  }
}

/** The time that the reading of one document has taken so far; waiting for bytes does not count. */
export interface Meter {
  /** A stretch of reading begins; it goes on until `pause`. */
  resume(): void;
  /**
   * The stretch has ended.
   *
   * @throws {TookTooLong} when all of the time is used up
   */
  pause(): void;
  /** The reading is over, however long it took. */
  stop(): void;
}

/**
 * Measures the reading of one document.
 *
 * @param o.deadline milliseconds that all stretches together may take
 * @param o.mark is told when a stretch begins (true), with the milliseconds spent before it, and when it ends; a watcher
 *   outside ends a thread that stays in one
 * @param o.now milliseconds
 */
export const createMeter = (o: {
  deadline: number;
  mark?: (isReading: boolean, spent: number) => void;
  now?: () => number;
}): Meter => {
  const { deadline, mark = () => undefined, now = () => performance.now() } = o;
  let spent = 0;
  let since: number | null = null;

  const stop = (): void => {
    if (since === null) return;
    spent += now() - since;
    since = null;
    mark(false, spent);
  };

  return {
    resume() {
      since ??= now();
      mark(true, spent);
    },
    pause() {
      stop();
      if (spent > deadline) throw new TookTooLong(deadline);
    },
    stop,
  };
};

/** The client whose answers are read under a meter. */
export const metered = (http: HttpClient, meter: Meter): HttpClient => ({
  ...http,
  request: (request, read) =>
    http.request(request, async (response) => {
      try {
        return await read({ ...response, body: meteredBody(response, meter) });
      } finally {
        meter.stop();
      }
    }),
});

/** From the moment when a piece is handed out until the next one is asked for, or the reader is done, it is being read. */
async function* meteredBody(
  { body }: HttpResponse,
  meter: Meter
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const bytes of body) {
      meter.resume();
      yield bytes;
      meter.pause();
    }
  } finally {
    meter.resume();
  }
}
