import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came in. */
export interface PeerRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly bytes: Buffer;
}

export interface Peer {
  /** Origin, without a slash at the end. */
  readonly url: string;
  /** host:port */
  readonly host: string;
  readonly port: number;
  /** In the order they came. */
  readonly requests: PeerRequest[];
  stop(): Promise<void>;
}

// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- handlers may be `(…) => response.end()`
type Answered = ServerResponse | void;
export type PeerHandler = (request: PeerRequest, response: ServerResponse) => Answered | Promise<Answered>;

/**
 * A real server on loopback that keeps what it was asked.
 *
 * @param o.address one of 127.0.0.0/8: peers that must look like different sites need different ones
 */
export const startPeer = async (
  handler: PeerHandler,
  { address = '127.0.0.1', port = 0 }: { address?: string; port?: number } = {}
): Promise<Peer> => {
  const requests: PeerRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => response.destroy());
    incoming.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, bytes, body: bytes.toString('utf8') };
      requests.push(request);
      Promise.resolve(handler(request, response)).catch((error: unknown) => response.destroy(error as Error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${address}:${bound}`,
    host: `${address}:${bound}`,
    port: bound,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** Answers with an HTML page; `headers` beside the content type. */
export const sendPage = (
  response: ServerResponse,
  html: string,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {}
): void => {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html);
};
