import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { configFor, startStrapi } from '../lab.mjs';

const SITE = 'http://127.0.0.3:9';
const TARGET = `${SITE}/blog/hello`;
const KINDS = ['endless', 'hanging', 'bomb'];
const CHUNK = Buffer.alloc(65_536, 'x'.repeat(63) + '\n');
/** A gigabyte each: a kilobyte of brotli, a megabyte of gzip. */
const BOMBS = {
  br: readFileSync(new URL('../../fixtures/bombs/one-gigabyte.br', import.meta.url)),
  gzip: Buffer.concat(Array(1_024).fill(gzipSync(Buffer.alloc(1_048_576)))),
};
const MEGABYTE = 1_048_576;
/** Milliseconds that a source may take; hanging ones take all of them. */
const TIMEOUT = 4_000;

const pour = (response) => {
  const more = () => {
    while (!response.destroyed && response.write(CHUNK));
  };
  response.on('drain', more);
  more();
};

const ANSWERS = {
  endless: (response) => pour(response.writeHead(200, { 'content-type': 'text/html' })),
  hanging: () => undefined,
  bomb: (response, number) => {
    const coding = number % 4 === 0 ? 'br' : 'gzip';
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': coding });
    response.end(BOMBS[coding]);
  },
};

/** One server for all sources: each has an address of its own, in a network of its own, as 127/8 has enough of them. */
const startSources = async () => {
  const open = new Set();
  const asked = { endless: 0, hanging: 0, bomb: 0 };
  const server = createServer((incoming, response) => {
    const kind = incoming.url.split('/')[1];
    asked[kind] += 1;
    open.add(response);
    response.once('close', () => open.delete(response));
    response.once('error', () => undefined);
    ANSWERS[kind](response, asked[kind]);
  });
  await new Promise((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address();
  return {
    asked,
    open: () => open.size,
    url: (kind, round, number) =>
      `http://127.1.${20 + number * KINDS.length + KINDS.indexOf(kind)}.1:${port}/${kind}/${round}`,
    end: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
};

/** The whole answer to a pingback. */
const ping = (port, source) =>
  new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/api/linkbacks/xmlrpc', method: 'POST', agent: false };
    const sent = request({ ...options, headers: { 'content-type': 'text/xml' } }, async (response) =>
      resolve((await response.setEncoding('utf8').toArray()).join(''))
    );
    sent.once('error', reject);
    const value = (text) => `<param><value><string>${text}</string></value></param>`;
    sent.end(
      `<?xml version="1.0"?><methodCall><methodName>pingback.ping</methodName><params>${value(source)}${value(TARGET)}</params></methodCall>`
    );
  });

/** `each` sources of every kind are verified: by the inline budget, and what hangs once more by the worker. */
const verifyAll = async ({ sources, port, round, each }) => {
  const before = sources.asked.hanging;
  const numbers = Array.from({ length: each }, (_, number) => number);
  await Promise.all(
    KINDS.flatMap((kind) => numbers.map((number) => ping(port, sources.url(kind, round, number))))
  );
  while (sources.asked.hanging - before < 2 * each || sources.open() > 0) await sleep(100);
};

/**
 * The memory of a Strapi while 50 endless, 50 hanging and 50 compressed sources are verified; measured after a small
 * round of the same that lets everything be loaded and compiled.
 *
 * @returns {Promise<{ peak: number, after: number, asked: Record<string, number> }>} megabytes more than before
 */
export const measureReceivingMemory = async ({ each = 50 } = {}) => {
  const sources = await startSources();
  const config = configFor(SITE, { enabled: false });
  const strapi = await startStrapi('receiving-memory', {
    ...config,
    http: { ...config.http, timeout: TIMEOUT },
    receive: { rateLimit: false },
  });
  const { port } = strapi.first;
  try {
    await strapi.ask({ does: 'publishAll', slugs: ['hello'] });
    await verifyAll({ sources, port, round: 'first', each: Math.ceil(each / 5) });
    await strapi.ask({ does: 'watchMemory' });
    await verifyAll({ sources, port, round: 'second', each });
    const { before, peak, after } = await strapi.ask({ does: 'memorySeen' });
    return { peak: (peak - before) / MEGABYTE, after: (after - before) / MEGABYTE, asked: sources.asked };
  } finally {
    await Promise.all([strapi.end(), sources.end()]);
  }
};

/** The part of the bench. */
export const receivingMemory = async ({ say }) => {
  const { peak, after } = await measureReceivingMemory();
  say(`memory, receiving: ${peak.toFixed(0)} MB more at the most, ${after.toFixed(0)} MB afterwards`);
  const what = '50 endless, 50 hanging, 50 compressed sources: MB more at the peak, and after';
  return [{ what, peak, after, bar: 'peak ≤ 50 MB' }];
};
