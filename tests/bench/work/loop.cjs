'use strict';

const { monitorEventLoopDelay } = require('node:perf_hooks');

const ARTICLE = 'api::article.article';
const PINGS = 'plugin::linkbacks.ping';
/** Milliseconds between two looks at the loop; what is seen is up to so much longer than the block. */
const RESOLUTION = 5;

/** What the test of the event loop asks of a Strapi. */
const createLoopWork = (strapi) => {
  let histogram = null;
  return {
    /** Looks at the loop from now on, until `longestBlock`. */
    async watchLoop() {
      histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
      histogram.enable();
      // The first look comes late.
      await new Promise((resolve) => setTimeout(resolve, 4 * RESOLUTION));
      histogram.reset();
      return {};
    },
    /** Milliseconds for which the loop stood still at the longest. */
    async longestBlock() {
      await new Promise((resolve) => setTimeout(resolve, 4 * RESOLUTION));
      histogram.disable();
      return { milliseconds: Math.max(0, histogram.max / 1e6 - RESOLUTION) };
    },
    /** A draft with these fields. */
    async draft({ data }) {
      const { documentId } = await strapi.documents(ARTICLE).create({ data, locale: 'en' });
      return { documentId };
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
      while ((await strapi.db.query('linkbacks::job').count({ where: { kind: 'plan' } })) > 0)
        await new Promise((resolve) => setTimeout(resolve, 20));
      return {};
    },
  };
};

module.exports = { createLoopWork };
