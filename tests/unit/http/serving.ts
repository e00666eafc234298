import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import type { HttpClientOptions } from '../../../server/src/core/http/client';
import type { HttpClient, HttpRequest, HttpResponse } from '../../../server/src/core/ports';
import { loopbackClient } from '../../helpers/http-client';
import { startNameServer } from './name-server';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

export interface Peer {
  readonly port: number;
  readonly url: string;
  readonly requests: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[];
}

/** A site on loopback that keeps what it was asked. It ends with the test. */
export const serve = async (
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  host = '127.0.0.1'
): Promise<Peer> => {
  const requests: Peer['requests'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      handler(request, response);
    });
  });
  const port = await listen(server, host);
  return { port, url: `http://${host}:${port}`, requests };
};

/** A peer that speaks what it wants. It ends with the test; gives its port. */
export const serveTcp = (handler: (socket: Socket) => void): Promise<number> =>
  listen(
    createTcpServer((socket) => {
      socket.on('error', () => undefined);
      handler(socket);
    }),
    '127.0.0.1'
  );

/** Starts a server on a free port; connections that are still open end with the test. */
export const listen = async (server: Server, host: string): Promise<number> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  ends.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
};

/** A port on which nobody listens. */
export const freePort = async (): Promise<number> => {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** A name server that ends with the test. */
export const serveNames = async (...given: Parameters<typeof startNameServer>) => {
  const names = await startNameServer(...given);
  ends.push(names.stop);
  return { ...names, resolver: { servers: [names.server] } };
};

/** The guarded client, open to 127/8 and the given ports, patient. It ends with the test. */
export const client = (ports: readonly number[], o: Partial<HttpClientOptions> = {}): HttpClient => {
  const http = loopbackClient({ allowPorts: ports, maxBytes: 100_000, maxRedirects: 3, ...o });
  ends.push(() => http.close());
  return http;
};

/** The whole body as text. */
export const text = async ({ body }: HttpResponse): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

export const get = (http: HttpClient, url: string, o: Partial<HttpRequest> = {}) =>
  http.request({ url, ...o }, text);

export const codeOf = (result: Awaited<ReturnType<typeof get>>): string =>
  result.ok ? 'ok' : result.error.code;
