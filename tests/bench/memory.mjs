import { configFor, serve, servePages, startStrapi } from './lab.mjs';

const PEERS = 20;
const MEGABYTE = 1_048_576;
const CHUNK = Buffer.alloc(65_536, 'x'.repeat(63) + '\n');

/** Never ends: as fast as it is read. */
const pour = (response) => {
  const more = () => {
    while (!response.destroyed && response.write(CHUNK));
  };
  response.on('drain', more);
  more();
};

/** Half of the peers have pages that never end, the others endpoints whose answers never do. */
const startPeer = (index) =>
  serve(`127.0.3.${index + 1}`, (request, response) => {
    request.resume();
    if (request.method === 'POST' || index % 2 === 0) {
      response.writeHead(200, { 'content-type': request.method === 'POST' ? 'text/xml' : 'text/html' });
      pour(response);
      return;
    }
    response.writeHead(200, { 'x-pingback': `http://${request.headers.host}/xmlrpc` }).end();
  });

/** The memory of Strapi while 20 peers send bodies without end. */
export const memory = async ({ say }) => {
  const pages = new Map();
  const site = await servePages(pages);
  const peers = await Promise.all(Array.from({ length: PEERS }, (_, index) => startPeer(index)));
  const strapi = await startStrapi('memory', configFor(site.url, { settle: 0 }));
  try {
    const rows = [];
    for (const round of [1, 2, 3]) {
      const [slug, links] = [`endless-${round}`, peers.map(({ url }) => `${url}/${round}`)];
      pages.set(slug, links);
      const { documentId } = await strapi.ask({ does: 'create', slug, links });
      const { before, peak, after } = await strapi.ask({ does: 'publishAndWatch', documentId, count: PEERS });
      const [rose, stayed] = [(peak - before) / MEGABYTE, (after - before) / MEGABYTE];
      say(
        `memory, round ${round}: ${rose.toFixed(0)} MB more at the most, ${stayed.toFixed(0)} MB afterwards`
      );
      rows.push({
        what: `${PEERS} peers without end, round ${round}: MB more at the peak, and after`,
        peak: rose,
        after: stayed,
      });
    }
    return rows;
  } finally {
    await Promise.all([strapi.end(), site.end(), ...peers.map((peer) => peer.end())]);
  }
};
