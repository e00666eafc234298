import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { client, serveTcp } from './serving';

const MAX_BYTES = 400_000;

type Framing = 'length' | 'chunked' | 'until the end';
/** How the connection ends behind a whole answer, or in the middle of one. */
type Ending = 'closes' | 'resets' | 'stays' | 'breaks off';

const frame = (body: Buffer, framing: Framing): Buffer[] => {
  if (framing !== 'chunked') return [body];
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length; at += 10_000) {
    const piece = body.subarray(at, at + 10_000);
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'));
  }
  return [...pieces, Buffer.from('0\r\n\r\n')];
};

const headersOf = (body: Buffer, framing: Framing, zipped: boolean): string =>
  [
    'HTTP/1.1 200 OK',
    ...(framing === 'length' ? [`content-length: ${body.length}`] : []),
    ...(framing === 'chunked' ? ['transfer-encoding: chunked'] : []),
    ...(zipped ? ['content-encoding: gzip'] : []),
    '\r\n',
  ].join('\r\n');

/** A peer that says all at once, whether it is read or not. */
const speak = (o: { body: Buffer; framing: Framing; ending: Ending; zipped: boolean }): Promise<number> =>
  serveTcp((socket) => {
    socket.once('data', async () => {
      const sent = Buffer.concat(frame(o.body, o.framing));
      const cut = o.ending === 'breaks off' ? sent.subarray(0, Math.floor(sent.length / 2)) : sent;
      socket.write(Buffer.concat([Buffer.from(headersOf(o.body, o.framing, o.zipped)), cut]));
      if (o.ending === 'closes' || o.ending === 'breaks off') socket.end();
      if (o.ending === 'resets') {
        await pause(20);
        socket.resetAndDestroy();
      }
    });
  });

const answers = fc.record({
  // What fills buffers of 16 and 64 kB exactly, nearly, and many times.
  size: fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: -2, max: 2 }))
    .map(([blocks, off]) => blocks * 16_384 + off),
  framing: fc.constantFrom<Framing>('length', 'chunked', 'until the end'),
  ending: fc.constantFrom<Ending>('closes', 'resets', 'stays', 'breaks off'),
  zipped: fc.boolean(),
  waits: fc.constantFrom(0, 1, 40),
});

describe('a reader that takes its time', () => {
  it('is never left with an error that nobody can catch, however the peer ends', async () => {
    await fc.assert(
      fc.asyncProperty(answers, async ({ size, framing, ending, zipped, waits }) => {
        const page = Buffer.from(Array.from({ length: size }, (_, index) => (index * 7919) % 251));
        const port = await speak({
          body: zipped ? gzipSync(page, { level: 0 }) : page,
          framing,
          ending,
          zipped,
        });
        const http = client([port], { maxBytes: MAX_BYTES });
        const timeout = ending === 'stays' && framing === 'until the end' ? 300 : 20_000;
        let read = 0;
        const answer = await http.request({ url: `http://127.0.0.1:${port}/`, timeout }, async ({ body }) => {
          await pause(waits);
          for await (const piece of body) {
            read += piece.length;
            if (waits > 1 && read < 100_000) await pause(waits);
          }
        });

        expect(read).toBeLessThanOrEqual(size);
        const isWhole = ending === 'closes' || (ending === 'stays' && framing !== 'until the end');
        if (isWhole) expect([answer.ok, read]).toEqual([true, size]);
      }),
      { numRuns: 60 }
    );
  });

  it('holds its peer back: no more comes than is read, but for a little', async () => {
    let written = 0;
    const port = await serveTcp((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const block = Buffer.alloc(65_536, 'x');
        const write = (): void => {
          while (!socket.destroyed && socket.write(block)) written += block.length;
        };
        socket.on('drain', write);
        write();
      });
    });
    let spent = 0;
    const guard = { admit: () => true, spent: (_hop: unknown, bytes: number) => void (spent += bytes) };
    const answer = await client([port], { maxBytes: 20_000_000 }).request(
      { url: `http://127.0.0.1:${port}/`, guard },
      async ({ body }) => {
        await pause(500);
        for await (const piece of body) return piece.length;
        return 0;
      }
    );

    expect(answer).toEqual({ ok: true, value: 16_384 });
    expect(spent).toBeLessThan(400_000);
    expect(written).toBeGreaterThan(spent);
  });
});
