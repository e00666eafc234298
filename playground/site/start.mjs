import { createSite } from './server.mjs';

const port = Number(process.env.SITE_PORT ?? 4321);
const siteUrl = process.env.SITE_URL ?? `http://localhost:${port}`;
const strapiUrl = process.env.STRAPI_URL ?? 'http://localhost:1337';

// As a child of `npm run demo` it leaves it to that to say what runs where.
createSite({ strapiUrl, siteUrl, onError: (error) => console.error(`public site: ${error.message}`) }).listen(
  port,
  '127.0.0.1',
  () => process.send ?? console.log(`public site: ${siteUrl}`)
);
