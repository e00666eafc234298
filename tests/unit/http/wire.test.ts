import fc from 'fast-check';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../server/src/core/ports';
import { client, codeOf, get, serve, serveTcp } from './serving';

/** Bytes that a request of the tests may read of a body, and what may come over the wire beside it. */
const MAX_BYTES = 65_536;
const BESIDE = 524_288;
/** What the kernel holds for us beyond what we have read. */
const KERNEL = 8_388_608;

const CHUNKED = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n';

/** Writes `more` for as long as the other side takes it. */
const flood = (socket: Socket, more: Buffer): void => {
  const write = (): void => {
    while (!socket.destroyed && socket.write(more));
  };
  socket.on('drain', write);
  write();
};

/** A peer that answers with `beginning`, and then with `more` for ever. */
const flooder = async (beginning: string, more: string) => {
  let written = 0;
  let closed = 0;
  const block = Buffer.from(more.repeat(Math.ceil(16_384 / more.length)), 'latin1');
  const port = await serveTcp((socket) => {
    socket.once('close', () => {
      written += socket.bytesWritten;
      closed += 1;
    });
    socket.once('data', () => {
      socket.write(beginning, 'latin1');
      flood(socket, block);
    });
  });
  return { port, url: `http://127.0.0.1:${port}/`, written: () => written, closed: () => closed };
};

const letters = fc.string({ unit: fc.constantFrom(...'abcxyz019-'), minLength: 1, maxLength: 40 });
const early = fc.constantFrom('100 Continue', '102 Processing', '103 Early Hints');

/** What a peer can send without an end: a beginning, and what comes after it again and again. */
const floods: Record<string, fc.Arbitrary<readonly [beginning: string, more: string]>> = {
  'answers before the answer': fc
    .tuple(early, letters, letters)
    .map(([status, name, value]) => ['', `HTTP/1.1 ${status}\r\nx${name}: ${value}\r\n\r\n`]),
  headers: fc
    .tuple(letters, letters)
    .map(([name, value]) => ['HTTP/1.1 200 OK\r\n', `x${name}: ${value}\r\n`]),
  'one header': letters.map((value) => ['HTTP/1.1 200 OK\r\nx: ', value]),
  'a status text': letters.map((value) => ['HTTP/1.1 200 ', value]),
  'one chunk extension': letters.map((text) => [`${CHUNKED}1;x=`, text]),
  'chunks with extensions': letters.map((text) => [CHUNKED, `1;${text}=${text.repeat(30)}\r\nx\r\n`]),
  'tiny chunks': fc.constantFrom([CHUNKED, '1\r\nx\r\n'] as const, [CHUNKED, '0001\r\nx\r\n'] as const),
  trailers: fc.tuple(letters, letters).map(([name, value]) => [`${CHUNKED}0\r\n`, `x${name}: ${value}\r\n`]),
  'one trailer': letters.map((value) => [`${CHUNKED}0\r\nx: `, value]),
  'an endless body': letters.map((text) => ['HTTP/1.1 200 OK\r\n\r\n', text]),
};

const METHODS: Partial<HttpRequest>[] = [
  { method: 'GET' },
  { method: 'POST', body: 'x' },
  { method: 'HEAD' },
];

describe.each(Object.entries(floods))('a peer that sends %s without an end', (_what, given) => {
  it.each(METHODS)('is left early by a $method, and all of it counts', async (request) => {
    await fc.assert(
      fc.asyncProperty(given, async ([beginning, more]) => {
        const peer = await flooder(beginning, more);
        let spent = 0;
        const guard = { admit: () => true, spent: (_hop: unknown, bytes: number) => void (spent += bytes) };
        const http = client([peer.port], { maxBytes: MAX_BYTES });
        const answer = await get(http, peer.url, { ...request, guard });

        // No time ends it, but the bytes; a body that is longer than what is read of it is no failure.
        expect(['ok', 'response-invalid', 'connect-failed']).toContain(codeOf(answer));
        expect(spent).toBeLessThanOrEqual(MAX_BYTES + BESIDE + 65_536);
        await expect.poll(peer.closed).toBe(1);
        expect(peer.written()).toBeLessThan(MAX_BYTES + BESIDE + KERNEL);
      }),
      { numRuns: 5 }
    );
  });
});

describe('what comes over the wire in all hops', () => {
  it('counts together', async () => {
    // Each hop stays below the cap of headers; all of them together go beyond the one for the request.
    const early = 'HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n'.repeat(5_000);
    let hops = 0;
    const port = await serveTcp((socket) => {
      socket.once('data', () => {
        hops += 1;
        socket.end(`${early}HTTP/1.1 302 Found\r\nlocation: /${hops}\r\ncontent-length: 0\r\n\r\n`);
      });
    });
    const http = client([port], { maxBytes: MAX_BYTES, maxRedirects: 100 });
    const answer = await get(http, `http://127.0.0.1:${port}/`);

    expect(answer).toMatchObject({
      error: { code: 'response-invalid', message: expect.stringMatching(/wire/) },
    });
    expect(hops).toBeLessThanOrEqual(Math.ceil((MAX_BYTES + BESIDE) / early.length) + 1);
  });

  it('is no failure for a page that is longer than what is read of it, however slowly', async () => {
    const peer = await serve((_request, response) => response.end('x'.repeat(4_000_000)));
    const http = client([peer.port], { maxBytes: 1_000_000 });
    let read = 0;
    const answer = await http.request({ url: peer.url }, async ({ body }) => {
      for await (const piece of body) {
        read += piece.length;
        if (read % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      }
    });
    expect([answer.ok, read]).toEqual([true, 1_000_000]);
  });
});

describe('the time for a request', () => {
  /** Reads as one who works without ever giving the event loop a turn. */
  const busyFor = (milliseconds: number): void => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  };

  it.each([
    ['of one kilobyte of gzip', true],
    ['as it is', false],
  ])('ends the reading of what has arrived already, %s, whatever the reader does', async (_what, zipped) => {
    const page = Buffer.alloc(1_000_000, 'x');
    const peer = await serve((_request, response) => {
      if (zipped) response.setHeader('content-encoding', 'gzip');
      response.end(zipped ? gzipSync(page) : page);
    });
    const timeout = 300;
    const http = client([peer.port], { maxBytes: page.length });
    let pieces = 0;
    let largest = 0;
    const start = performance.now();
    const answer = await http.request({ url: peer.url, timeout }, async ({ body }) => {
      // All has arrived before anything is read.
      await new Promise((resolve) => setTimeout(resolve, 100));
      for await (const piece of body) {
        pieces += 1;
        largest = Math.max(largest, piece.length);
        busyFor(20);
      }
    });

    expect(answer).toMatchObject({ error: { code: 'timeout' } });
    // Read to its end it would be sixty pieces, and 1.2 s of work.
    expect(pieces).toBeLessThanOrEqual(timeout / 20 + 1);
    expect(largest).toBeLessThanOrEqual(16_384);
    expect(performance.now() - start).toBeGreaterThanOrEqual(timeout);
  });

  it('ends it when the signal fires while something is read', async () => {
    const peer = await serve((_request, response) => response.end('x'.repeat(200_000)));
    const abort = new AbortController();
    const answer = await client([peer.port], { maxBytes: 200_000 }).request(
      { url: peer.url, signal: abort.signal },
      async ({ body }) => {
        for await (const piece of body) if (piece.length > 0) abort.abort();
      }
    );
    expect(answer).toMatchObject({ error: { code: 'aborted' } });
  });
});
