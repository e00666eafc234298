import type { ServerResponse } from 'node:http';
import { loopbackClient } from '../../helpers/http-client';
import type { HttpClient } from '../../../server/src/core/ports';
import { startPeer, type PeerHandler, type PeerRequest } from '../../helpers/http-peer';

/** What a sender may do with a peer: reach it, and nothing else. */
export interface Meeting {
  readonly http: HttpClient;
  readonly endpoint: string;
  readonly requests: readonly PeerRequest[];
}

/** Milliseconds that a peer gets: one that is known not to come to an end, and any other, however slow the machine. */
const PATIENCE = { endless: 2_000, usual: 30_000 };
const endless = new WeakSet<PeerHandler>();
const withoutEnd = (handler: PeerHandler): PeerHandler => {
  endless.add(handler);
  return handler;
};

/** Starts a peer that answers in one way, lets `visit` talk to it, and stops both client and peer. */
export const withPeer = async <T>(answer: PeerHandler, visit: (peer: Meeting) => Promise<T>): Promise<T> => {
  const peer = await startPeer(answer);
  const http = loopbackClient({
    allowPorts: [peer.port],
    allowAddresses: ['127.0.0.1/32'],
    timeout: endless.has(answer) ? PATIENCE.endless : PATIENCE.usual,
    maxRedirects: 3,
  });
  try {
    return await visit({ http, endpoint: `${peer.url}/endpoint?a=1&b=2`, requests: peer.requests });
  } finally {
    await http.close();
    await peer.stop();
  }
};

const XML = { 'content-type': 'text/xml' };

/** An answer of one piece. */
export const says =
  (
    body: string | Uint8Array,
    { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {}
  ): PeerHandler =>
  (_request, response) => {
    response.writeHead(status, { ...XML, ...headers }).end(body);
  };

/** Takes the request and never answers. */
export const hangs: PeerHandler = withoutEnd(() => undefined);

/** Breaks the connection instead of answering. */
export const resets: PeerHandler = (_request, response) => void response.socket?.resetAndDestroy();

/** Answers with a beginning, then nothing more. */
export const hangsAfter = (beginning: string, status = 200): PeerHandler =>
  withoutEnd((_request, response) => {
    response.writeHead(status, { ...XML, 'content-length': '1000' }).write(beginning);
  });

/** Answers with a beginning, then a blank every 20 ms. */
export const drips = (beginning: string): PeerHandler =>
  withoutEnd((_request, response) => {
    response.writeHead(200, XML).write(beginning);
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  });

/** Answers with a beginning, then blanks for ever. */
export const neverEnds =
  (beginning: string): PeerHandler =>
  (_request, response) => {
    response.writeHead(200, XML).write(beginning);
    flood(response);
  };

const flood = (response: ServerResponse): void => {
  const piece = ' '.repeat(16_384);
  while (!response.destroyed && response.write(piece));
  if (!response.destroyed) response.once('drain', () => flood(response));
};

/** Sends the first request elsewhere, answers the one that follows. */
export const redirects =
  (status: number, answer: PeerHandler, location = '/moved'): PeerHandler =>
  (request, response) => {
    if (request.path === location) return answer(request, response);
    response.writeHead(status, { location }).end();
  };

/** Sends every request back to where it came from. */
export const redirectsForEver: PeerHandler = (request, response) => {
  response.writeHead(307, { location: request.path }).end();
};
