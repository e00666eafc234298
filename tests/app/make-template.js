'use strict';

/**
 * `node make-template.js APP_DIR DATABASE_FILE`: boots the app once on an empty SQLite database, seeds it and
 * ends. Run by the integration tests' global setup, in a process of its own: two Strapis in one do not work.
 */
const { createStrapi } = require('@strapi/strapi');
const seed = require('./seed');

const main = async ([appDir, filename]) => {
  process.env.DATABASE_FILENAME = filename;
  process.chdir(appDir);
  const strapi = await createStrapi({ appDir, distDir: appDir }).load();
  await seed(strapi);
  await strapi.destroy();
};

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  }
);
