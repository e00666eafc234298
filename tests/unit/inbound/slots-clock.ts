import type { FetchLimits } from '../../../server/src/services/inbound/fetch-budgets';
import { createFetchSlots, type SlotsClock } from '../../../server/src/services/inbound/fetch-slots';
import { createLimitedLog } from '../../../server/src/services/inbound/limited';

/** A clock that goes as far as the test says. */
export interface FakeClock extends SlotsClock {
  pass(milliseconds: number): void;
}

export const createFakeClock = (): FakeClock => {
  let time = 0;
  let timers: { readonly at: number; act(): void }[] = [];
  return {
    now: () => time,
    after(milliseconds, act) {
      const timer = { at: time + milliseconds, act };
      timers.push(timer);
      return () => void (timers = timers.filter((one) => one !== timer));
    },
    pass(milliseconds) {
      const end = time + milliseconds;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        time = next.at;
        next.act();
      }
      time = end;
    },
  };
};

const NO_RATES = { host: false, domain: false, network: false } as const;
export const OPEN: FetchLimits = {
  total: 10_000,
  host: 10_000,
  domain: 10_000,
  network: 10_000,
  perMinute: NO_RATES,
  bytesPerMinute: NO_RATES,
};

/** Slots without any limits but the given ones. */
export const slotsOf = (limits: Partial<FetchLimits>) => {
  const limited = createLimitedLog({ say: () => undefined });
  const clock = createFakeClock();
  return { limited, clock, slots: createFetchSlots({ limits: { ...OPEN, ...limits }, limited, clock }) };
};
