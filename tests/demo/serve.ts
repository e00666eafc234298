import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Runs a server on a free loopback port until the test ends. `make` is told its origin. */
export const serve = async (make: (origin: string) => Server | RequestListener): Promise<string> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made = make(origin);
  server.on('request', (request, response) =>
    typeof made === 'function' ? made(request, response) : made.emit('request', request, response)
  );
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return origin;
};

/** A site of one page for each path. */
export const servePages = (pages: (origin: string) => Record<string, string>): Promise<string> =>
  serve((origin) => (request, response) => {
    const page = pages(origin)[request.url ?? ''];
    response.writeHead(page === undefined ? 404 : 200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(page);
  });
