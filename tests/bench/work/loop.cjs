'use strict';

const { readFileSync } = require('node:fs');

const ARTICLE = 'api::article.article';
const PINGS = 'plugin::linkbacks.ping';

/** Milliseconds that this process's main thread has used of a processor; null where Linux does not tell. */
const mainThreadTime = () => {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
  } catch {
    return null;
  }
};

/**
 * Looks at the loop again and again: the longest turn in milliseconds, of its time and of the processor time of the main
 * thread the smaller one, so that a busy machine does not count.
 */
const createLoopWatch = () => {
  let longest = 0;
  let stopped = false;
  let at = performance.now();
  let used = mainThreadTime();
  const tick = () => {
    const [now, time] = [performance.now(), mainThreadTime()];
    const turn = time === null || used === null ? now - at : Math.min(now - at, time - used);
    longest = Math.max(longest, turn);
    at = performance.now();
    used = mainThreadTime();
    if (!stopped) setTimeout(tick, 1);
  };
  setTimeout(tick, 1);
  return {
    async stop() {
      await new Promise((resolve) => setTimeout(resolve, 5));
      stopped = true;
      return longest;
    },
  };
};

/** What the test of the event loop asks of a Strapi. */
const createLoopWork = (strapi) => {
  let watch = null;
  return {
    /** Looks at the loop from now on, until `longestBlock`. */
    async watchLoop() {
      watch = createLoopWatch();
      return {};
    },
    /** Milliseconds for which the loop stood still at the longest. */
    async longestBlock() {
      return { milliseconds: await watch.stop() };
    },
    /** A draft with these fields; or what Strapi has against them. */
    async draft({ data }) {
      try {
        const { documentId } = await strapi.documents(ARTICLE).create({ data, locale: 'en' });
        return { documentId };
      } catch (error) {
        return { refused: error.message };
      }
    },
    /** Publishes a draft, and waits until each of its pings was tried. */
    async publishAndPing({ documentId, count }) {
      await strapi.documents(ARTICLE).publish({ documentId, locale: 'en' });
      const where = {
        entryDocumentId: documentId,
        lastAttemptAt: { $notNull: true },
        status: { $ne: 'sending' },
      };
      while ((await strapi.db.query(PINGS).count({ where })) < count)
        await new Promise((resolve) => setTimeout(resolve, 20));
      return {};
    },
    /** Publishes a draft, and waits until its pings are planned. */
    async publishDraft({ documentId }) {
      await strapi.documents(ARTICLE).publish({ documentId, locale: 'en' });
      // Without the plugin there are none.
      if (!strapi.plugin('linkbacks')) return {};
      while ((await strapi.db.query('linkbacks::job').count({ where: { kind: 'plan' } })) > 0)
        await new Promise((resolve) => setTimeout(resolve, 20));
      return {};
    },
  };
};

module.exports = { createLoopWork };
