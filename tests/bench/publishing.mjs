import { configFor, median, startStrapi } from './lab.mjs';

/** Two processes that do the same differ by a fiftieth for as long as they live: some of each kind, then. */
const PAIRS = 3;
/** Of each process. The median of 30 still moves by a twentieth from one time to the next: as much as is to be measured. */
const RUNS = 70;
/** Until V8 has compiled what runs at each publish: before that it takes twice as long. */
const WARM_UP = 50;
const LINKS = [0, 10, 1_000];
/** Nobody listens there: what is sent later is no part of this. */
const SITE = 'http://127.0.0.3:9';

const linksOf = (count) => Array.from({ length: count }, (_, index) => `http://127.0.0.9:9/${index}`);

/** Who publishes: an editor in the admin, or the project's own code. */
const WAYS = [
  { does: 'publishAsEditor', who: 'in the content manager' },
  { does: 'publish', who: 'by the document service' },
];

/** How long publishing an article takes with the plugin and without it: the median of many, taking turns. */
export const publishing = async ({ say }) => {
  const pairs = await Promise.all(Array.from({ length: PAIRS }, (_, index) => startPair(index)));
  try {
    const rows = [];
    for (const { does, who } of WAYS) {
      for (const count of LINKS) {
        const took = await measure({ pairs, does, links: linksOf(count), slug: `${does}-${count}` });
        // What the worker does of it later would disturb the next measurement on one side only.
        await Promise.all(pairs.map(({ on }) => on.ask({ does: 'rest' })));
        say(`publishing ${who}, ${count} links: ${took.on.toFixed(1)} ms on, ${took.off.toFixed(1)} ms off`);
        rows.push({
          what: `publishing ${count} links ${who}, plugin on and off`,
          milliseconds: took.on,
          without: took.off,
          ratio: took.on / took.off,
          bar: 1.05,
        });
      }
    }
    return rows;
  } finally {
    await Promise.all(pairs.flatMap(({ on, off }) => [on.end(), off.end()]));
  }
};

const startPair = async (index) => {
  const [on, off] = await Promise.all([
    startStrapi(`on-${index}`, configFor(SITE)),
    startStrapi(`off-${index}`, null),
  ]);
  return { on, off };
};

/** All take turns, so that whatever the machine does besides meets both kinds alike. */
const measure = async ({ pairs, does, slug, links }) => {
  const took = { on: [], off: [] };
  const publishers = [];
  for (const pair of pairs) {
    for (const side of ['on', 'off'])
      publishers.push({ side, publish: await publisher(pair[side], { does, slug, links }) });
  }
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    for (const { side, publish } of run % 2 === 0 ? publishers : publishers.toReversed()) {
      const milliseconds = await publish();
      if (run >= WARM_UP) took[side].push(milliseconds);
    }
  }
  return { on: median(took.on), off: median(took.off) };
};

const publisher = async (strapi, { does, slug, links }) => {
  const { documentId } = await strapi.ask({ does: 'create', slug, links });
  return async () => (await strapi.ask({ does, documentId })).milliseconds;
};
