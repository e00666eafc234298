import type { Socket } from 'node:net';
import type { HttpGuard, HttpHop } from '../ports';
import { Refusal } from './failures';

/** Bytes after which the guard is told what was spent, while a body arrives. */
const REPORT_EVERY = 65_536;
/** Bytes of a body that wait for its reader before the peer has to wait, too. */
const READ_AHEAD = 65_536;
/** Milliseconds between two looks at a TLS connection, whose records may carry nothing that is ever read. */
const LOOK_EVERY = 100;

/** What one request does on the wire, all its hops together. */
export interface Wire {
  /** Ends with the request. */
  readonly signal: AbortSignal;
  /** The URL that is asked for now. */
  url: string;
  /** Whether an address may be dialled now. */
  admit(address: string): Promise<boolean>;
  /** Tells the guard that the connection was taken. */
  stands(): void;
  /** Counts all that arrives at a socket; what is too much destroys it. */
  watch(socket: Socket, raw: Socket): void;
  /** The answer whose body is read: what it has not been read of holds the peer back. */
  reads(body: { readonly readableLength: number }): void;
  /** The reader took something: more may come. */
  letOn(): void;
  /** Tells the guard what it does not know yet. */
  settle(): void;
}

/** What a socket was given, and whoever reads it did not get yet; null: its end. */
type Held = readonly [chunk: unknown, encoding: BufferEncoding | undefined];

/**
 * Watches the connections of one request, and holds the peer back while its answer waits to be read. Undici must not do
 * that: when a connection ends while its parser pauses, it throws where nobody can catch it, and the process ends (undici 7,
 * nodejs/undici#5360). So its bodies take whatever comes, and no more comes than is read.
 *
 * @param o.maxBytes that may come over the wire in all: status lines, 1xx answers, headers, chunks with their sizes and
 *   extensions, trailers, TLS
 */
export const createWire = (o: { signal: AbortSignal; maxBytes: number; guard?: HttpGuard }): Wire => {
  let arrived = 0;
  let told = 0;
  let hop: HttpHop = { url: '', address: '' };
  let body: { readonly readableLength: number } | null = null;
  let letOn: () => void = () => undefined;

  const settle = (): void => {
    if (arrived === told) return;
    o.guard?.spent(hop, arrived - told);
    told = arrived;
  };
  const count = (socket: Socket, bytes: number): void => {
    arrived += bytes;
    if (arrived - told >= REPORT_EVERY) settle();
    if (arrived <= o.maxBytes || socket.destroyed) return;
    socket.destroy(new Refusal('response-invalid', `more than ${o.maxBytes} bytes came over the wire`));
  };

  return {
    signal: o.signal,
    url: '',

    async admit(address) {
      settle();
      hop = { url: this.url, address };
      return (await o.guard?.admit(hop)) ?? true;
    },

    stands: () => o.guard?.spent(hop, 0),

    watch(socket, raw) {
      let seen = 0;
      const look = (): void => {
        const fresh = raw.bytesRead - seen;
        seen += fresh;
        if (fresh > 0) count(socket, fresh);
      };
      // Readable's own way in: what arrives is counted before anything reads it.
      const push = socket.push.bind(socket);
      const held: Held[] = [];
      const mustWait = (): boolean => body !== null && body.readableLength > READ_AHEAD;
      socket.push = (chunk: unknown, encoding?: BufferEncoding) => {
        look();
        if (held.length === 0 && !mustWait()) return push(chunk, encoding);
        held.push([chunk, encoding]);
        return false;
      };
      letOn = () => {
        const next = held.length > 0 && !mustWait() ? held.shift() : undefined;
        if (!next || socket.destroyed) return;
        push(...next);
        // It may have nothing for the reader, who then does not ask again.
        if (held.length > 0) setImmediate(letOn);
      };
      if (socket === raw) return;
      const timer = setInterval(look, LOOK_EVERY).unref();
      socket.once('close', () => clearInterval(timer));
    },

    reads: (answer) => void (body = answer),
    letOn: () => letOn(),
    settle,
  };
};
