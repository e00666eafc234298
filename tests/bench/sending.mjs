import { configFor, median, servePages, startSites, startStrapi } from './lab.mjs';
import { sendWithWordPress } from './wordpress.mjs';

const SITES = 50;
const LINKS = 4;
/** Milliseconds that each site takes to answer. */
const LATENCY = 200;
const ROUNDS = 5;

/** Each link needs a GET and a POST, one after the other, and one site gets one request at a time. */
const FLOOR = 2 * LINKS * LATENCY;

/**
 * From publish to the last ping recorded: 200 links on 50 sites that take 200 ms for each answer, `settle` 0; beside it
 * what cannot be beaten, and WordPress 7.1 on the same sites.
 */
export const sending = async ({ say, wordpress }) => {
  const pages = new Map();
  const site = await servePages(pages);
  const sites = await startSites(SITES, LATENCY);
  const strapi = await startStrapi('sending', configFor(site.url, { settle: 0 }));
  const linksOf = (round) =>
    sites.first.flatMap((url) => Array.from({ length: LINKS }, (_, post) => `${url}/${round}-${post}`));
  try {
    const ours = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const [slug, links] = [`round-${round}`, linksOf(round)];
      pages.set(slug, links);
      const { documentId } = await strapi.ask({ does: 'create', slug, links });
      const { milliseconds, sent } = await strapi.ask({
        does: 'publishAndSend',
        documentId,
        count: links.length,
      });
      if (sent !== links.length) throw new Error(`${sent} of ${links.length} pings were delivered`);
      ours.push(milliseconds);
      say(`sending: round ${round + 1} of ${ROUNDS} took ${Math.round(milliseconds)} ms`);
    }
    const theirs = wordpress ? await sendWithWordPress(linksOf('wordpress'), { say }) : null;
    return rowsOf(median(ours), theirs);
  } finally {
    await Promise.all([strapi.end(), sites.end(), site.end()]);
  }
};

const rowsOf = (ours, theirs) => [
  { what: `${SITES * LINKS} links on ${SITES} sites of ${LATENCY} ms, ours`, milliseconds: ours, bar: 2_500 },
  {
    what: 'the floor: two round trips for each of four links a site',
    milliseconds: FLOOR,
    ratio: ours / FLOOR,
  },
  ...(theirs === null
    ? []
    : [{ what: 'WordPress 7.1, the same links (do_pings)', milliseconds: theirs, ratio: theirs / ours }]),
];
