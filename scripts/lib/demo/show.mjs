import { until } from '../services.mjs';
import { SLUG, demoArticle, neighboursReply, pagesOfShow } from './article.mjs';

const getJson = async (url) => (await fetch(url, { signal: AbortSignal.timeout(60_000) })).json();

const ensureArticle = async ({ strapi, target }) => {
  const article = demoArticle(target);
  const documentId = (await strapi.findArticle(SLUG)) ?? (await strapi.createArticle(article));
  await strapi.publishArticle(documentId, article);
  return documentId;
};

const describePings = (pings) =>
  pings.length === 0
    ? 'Strapi has no ping of this article.'
    : pings
        .map((ping) => `The ping to ${ping.target} is ${ping.status}: ${ping.reason ?? 'no reason'}`)
        .join(' ');

/** Asks the neighbour to write a post that links to the article; it pings by itself. */
const askForReply = async ({ neighbourUrl, articleUrl }) => {
  const response = await fetch(`${neighbourUrl}/posts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(neighboursReply(articleUrl)),
    signal: AbortSignal.timeout(120_000),
  });
  const { url, pings } = await response.json();
  const ping = pings.find(({ target }) => target === articleUrl);
  if (!ping?.ok) throw new Error(`The neighbour's ping was refused: ${ping?.answer ?? 'it sent none'}.`);
  return { url, answer: ping.answer };
};

/**
 * The main job, from end to end: we publish and ping the neighbour; the neighbour links back and pings us.
 * Each step may have happened before, at a start that was interrupted.
 *
 * @param {{ settings: import('./settings.mjs').Settings, report: import('../report.mjs').Report,
 *   strapi: NonNullable<Awaited<ReturnType<typeof import('./strapi-admin.mjs').signIn>>>, signal: AbortSignal }} o
 * @returns {Promise<void>} rejects when a step did not happen
 */
export const showMainJob = async ({ settings, report, strapi, signal }) => {
  const { urls } = settings;
  const { article, target } = pagesOfShow(urls);

  const documentId = await report.task('Publishing an article that links to the neighbour', async (say) => {
    const id = await ensureArticle({ strapi, target });
    say(`Published an article that links to the neighbour: ${article}`);
    return id;
  });
  const explain = async () => describePings(await strapi.pings(documentId));

  await report.task('Waiting until the neighbour has our ping', async (say) => {
    const linkback = await until({
      what: 'A ping to the neighbour',
      check: async () =>
        (await getJson(`${urls.neighbour}/posts.json`))
          .flatMap((post) => post.linkbacks)
          .find(({ source }) => source === article),
      signal,
      explain,
    });
    say(`The neighbour got our ${linkback.protocol}, verified it and shows it: ${target}`);
  });

  await report.task('Looking into our delivery log', async (say) => {
    const ping = await until({
      what: 'A delivered ping in the log',
      check: async () => (await strapi.pings(documentId)).find(({ status }) => status === 'sent'),
      signal,
      explain,
    });
    say(`Our log has it as ${ping.status}, with the answer "${ping.answer}"`);
  });

  const reply = await report.task('The neighbour writes a post that links back', async (say) => {
    const post = await askForReply({ neighbourUrl: urls.neighbour, articleUrl: article });
    say(`The neighbour wrote a post that links back, and pinged us: ${post.url}`);
    return post.url;
  });

  await report.task('Waiting until the linkback is in the inbox', async (say) => {
    const linkback = await until({
      what: 'A linkback in the inbox',
      check: async () =>
        (await strapi.linkbacks({ status: 'pending' })).results.find(({ source }) => source === reply),
      signal,
    });
    say(`The linkback waits in the inbox: "${linkback.title}"`);
  });
};
