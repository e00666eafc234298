import { createServer } from 'node:http';

/**
 * `node sites.mjs COUNT LATENCY`, with an IPC channel to its parent: that many blogs of others, each at an address of its
 * own (127.0.2.1 …), which take pingbacks and answer every request after LATENCY ms. Tells the parent their origins.
 */
const [count = 50, latency = 200] = process.argv.slice(2).map(Number);
const PORT = 8_399;
const ACCEPTED =
  '<?xml version="1.0"?><methodResponse><params><param><value><string>Thanks.</string></value></param></params></methodResponse>';

process.once('disconnect', () => process.exit(0));

const answer = (request, response) => {
  if (request.method === 'POST') {
    response.writeHead(200, { 'content-type': 'text/xml' }).end(ACCEPTED);
    return;
  }
  const pingback = `http://${request.headers.host}/xmlrpc.php`;
  response.writeHead(200, { 'content-type': 'text/html', 'x-pingback': pingback });
  response.end(`<!doctype html><title>A post</title><link rel="pingback" href="${pingback}"><p>Words.</p>`);
};

const start = (address) =>
  new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      request.resume();
      request.once('end', () => setTimeout(answer, latency, request, response));
    });
    server.once('error', reject);
    server.listen(PORT, address, () => resolve(`http://${address}:${PORT}`));
  });

const addresses = Array.from({ length: count }, (_, index) => `127.0.2.${index + 1}`);
process.send(await Promise.all(addresses.map(start)));
