import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../helpers/until';
import type { Life } from './life';
import type { Random } from './random';

/** After what a process is killed: its start, being asked to publish, the commit of that, a ping that came in. */
export type Moment = 'boot' | 'publish' | 'commit' | 'air';

/** Milliseconds after the moment; the instant is drawn from these. */
const SPAN: Record<Moment, number> = { boot: 2_500, publish: 200, commit: 40, air: 350 };
/** Milliseconds that a process gets to send something: its peers may all be waiting for a lease to end. */
const PATIENCE = 5_000;

/** Two lives in three end while pings are in the air. */
export const drawMoment = (random: Random, publishes: boolean): Moment => {
  const drawn = random.next();
  if (drawn < 0.08) return 'boot';
  if (publishes && drawn < 0.24) return 'publish';
  return publishes && drawn < 0.33 ? 'commit' : 'air';
};

/**
 * Resolves at a random instant.
 *
 * @param o.publish asks the process to publish what it should; called once it listens
 * @param o.arrivals how many pings of this life have come in by now
 */
export const instant = async (
  moment: Moment,
  o: { life: Life; random: Random; publish: () => void; arrivals: () => number }
): Promise<void> => {
  const { life, random, arrivals } = o;
  const pause = random.between(0, SPAN[moment]);
  const first = random.between(1, 2);
  if (moment !== 'boot') {
    await life.listening;
    o.publish();
  }
  if (moment === 'commit') await seen(life, () => life.published.size > 0);
  if (moment === 'air') await seen(life, () => arrivals() >= first);
  await sleep(pause);
};

const seen = async (life: Life, isThere: () => boolean): Promise<void> => {
  const end = Date.now() + PATIENCE;
  const look = () => {
    life.check();
    return isThere() || Date.now() > end;
  };
  await until('the moment comes', look, { every: 2, timeout: 2 * PATIENCE });
};
