import type { HttpFailureCode } from '../ports';

export interface Clock {
  readonly signal: AbortSignal;
  /** Why the signal fired; null when it has not. */
  ended(): Extract<HttpFailureCode, 'timeout' | 'aborted'> | null;
  /** Throws once the time is over or a signal has fired, even when no timer had its turn. */
  check(): void;
  stop(): void;
}

/**
 * One end for a whole request: a drip outlives undici's `bodyTimeout`, a flood of 103 answers its `headersTimeout`.
 * Not `AbortSignal.any`, which on Node 20 keeps an entry for each request in a signal that lives as long as the
 * client.
 *
 * @param milliseconds until the code is `timeout`
 * @param signals that end it earlier, with the code `aborted`
 */
export const startClock = (milliseconds: number, signals: readonly (AbortSignal | undefined)[]): Clock => {
  const controller = new AbortController();
  let ended: ReturnType<Clock['ended']> = null;
  const end = (why: 'timeout' | 'aborted') => {
    ended ??= why;
    controller.abort();
  };
  const abort = () => end('aborted');
  const deadline = performance.now() + milliseconds;
  const timer = setTimeout(end, milliseconds, 'timeout');
  for (const signal of signals) {
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
  }
  return {
    signal: controller.signal,
    ended: () => ended,
    check() {
      if (performance.now() >= deadline) end('timeout');
      controller.signal.throwIfAborted();
    },
    stop() {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener('abort', abort);
    },
  };
};

/** The promise, or the signal's reason as soon as it fires. */
export const unlessAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
