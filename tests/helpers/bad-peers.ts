import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import type { PeerHandler, PeerRequest } from './http-peer';

interface Head {
  status?: number;
  headers?: Record<string, string | string[]>;
}

const XML = { 'content-type': 'text/xml' };
const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** Answers of peers that never end by themselves and that somebody still takes. */
export const endless = new Set<ServerResponse>();

/** A peer whose page is what is got at /post…; whatever else is asked for goes to `endpoint`. */
export const peer =
  (page: PeerHandler, endpoint: PeerHandler = (_request, response) => response.writeHead(404).end()) =>
  (request: PeerRequest, response: ServerResponse) =>
    (request.method === 'GET' && request.path.startsWith('/post') ? page : endpoint)(request, response);

/** An answer of one piece: XML unless its headers say otherwise. */
export const says =
  (body: string | Uint8Array, { status = 200, headers = {} }: Head = {}): PeerHandler =>
  (_request, response) => {
    response.writeHead(status, { ...XML, ...headers }).end(body);
  };

/** A page with `head` in its head. */
export const page = (head: string, { headers = {} }: Head = {}): PeerHandler =>
  says(`<!doctype html><html><head><title>A post</title>${head}</head><body><p>Words.</p></body></html>`, {
    headers: { ...HTML, ...headers },
  });

/** One answer after the other; the last one for all that follow. */
export const inTurn = (...answers: PeerHandler[]): PeerHandler => {
  let count = 0;
  return (request, response) => answers[Math.min(count++, answers.length - 1)]?.(request, response);
};

/** Takes the request and never answers. */
export const hangs: PeerHandler = () => undefined;

/** Answers with a beginning, then a byte a second. */
export const drips =
  (beginning: string, { headers = XML }: Head = {}): PeerHandler =>
  (_request, response) => {
    response.writeHead(200, headers).write(beginning);
    const timer = setInterval(() => response.write(' '), 1000);
    response.on('close', () => clearInterval(timer));
  };

/** Answers with a beginning, then breaks the connection. */
export const resets =
  (beginning: string, { headers = XML }: Head = {}): PeerHandler =>
  (_request, response) => {
    response.writeHead(200, headers).write(beginning, () => {
      setTimeout(() => response.socket?.resetAndDestroy(), 50);
    });
  };

/** Answers with a beginning, then `filler` for ever. */
export const floods =
  (beginning: string, { headers = XML, filler = ' ' }: Head & { filler?: string } = {}): PeerHandler =>
  (_request, response) => {
    endless.add(response);
    response.on('close', () => endless.delete(response));
    response.writeHead(200, headers).write(beginning);
    pour(response, filler.repeat(16_384 / filler.length));
  };

const pour = (response: ServerResponse, piece: string): void => {
  while (!response.destroyed && response.write(piece));
  if (!response.destroyed) response.once('drain', () => pour(response, piece));
};

/** Answers with a few hundred kilobytes of gzip that become `text` and then 256 MB of blanks. */
export const bombs = (text: string, { headers = XML }: Head = {}): PeerHandler =>
  says(Buffer.concat([gzipSync(text), ...bomb()]), { headers: { ...headers, 'content-encoding': 'gzip' } });

let member: Buffer | undefined;
const bomb = (): Buffer[] => {
  member ??= gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '));
  return Array<Buffer>(16).fill(member);
};

/** Sends the request elsewhere. */
export const redirects =
  (status: number, location: string): PeerHandler =>
  (_request, response) =>
    response.writeHead(status, { location }).end();

/** Answers by path, the query left out. */
export const byPath =
  (answers: Readonly<Record<string, PeerHandler>>): PeerHandler =>
  (request, response) => {
    const answer = answers[request.path.split('?')[0] ?? ''];
    return answer ? answer(request, response) : response.writeHead(404).end();
  };
