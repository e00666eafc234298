import { Readable } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflate, limit } from '../../../server/src/core/http/body';
import { client, codeOf, freePort, get, listen, serve, serveNames, serveTcp, text } from './serving';

describe('a body without an end', () => {
  it('ends at the cap, also one that was small on the wire', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const peer = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(bomb);
    });
    const read = await get(client([peer.port]), peer.url);
    expect(read.ok && read.value.length).toBe(100_000);
  });

  it('is taken from the wire no further than the cap', async () => {
    let sent = 0;
    const peer = await serve((_request, response) => {
      const chunk = Buffer.alloc(10_000);
      const write = (): void => {
        sent += chunk.length;
        if (!response.destroyed && response.write(chunk)) setImmediate(write);
        else response.once('drain', write);
      };
      write();
    });
    const read = await get(client([peer.port]), peer.url);
    expect(read.ok && read.value.length).toBe(100_000);
    expect(sent).toBeLessThan(20_000_000);
  });

  it('is inflated no further than it is read', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    let taken = 0;
    const pieces = Readable.from(
      (function* () {
        for (let at = 0; at < bomb.length; at += 500) {
          taken += 500;
          yield bomb.subarray(at, at + 500);
        }
      })()
    );
    const inflated = inflate(pieces, { coding: 'gzip', maxBytes: 1_000_000 });
    let read = 0;
    if (inflated.ok) for await (const chunk of limit(inflated.value, 1_000_000)) read += chunk.length;
    expect(read).toBe(1_000_000);
    expect(taken).toBeLessThan(bomb.length / 4);
  });

  it('ends at the cap when its compressed bytes stand for nothing', async () => {
    // RFC 1952: the name of a file, in the header of a gzip stream, ends at a NUL that never comes.
    const header = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);
    const peer = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.write(header);
      const write = (): void => {
        if (response.destroyed) return;
        if (response.write(Buffer.alloc(10_000, 'a'))) setImmediate(write);
        else response.once('drain', write);
      };
      write();
    });
    expect(await get(client([peer.port]), peer.url)).toEqual({ ok: true, value: '' });
  });
});

describe('a slow peer', () => {
  it('is left when it hangs before the headers', async () => {
    const peer = await serve(() => undefined);
    const result = await get(client([peer.port], { timeout: 1_000 }), peer.url);
    expect(result).toMatchObject({ ok: false, error: { code: 'timeout', requestSent: true } });
  });

  it('is left when it sends a byte now and then', async () => {
    const peer = await serve((_request, response) => {
      const timer = setInterval(() => response.write('a'), 50);
      response.once('close', () => clearInterval(timer));
    });
    const result = await get(client([peer.port], { timeout: 1_000 }), peer.url);
    expect(result).toMatchObject({ ok: false, error: { code: 'timeout', requestSent: true } });
  });

  it('is left when it promises an answer again and again', async () => {
    const port = await serveTcp((socket) => {
      socket.once('data', () => {
        const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20);
        socket.once('close', () => clearInterval(timer));
      });
    });
    expect(codeOf(await get(client([port], { timeout: 1_000 }), `http://127.0.0.1:${port}/`))).toBe(
      'timeout'
    );
  });

  it.each([
    [6, '127.0.0.1'],
    [4, '::1'],
  ])('is reached when its name server never answers a question for IPv%i', async (silent, host) => {
    // Before the connection is given up, which would be within the time that the resolver waits.
    const peer = await serve((_request, response) => response.end('hello'), host);
    const names = await serveNames((_name, family) => (family === silent ? 'silence' : [host]));
    const http = client([peer.port], {
      resolver: names.resolver,
      allowAddresses: ['127.0.0.0/8', '::1/128'],
    });

    expect(await get(http, `http://a.test:${peer.port}/`)).toEqual({ ok: true, value: 'hello' });
  });

  /** Ended by the clock for the whole, long before the connection is given up: that would say so. */
  const ENDED = { code: 'timeout', message: 'the time for the whole request', requestSent: false };

  it('has got nothing when the name server is silent', async () => {
    const names = await serveNames(() => 'silence');
    const result = await get(client([80], { timeout: 300, resolver: names.resolver }), 'http://slow.test/');
    expect(result).toEqual({ ok: false, error: ENDED });
  });

  it('has got nothing when it never finishes the TLS handshake', async () => {
    const port = await serveTcp(() => undefined);
    const result = await get(client([port], { timeout: 300 }), `https://127.0.0.1:${port}/`);
    expect(result).toEqual({ ok: false, error: ENDED });
  });

  it('is left at once when the caller says so', async () => {
    const peer = await serve(() => undefined);
    const stop = new AbortController();
    const stopped = get(client([peer.port]), peer.url, { signal: stop.signal });
    await expect.poll(() => peer.requests.length).toBe(1);
    stop.abort();
    expect(codeOf(await stopped)).toBe('aborted');
  });
});

describe('a broken peer', () => {
  it('is a failure when it resets the connection, before or within the body', async () => {
    const before = await serve((request) => request.socket.destroy());
    const within = await serve((request, response) => {
      response.setHeader('content-length', '100');
      response.write('half', () => request.socket.destroy());
    });
    const http = client([before.port, within.port]);
    const lost = { ok: false, error: { code: 'connect-failed', requestSent: true } };
    expect(await get(http, before.url)).toMatchObject(lost);
    expect(await get(http, within.url)).toMatchObject(lost);
  });

  it('is a failure although the reader made something of half a body', async () => {
    const peer = await serve((request, response) => {
      response.setHeader('content-length', '100');
      response.write('half', () => request.socket.destroy());
    });
    const read = await client([peer.port]).request({ url: peer.url }, (response) =>
      text(response).catch(() => 'half')
    );
    expect(read).toMatchObject({ ok: false, error: { code: 'connect-failed' } });
  });

  it('has got nothing when nobody listens', async () => {
    const port = await freePort();
    const result = await get(client([port]), `http://127.0.0.1:${port}/`);
    expect(result).toMatchObject({ ok: false, error: { code: 'connect-failed', requestSent: false } });
  });

  it('is a failure when it sends no HTTP, more headers than anybody needs, or junk under a coding', async () => {
    const junk = await serveTcp((socket) => socket.once('data', () => socket.end('not http at all\r\n\r\n')));
    const large = await serve((_request, response) => {
      response.setHeader('x-large', 'a'.repeat(20_000));
      response.end();
    });
    const coded = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end('not gzip at all');
    });
    const http = client([junk, large.port, coded.port]);
    for (const url of [`http://127.0.0.1:${junk}/`, large.url, coded.url]) {
      expect(await get(http, url)).toMatchObject({ error: { code: 'response-invalid', requestSent: true } });
    }
  });

  it('is a failure when it speaks no TLS, or has no certificate; its name is asked for', async () => {
    const plain = await serve((_request, response) => response.end());
    const named: string[] = [];
    const server = createTlsServer({
      SNICallback: (name, done) => {
        named.push(name);
        done(null);
      },
    });
    const secure = await listen(server, '127.0.0.1');
    const names = await serveNames(() => ['127.0.0.1']);
    const http = client([plain.port, secure], { resolver: names.resolver });
    for (const port of [plain.port, secure]) {
      const result = await get(http, `https://secure.test:${port}/`);
      expect(result).toMatchObject({ ok: false, error: { code: 'tls-failed', requestSent: false } });
    }
    expect(named).toEqual(['secure.test']);
  });
});
