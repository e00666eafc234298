'use strict';

/**
 * `node runner.js APP_DIR`, with an IPC channel to its parent: one life of the process that is killed. Boots the
 * app on the database that the environment names, listens, and publishes the entries that it is sent. Tells the
 * parent `{ kind: 'listening' }`, `{ kind: 'published', slug, already }` after the commit, and
 * `{ kind: 'recorded', source, target }` when a ping's end is in the database.
 */
const { createStrapi } = require('@strapi/strapi');
const seed = require('../app/seed');

const ARTICLE = 'api::article.article';
const LOCALE = 'en';

/** Whoever started us is gone: nobody would end us. */
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));

const tell = (message) => process.send(message);

const main = async ([appDir]) => {
  process.chdir(appDir);
  const strapi = await createStrapi({ appDir, distDir: appDir }).load();
  await seed(strapi);
  strapi.eventHub.on('ping.sent', ({ ping: { source, target } }) =>
    tell({ kind: 'recorded', source, target })
  );
  strapi.server.mount();
  process.on('message', (message) => {
    const work = message.kind === 'publish' ? publish(strapi, message.entry) : stop(strapi);
    work.catch(fail);
  });
  await new Promise((resolve) => strapi.server.listen(0, '127.0.0.1', resolve));
  tell({ kind: 'listening' });
};

/** As an editor would: save, name the trackback URLs, publish. Goes on where a killed process left off. */
const publish = async (strapi, { slug, body, trackbackUrls }) => {
  const articles = strapi.documents(ARTICLE);
  const filters = { slug };
  const published = await articles.findFirst({ filters, status: 'published', locale: LOCALE });
  if (published) return tell({ kind: 'published', slug, already: true });

  const data = { title: `Entry ${slug}`, slug, summary: 'In short.', body };
  const draft =
    (await articles.findFirst({ filters, status: 'draft', locale: LOCALE })) ??
    (await articles.create({ data, locale: LOCALE }));
  const { documentId } = draft;
  const ref = { uid: ARTICLE, documentId, locale: LOCALE };
  await strapi.plugin('linkbacks').service('entry-settings').update(ref, { trackbackUrls });
  await articles.publish({ documentId, locale: LOCALE });
  return tell({ kind: 'published', slug, already: false });
};

const stop = async (strapi) => {
  await strapi.destroy();
  process.exit(0);
};

const fail = (error) => {
  console.error(error);
  process.exit(1);
};

main(process.argv.slice(2)).catch(fail);
