import { configFor, median, startStrapi } from './lab.mjs';

/** The median of 30 still moves by a twentieth from one time to the next: that is as much as is to be measured. */
const RUNS = 90;
const WARM_UP = 10;
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
  const [on, off] = await Promise.all([startStrapi('on', configFor(SITE)), startStrapi('off', null)]);
  try {
    const rows = [];
    for (const { does, who } of WAYS) {
      for (const count of LINKS) {
        const took = await measure({ on, off, does, links: linksOf(count), slug: `${does}-${count}` });
        // What the worker does of it later would disturb the next measurement on one side only.
        await on.ask({ does: 'rest' });
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
    await Promise.all([on.end(), off.end()]);
  }
};

const measure = async ({ on, off, does, slug, links }) => {
  const ids = new Map();
  for (const strapi of [on, off])
    ids.set(strapi, (await strapi.ask({ does: 'create', slug, links })).documentId);
  const publish = async (strapi) => (await strapi.ask({ does, documentId: ids.get(strapi) })).milliseconds;

  const took = new Map([
    [on, []],
    [off, []],
  ]);
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    for (const strapi of run % 2 === 0 ? [on, off] : [off, on]) {
      const milliseconds = await publish(strapi);
      if (run >= WARM_UP) took.get(strapi).push(milliseconds);
    }
  }
  return { on: median(took.get(on)), off: median(took.get(off)) };
};
