'use strict';

/**
 * `node strapi.cjs APP_DIR`, with an IPC channel to its parent: a Strapi as in production. The first message is
 * `{ config }`, the plugin's, or null for no plugin; it answers when it is ready, and then each message `{ does, … }`.
 */
const { createStrapi } = require('@strapi/strapi');
const seed = require('../app/seed');
const { createListsWork } = require('./work/lists.cjs');
const { createLoopWork } = require('./work/loop.cjs');
const { createReceivingWork } = require('./work/receiving.cjs');

const ARTICLE = 'api::article.article';
const LOCALE = 'en';
const PINGS = 'plugin::linkbacks.ping';

process.once('disconnect', () => process.exit(1));

const body = (links) => [
  {
    type: 'paragraph',
    children: [
      { type: 'text', text: 'I have read ' },
      ...links.map((url) => ({ type: 'link', url, children: [{ type: 'text', text: 'this' }] })),
    ],
  },
];

const time = async (work) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Until no ping of the entry is in one of `statuses`, and there are `count` of them. */
const ended = async (strapi, { documentId, statuses, count }) => {
  const where = { entryDocumentId: documentId };
  for (;;) {
    const open = await strapi.db.query(PINGS).count({ where: { ...where, status: { $in: statuses } } });
    if (open === 0 && (await strapi.db.query(PINGS).count({ where })) >= count) return;
    await sleep(20);
  }
};

/** Logs in as the editor that every test database has. */
const logIn = async (origin) => {
  const response = await fetch(`${origin}/admin/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(seed.superAdmin),
  });
  const { data } = await response.json();
  return `Bearer ${data.token}`;
};

const createWork = (strapi) => {
  const articles = strapi.documents(ARTICLE);
  const origin = () => `http://127.0.0.1:${strapi.server.httpServer.address().port}`;
  let authorization = null;
  /** What the edit view sends, by entry. */
  const forms = new Map();
  return {
    /** A draft with these links. */
    async create({ slug, links }) {
      const data = { title: slug, slug, summary: 'In short.', body: body(links) };
      const { documentId } = await articles.create({ data, locale: LOCALE });
      forms.set(documentId, JSON.stringify(data));
      return { documentId };
    },
    /** Milliseconds that a publish takes. */
    async publish({ documentId }) {
      return { milliseconds: await time(() => articles.publish({ documentId, locale: LOCALE })) };
    },
    /** Milliseconds that the button *Publish* of the content manager takes. */
    async publishAsEditor({ documentId }) {
      authorization ??= await logIn(origin());
      const url = `${origin()}/content-manager/collection-types/${ARTICLE}/${documentId}/actions/publish?locale=${LOCALE}`;
      const headers = { authorization, 'content-type': 'application/json' };
      let status = 0;
      const milliseconds = await time(async () => {
        const response = await fetch(url, { method: 'POST', headers, body: forms.get(documentId) });
        await response.arrayBuffer();
        status = response.status;
      });
      if (status !== 200) throw new Error(`the content manager answered ${status}`);
      return { milliseconds };
    },
    /** Milliseconds from a publish to the end of its last ping; `sent`: how many were delivered. */
    async publishAndSend({ documentId, count }) {
      const statuses = ['waiting', 'queued', 'sending'];
      const milliseconds = await time(async () => {
        await articles.publish({ documentId, locale: LOCALE });
        await ended(strapi, { documentId, statuses, count });
      });
      const where = { entryDocumentId: documentId, status: 'sent' };
      return { milliseconds, sent: await strapi.db.query(PINGS).count({ where }) };
    },
    /** Publishes, and watches the memory until every ping was tried once. */
    async publishAndWatch({ documentId, count }) {
      const before = rss();
      let peak = before;
      const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
      await articles.publish({ documentId, locale: LOCALE });
      const where = {
        entryDocumentId: documentId,
        lastAttemptAt: { $notNull: true },
        status: { $ne: 'sending' },
      };
      while ((await strapi.db.query(PINGS).count({ where })) < count) await sleep(50);
      clearInterval(watch);
      return { before, peak, after: rss() };
    },
  };
};

const rss = () => {
  globalThis.gc?.();
  return process.memoryUsage.rss();
};

const main = async (appDir, config) => {
  globalThis[Symbol.for('linkbacks.test.config')] = { enabled: config !== null, config: config ?? {} };
  process.chdir(appDir);
  const strapi = await createStrapi({ appDir, distDir: appDir }).load();
  await seed(strapi);
  strapi.server.mount();
  const work = {
    ...createWork(strapi),
    ...createReceivingWork(strapi),
    ...createListsWork(strapi),
    ...createLoopWork(strapi),
  };
  process.on('message', ({ does, ...o }) => {
    work[does](o).then(
      (answer) => process.send(answer),
      (error) => {
        console.error(error);
        process.exit(1);
      }
    );
  });
  await new Promise((resolve) => strapi.server.listen(0, '127.0.0.1', resolve));
  // What the first start does by itself is no part of any measurement.
  await sleep(1_500);
  process.send({ port: strapi.server.httpServer.address().port });
};

process.once('message', ({ config }) =>
  main(process.argv[2], config).catch((error) => {
    console.error(error);
    process.exit(1);
  })
);
