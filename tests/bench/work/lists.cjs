'use strict';

const TABLE = 'linkbacks_linkbacks';
/** Rows of one statement: a transaction of a million takes SQLite's journal too far. */
const PIECE = 100_000;

/** What differs between the databases: a series of numbers, and a time from milliseconds. */
const DIALECTS = {
  sqlite: {
    series: (from, to) =>
      `(WITH RECURSIVE s(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM s WHERE n < ${to}) SELECT n FROM s)`,
    time: (milliseconds) => milliseconds,
    hash: (text) => `(${text} || '-hash')`,
    text: (number) => `cast(${number} as text)`,
    analyze: 'ANALYZE',
  },
  postgres: {
    series: (from, to) => `(SELECT generate_series(${from}, ${to}) AS n)`,
    time: (milliseconds) => `to_timestamp((${milliseconds}) / 1000.0) AT TIME ZONE 'UTC'`,
    hash: (text) => `md5(${text})`,
    text: (number) => `(${number})::text`,
    analyze: 'VACUUM ANALYZE linkbacks_linkbacks',
  },
};

/** Seven of ten approved, two pending, the rest spam and trash, of each entry. */
const STATUS = `CASE WHEN (n / 100) % 100 < 70 THEN 'approved' WHEN (n / 100) % 100 < 90 THEN 'pending' WHEN (n / 100) % 100 < 98 THEN 'spam' ELSE 'trash' END`;
const PROTOCOL = `CASE n % 3 WHEN 0 THEN 'pingback' WHEN 1 THEN 'trackback' ELSE 'webmention' END`;

/** One linkback for each number of the series; they go round the entries, which are in a table of their own. */
const insert = ({ series, time, hash, text }, { from, to, entries, site, now }) => `
  INSERT INTO ${TABLE} (document_id, entry_uid, entry_document_id, entry_locale, status, reason, protocol, link_type,
    source, source_host, target, pair_key, title, excerpt, site_name, received_at, verified_at, moved_at, created_at, updated_at)
  SELECT 'bench' || ${text('n')}, 'api::article.article', e.document_id, 'en', ${STATUS}, 'The settings hold everything for approval.',
    ${PROTOCOL}, 'mention', 'https://blog-' || ${text('n % 5000')} || '.example/posts/' || ${text('n')},
    'blog-' || ${text('n % 5000')} || '.example', '${site}/blog/' || e.slug, ${hash(text('n'))},
    'A post about it (' || ${text('n')} || ')', 'Somebody has written something that I wanted to think about: read this, and then tell me.',
    'A blog', ${time(`${now} - n * 1000.0`)}, ${time(now)}, ${time(now)}, ${time(now)}, ${time(now)}
  FROM ${series(from, to)} AS series JOIN bench_entries e ON e.number = n % ${entries}`;

const createListsWork = (strapi) => ({
  /** Writes `count` linkbacks of these entries straight into the table. */
  async seedLinkbacks({ count, entries, site }) {
    const knex = strapi.db.connection;
    const dialect = DIALECTS[strapi.db.dialect.client];
    await knex.schema.dropTableIfExists('bench_entries');
    await knex.schema.createTable('bench_entries', (table) => {
      table.integer('number');
      table.string('document_id');
      table.string('slug');
    });
    const rows = entries.map(({ slug, documentId }, number) => ({ number, document_id: documentId, slug }));
    await knex('bench_entries').insert(rows);
    const now = Date.now();
    for (let from = 1; from <= count; from += PIECE) {
      const to = Math.min(count, from + PIECE - 1);
      await knex.raw(insert(dialect, { from, to, entries: entries.length, site, now }));
    }
    await knex.raw(dialect.analyze);
    return { count: await strapi.db.query('plugin::linkbacks.linkback').count() };
  },
});

module.exports = { createListsWork };
