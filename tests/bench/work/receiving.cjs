'use strict';

const ARTICLE = 'api::article.article';
const LINKBACKS = 'plugin::linkbacks.linkback';

/** What the parts that receive and list ask of a Strapi. */
const createReceivingWork = (strapi) => ({
  /** Published articles with these slugs. */
  async publishAll({ slugs }) {
    const entries = [];
    for (const slug of slugs) {
      const data = { title: slug, slug, summary: 'In short.', body: [] };
      const { documentId } = await strapi
        .documents(ARTICLE)
        .create({ data, locale: 'en', status: 'published' });
      entries.push({ slug, documentId });
    }
    return { entries };
  },
  /** How many linkbacks are stored, and the milliseconds of a processor that this process has used. */
  async stored() {
    const { user, system } = process.cpuUsage();
    return { count: await strapi.db.query(LINKBACKS).count(), cpu: (user + system) / 1_000 };
  },
  /** Looks at the memory of this process until `memorySeen`. */
  async watchMemory() {
    memory.before = rss();
    memory.peak = memory.before;
    memory.timer = setInterval(() => (memory.peak = Math.max(memory.peak, process.memoryUsage.rss())), 50);
    return {};
  },
  async memorySeen() {
    clearInterval(memory.timer);
    const { before, peak } = memory;
    return { before, peak, after: rss() };
  },
});

const memory = { before: 0, peak: 0, timer: null };

const rss = () => {
  globalThis.gc?.();
  return process.memoryUsage.rss();
};

module.exports = { createReceivingWork };
