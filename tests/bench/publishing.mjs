import { configFor, median, startStrapi } from './lab.mjs';

/**
 * Two processes that do the same differ by up to a twentieth for as long as they live, which is as much as is to be
 * measured: so several pairs, one after the other, and the median of what they say.
 */
const PAIRS = 5;
/** Of each process and way of publishing. */
const RUNS = 40;
/** Until V8 has compiled what runs at each publish: before that it takes twice as long. */
const WARM_UP = 40;
const LINKS = [0, 10, 1_000];
/** Nobody listens there: what is sent later is no part of this. */
const SITE = 'http://127.0.0.3:9';
/** Seconds: what the worker does later would disturb one side only. */
const NOT_YET = 3_600;

const linksOf = (count) => Array.from({ length: count }, (_, index) => `http://127.0.0.9:9/${index}`);

/** Who publishes: an editor in the admin, or the project's own code. */
const WAYS = [
  { does: 'publishAsEditor', who: 'in the content manager' },
  { does: 'publish', who: 'by the document service' },
];

const CELLS = WAYS.flatMap((way) => LINKS.map((count) => ({ ...way, count })));

/** How long publishing an article takes with the plugin and without it: both take turns. */
export const publishing = async ({ say }) => {
  const pairs = [];
  for (let pair = 1; pair <= PAIRS; pair += 1) {
    pairs.push(await measurePair());
    say(`publishing: pair ${pair} of ${PAIRS}`);
  }
  return CELLS.map(({ count, who }, index) => {
    const cells = pairs.map((cells) => cells[index]);
    return {
      what: `publishing ${count} links ${who}, plugin on and off`,
      milliseconds: median(cells.map(({ on }) => on)),
      without: median(cells.map(({ off }) => off)),
      ratio: median(cells.map(({ on, off }) => on / off)),
      bar: 1.05,
    };
  });
};

const measurePair = async () => {
  const [on, off] = await Promise.all([
    startStrapi('on', configFor(SITE, { settle: NOT_YET })),
    startStrapi('off', null),
  ]);
  try {
    const cells = [];
    for (const { does, count } of CELLS) {
      cells.push(await measure({ on, off, does, links: linksOf(count), slug: `${does}-${count}` }));
    }
    return cells;
  } finally {
    await Promise.all([on.end(), off.end()]);
  }
};

const measure = async ({ on, off, does, slug, links }) => {
  const sides = [];
  for (const strapi of [on, off]) {
    const { documentId } = await strapi.ask({ does: 'create', slug, links });
    sides.push({ took: [], publish: async () => (await strapi.ask({ does, documentId })).milliseconds });
  }
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    for (const { took, publish } of run % 2 === 0 ? sides : sides.toReversed()) {
      const milliseconds = await publish();
      if (run >= WARM_UP) took.push(milliseconds);
    }
  }
  const [withPlugin, without] = sides.map(({ took }) => median(took));
  return { on: withPlugin, off: without };
};
