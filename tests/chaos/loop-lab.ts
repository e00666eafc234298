import fc from 'fast-check';
import { configFor, startStrapi } from '../bench/lab.mjs';
import { anyNastyFamily, slowOnce, type NastyFamily, type NastyKind } from '../helpers/nasty-documents';

/** Again at the same documents: `NASTY_SEED=1`. More of them: `NASTY_RUNS=50`. */
export const SEED = Number(process.env['NASTY_SEED'] ?? Date.now() % 2_147_483_647);
const RUNS = Number(process.env['NASTY_RUNS'] ?? 4);
/** Milliseconds that the loop may stand still: 50 are promised, and a busy machine takes up to twice as long for the same. */
export const LONGEST = Number(process.env['NASTY_LONGEST'] ?? 100);
/** A busy machine keeps the loop waiting too: the least of so many times counts. */
const TRIES = 4;

/** A Strapi in a process of its own, whose event loop is watched. */
export interface LoopLab {
  readonly url: string;
  ask(message: object): Promise<Record<string, unknown>>;
  /**
   * The longest block of the loop while `work` is done with each of them; of each the least of some tries, since whatever
   * else the machine does holds the loop up too.
   */
  longestBlock<T>(
    things: readonly T[],
    work: (thing: T) => Promise<unknown>,
    o?: { enough?: number }
  ): Promise<number>;
  end(): Promise<void>;
}

/**
 * @param config over what a Strapi that sends and receives without limits has; null: without the plugin
 */
export const startLoopLab = async (name: string, config: object | null = {}): Promise<LoopLab> => {
  const strapi = await startStrapi(name, config && { ...UNLIMITED, ...config });
  const ask = (message: object): Promise<Record<string, unknown>> => strapi.ask(message);
  return {
    url: `http://127.0.0.1:${String(strapi.first.port)}`,
    ask,
    async longestBlock(things, work, { enough = LONGEST } = {}) {
      let longest = 0;
      for (const thing of things) {
        let least = Infinity;
        for (let tries = 0; tries < TRIES && least > enough; tries += 1) {
          await ask({ does: 'watchLoop' });
          await work(thing);
          const { milliseconds } = await ask({ does: 'longestBlock' });
          least = Math.min(least, Number(milliseconds));
        }
        longest = Math.max(longest, least);
      }
      return longest;
    },
    end: () => strapi.end(),
  };
};

const UNLIMITED = {
  ...configFor('https://target.example', { settle: 0 }),
  contentTypes: {
    'api::article.article': { url: 'https://target.example/:slug', title: 'title', liveCheck: false },
  },
  receive: {
    rateLimit: false,
    inlineBudget: 20_000,
    fetches: {
      total: 1_000,
      host: 1_000,
      domain: 1_000,
      network: 1_000,
      perMinute: false,
      bytesPerMinute: false,
    },
  },
};

/** Families of a kind: those that were slow once, and some new ones. */
export const familiesOf = (kind: NastyKind): NastyFamily[] => [
  ...slowOnce(kind),
  ...fc.sample(anyNastyFamily(kind), { numRuns: RUNS, seed: SEED }),
];

export const seconds = (count: number): number => count * 1_000;
