import type { MakeLimiter } from '../../../server/src/adapters/rate-limiters';

/** Milliseconds that a test moves on by itself. */
export interface Clock {
  now(): number;
  pass(ms: number): void;
}

export const createClock = (): Clock => {
  let time = 0;
  return { now: () => time, pass: (ms) => void (time += ms) };
};

const MINUTE = 60_000;

/** Limiters as the real ones count, by the clock of a test: a key is free a minute after it was first counted. */
export const limitersBy = (clock: Clock): MakeLimiter => {
  return (_name, points) => {
    const windows = new Map<string, { count: number; ends: number }>();
    const windowOf = (key: string) => {
      const window = windows.get(key);
      return window && clock.now() < window.ends ? window : null;
    };
    return {
      async count(key) {
        const window = windowOf(key) ?? { count: 0, ends: clock.now() + MINUTE };
        windows.set(key, window);
        window.count += 1;
        return window.count > points ? window.ends - clock.now() : 0;
      },
      async wait(key) {
        const window = windowOf(key);
        return window && window.count >= points ? window.ends - clock.now() : 0;
      },
    };
  };
};
