import { createRequire } from 'node:module';
import { databases } from './database.mjs';
import { configFor, startStrapi } from './lab.mjs';

const { superAdmin } = createRequire(import.meta.url)('../app/seed.js');

const LINKBACKS = Number(process.env.LINKBACKS_BENCH_ROWS ?? 1_000_000);
const ENTRIES = 100;
const REQUESTS = 200;
const WARM_UP = 20;
const SITE = 'http://127.0.0.3:9';
const BAR = 50;

const slugs = Array.from({ length: ENTRIES }, (_, index) => `article-${index}`);

/** How long the lists take where a million linkbacks are stored: the inbox of the admin, and what everybody may see. */
export const lists = async ({ say }) => {
  const rows = [];
  for (const database of await databases({ say })) {
    try {
      rows.push(...(await measureOn(database, { say })));
    } finally {
      await database.drop();
    }
  }
  return rows;
};

const measureOn = async ({ name, env }, { say }) => {
  const strapi = await startStrapi(`lists-${name}`, configFor(SITE, { enabled: false }), env);
  try {
    const { entries } = await strapi.ask({ does: 'publishAll', slugs });
    const { count } = await strapi.ask({ does: 'seedLinkbacks', count: LINKBACKS, entries, site: SITE });
    say(`${name}: ${count} linkbacks are there`);
    const origin = `http://127.0.0.1:${strapi.first.port}`;
    const headers = { authorization: `Bearer ${await logIn(origin)}` };
    const measured = [];
    for (const { what, pathOf } of requestsOf(entries)) {
      const took = await measure((number) => read(origin + pathOf(number), { headers }));
      say(`${name}, ${what}: p50 ${took.p50.toFixed(1)} ms, p95 ${took.p95.toFixed(1)} ms`);
      measured.push({ what: `${what}, ${count} linkbacks, ${name}`, ...took, bar: `p95 ≤ ${BAR} ms` });
    }
    return measured;
  } finally {
    await strapi.end();
  }
};

const TABS = ['pending', 'approved', 'spam', 'trash'];

const requestsOf = (entries) => [
  { what: 'inbox, first page of a tab', pathOf: (number) => inbox({ status: TABS[number % 4] }) },
  {
    what: 'inbox, a later page',
    pathOf: (number) => inbox({ status: TABS[number % 2], page: 2 + (number % 50) }),
  },
  { what: 'inbox, everything', pathOf: () => inbox({}) },
  {
    what: 'inbox, of one entry',
    pathOf: (number) =>
      inbox({
        status: 'pending',
        contentType: 'api::article.article',
        documentId: entries[number % ENTRIES].documentId,
        locale: 'en',
      }),
  },
  {
    what: 'public list, by URL',
    pathOf: (number) =>
      `/api/linkbacks?${new URLSearchParams({ target: `${SITE}/blog/${slugs[number % ENTRIES]}` })}`,
  },
  {
    what: 'public list, a later page, by ids',
    pathOf: (number) => {
      const { documentId } = entries[number % ENTRIES];
      const query = {
        contentType: 'articles',
        documentId,
        locale: 'en',
        'pagination[page]': 2 + (number % 20),
      };
      return `/api/linkbacks?${new URLSearchParams(query)}`;
    },
  },
];

const inbox = (query) => `/linkbacks/linkbacks?${new URLSearchParams(query)}`;

const read = async (url, options) => {
  const response = await fetch(url, options);
  const body = await response.json();
  const found = body.results ?? body.data;
  if (response.status !== 200 || found.length === 0) throw new Error(`${url}: ${JSON.stringify(body)}`);
};

const measure = async (request) => {
  const took = [];
  for (let number = 0; number < WARM_UP + REQUESTS; number += 1) {
    const start = performance.now();
    await request(number);
    if (number >= WARM_UP) took.push(performance.now() - start);
  }
  took.sort((a, b) => a - b);
  return { p50: took[Math.floor(REQUESTS / 2)], p95: took[Math.floor(REQUESTS * 0.95)] };
};

const logIn = async (origin) => {
  const response = await fetch(`${origin}/admin/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: superAdmin.email, password: superAdmin.password }),
  });
  return (await response.json()).data.token;
};
