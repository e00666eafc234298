import { fileURLToPath } from 'node:url';
import { createNeighbour } from './server.mjs';

const port = Number(process.env.NEIGHBOUR_PORT ?? 4322);
const siteUrl = process.env.NEIGHBOUR_URL ?? `http://localhost:${port}`;
const file = process.env.NEIGHBOUR_FILE ?? fileURLToPath(new URL('../.tmp/neighbour.json', import.meta.url));

// As a child of `npm run demo` it leaves it to that to say what runs where.
createNeighbour({ siteUrl, file, log: (line) => console.log(`neighbour: ${line}`) }).listen(
  port,
  '127.0.0.1',
  () => process.send ?? console.log(`neighbour: ${siteUrl}`)
);
