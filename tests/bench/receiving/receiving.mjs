import { child, configFor, startStrapi } from '../lab.mjs';
import { databases } from '../database.mjs';
import { receiveWithWordPress } from '../wordpress.mjs';
import { startFloor } from './floor-process.mjs';

const CALLERS = [1, 8, 32];
const MOST = CALLERS.at(-1);
const ENTRIES = 20;
const SECONDS = 5;
/** Until the code is compiled, in each thread for itself. */
const WARM_UP = 8;
/** Bytes of sources as they are in the world, beside the short ones: what threads gain grows with what is read. */
const SIZES = [30_000, 200_000];
/** No caps on fetches: all sources of the bench are in one network. */
const MANY = {
  total: 1_000,
  host: 1_000,
  domain: 1_000,
  network: 1_000,
  perMinute: false,
  bytesPerMinute: false,
};

/** Nobody listens there: to receive a ping our own page is not asked. */
const SITE = 'http://127.0.0.3:9';

const slugs = Array.from({ length: ENTRIES }, (_, index) => `article-${index}`);

/**
 * Pings that are verified and stored, a second, with the time that one takes. The same load for all: a process of its
 * own, a connection for each ping, sources in another process, flood checks and limits off.
 */
export const receiving = async ({ say, wordpress }) => {
  const sources = await child('receiving/sources.mjs', []);
  const load = await child('receiving/load.mjs', []);
  const lab = { say, load, sources: sources.first };
  try {
    const theirs = wordpress ? await receiveWithWordPress({ say, measure: (o) => measure(lab, o) }) : null;
    const rows = theirs ? rowsOf('WordPress 7.1, sleep(1) taken out', theirs) : [];
    for (const database of await databases({ say })) {
      try {
        const measured = await measureStrapi(lab, database);
        rows.push(...rowsOf(database.name, measured, theirs));
        // A file of its own each time: what threads gain has nothing to do with the database.
        if (database.name === 'SQLite') rows.push(...(await gainOfThreads(lab, database, measured)));
      } finally {
        await database.drop();
      }
    }
    const floor = await measureFloor(lab);
    return [...rows, ...rowsOf('the floor: Node without Strapi, SQLite', floor, theirs)];
  } finally {
    await Promise.all([load.end(), sources.end()]);
  }
};

/**
 * Every number of callers, pingbacks and trackbacks; `stored` says how many linkbacks there are, and how many milliseconds
 * of a processor the receiver has used where that can be told.
 *
 * @param {{ who: string, stored(): Promise<{ count: number, cpu?: number }>, pingbacks: object[], trackbacks?: object[],
 *   sizes?: number[] }} o `sizes`: of longer sources
 */
const measure = async ({ load, sources, say }, { who, stored, pingbacks, trackbacks, sizes = [] }) => {
  const runs = [
    ...CALLERS.map((callers) => ({ kind: 'pingback', callers, targets: pingbacks })),
    ...(trackbacks ? [{ kind: 'trackback', callers: MOST, targets: trackbacks }] : []),
    ...sizes.map((size) => ({ kind: 'pingback', callers: MOST, targets: pingbacks, size })),
  ];
  const measured = [];
  const once = async (run, seconds, name) => {
    const before = await stored();
    const result = await load.ask({ ...run, seconds, name, sources });
    const after = await stored();
    const kept = after.count - before.count;
    if (kept !== result.count) throw new Error(`${who}: ${result.count} were accepted and ${kept} stored`);
    return { ...result, ...('cpu' in after ? { cpu: (after.cpu - before.cpu) / kept } : {}) };
  };
  await once({ ...runs[0], callers: MOST }, WARM_UP, 'warm');
  for (const run of runs) {
    const { kind, callers, size } = run;
    const result = await once(run, SECONDS, `${kind}-${callers}-${size ?? 0}`);
    say(`${who}, ${nameOf(run)}: ${result.perSecond.toFixed(0)}/s, p95 ${result.p95.toFixed(1)} ms`);
    measured.push({ kind, callers, size, ...result });
  }
  return measured;
};

const nameOf = ({ kind, callers, size }) =>
  `${kind}s, ${callers} callers${size === undefined ? '' : `, pages of ${size / 1_000} kB`}`;

/** The same again with everything read in Strapi's own thread: what the second core gains. */
const gainOfThreads = async (lab, database, measured) => {
  const name = `${database.name} without reading threads`;
  const without = await measureStrapi(lab, { ...database, name }, { threads: 0 });
  return [
    ...rowsOf(name, without),
    ...measured.map((run, index) => ({
      what: `reading threads gain, ${nameOf(run)}, ${database.name}`,
      ratio: run.perSecond / without[index].perSecond,
    })),
  ];
};

const measureStrapi = async (lab, { name, env }, reading = {}) => {
  const config = {
    ...configFor(SITE, { enabled: false }),
    receive: { rateLimit: false, fetches: MANY },
    reading,
  };
  const strapi = await startStrapi(`receiving-${name.replaceAll(' ', '-')}`, config, env);
  try {
    const { entries } = await strapi.ask({ does: 'publishAll', slugs });
    const at = { host: '127.0.0.1', port: strapi.first.port };
    return await measure(lab, {
      who: name,
      stored: () => strapi.ask({ does: 'stored' }),
      sizes: SIZES,
      pingbacks: entries.map(({ slug }) => ({
        ...at,
        path: '/api/linkbacks/xmlrpc',
        url: `${SITE}/blog/${slug}`,
      })),
      trackbacks: entries.map(({ slug, documentId }) => ({
        ...at,
        path: `/api/linkbacks/trackback/articles/${documentId}`,
        url: `${SITE}/blog/${slug}`,
      })),
    });
  } finally {
    await strapi.end();
  }
};

const measureFloor = async (lab) => {
  const floor = await startFloor();
  try {
    const at = { host: '127.0.0.1', port: floor.first.port, path: '/' };
    return await measure(lab, {
      who: 'the floor',
      stored: () => floor.ask({ does: 'stored' }),
      pingbacks: slugs.map((slug) => ({ ...at, url: `${SITE}/blog/${slug}` })),
    });
  } finally {
    await floor.end();
  }
};

/** Ratios are against the same run of WordPress: how many times as many, and which part of its p95. */
const rowsOf = (who, measured, theirs = null) =>
  measured.map(({ kind, callers, size, perSecond, p50, p95, cpu }) => {
    const other = theirs?.find((one) => one.kind === kind && one.callers === callers && one.size === size);
    const compared = other ? { ratio: perSecond / other.perSecond, p95Ratio: p95 / other.p95 } : {};
    const bar = other && kind === 'pingback' && callers === MOST && !who.startsWith('the floor');
    return {
      what: `${nameOf({ kind, callers, size })}, ${who}`,
      perSecond,
      p50,
      p95,
      ...(cpu === undefined ? {} : { cpu }),
      ...compared,
      ...(bar ? { bar: '≥ × 10, p95 ≤ × 0.1' } : {}),
    };
  });
