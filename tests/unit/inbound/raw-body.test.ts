import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BODY_STATUS, readRawBody } from '../../../server/src/middlewares/raw-body';

const MAX = 1_000;
/** Milliseconds for a body, unless the request says otherwise. */
const LIMIT = 60_000;

/** Answers with what it read: `ok <bytes>`, or the failure. */
const server = createServer(async (req, res) => {
  const timeLimit = Number(req.headers['x-limit'] ?? LIMIT);
  const body = await readRawBody({ req, state: {} }, { maxBytes: MAX, timeLimit });
  res.statusCode = body.ok ? 200 : BODY_STATUS[body.error];
  if (!body.ok && body.error === 'too-slow') res.setHeader('connection', 'close');
  res.end(body.ok ? `ok ${Buffer.from(body.value.bytes).toString()}` : body.error);
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  return new Promise<void>((resolve) => void server.close(() => resolve()));
});

const open = (headers: Record<string, string | number> = {}) => {
  const { port } = server.address() as AddressInfo;
  const sent = request({ host: '127.0.0.1', port, method: 'POST', headers });
  const answer = new Promise<string>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', async (response: IncomingMessage) => {
      const text = (await response.setEncoding('utf8').toArray()).join('');
      resolve(`${String(response.statusCode)} ${text}`);
    });
  });
  return { sent, answer };
};
const post = (body: Buffer | string, headers: Record<string, string> = {}): Promise<string> => {
  const { sent, answer } = open(headers);
  sent.end(body);
  return answer;
};

describe('the reader of raw bodies', () => {
  it.each<[string, (text: string) => Buffer, string]>([
    ['plain', Buffer.from, 'identity'],
    ['gzip', gzipSync, 'gzip'],
    ['x-gzip', gzipSync, 'X-GZIP'],
    ['deflate', deflateSync, 'deflate'],
  ])('reads %s', async (_name, encode, coding) => {
    expect(await post(encode('hello'), { 'content-encoding': coding })).toBe('200 ok hello');
  });

  it('reads an empty body', async () => {
    expect(await post('')).toBe('200 ok ');
  });

  it('reads exactly as much as the cap, and refuses one byte more', async () => {
    expect(await post('x'.repeat(MAX))).toBe(`200 ok ${'x'.repeat(MAX)}`);
    expect(await post('x'.repeat(MAX + 1))).toBe('413 too-large');
  });

  it('counts what comes in chunks', async () => {
    const { sent, answer } = open();
    for (let i = 0; i < 11; i += 1) sent.write('x'.repeat(100));
    sent.end();

    expect(await answer).toBe('413 too-large');
  });

  it('refuses by the declared length before anything arrives', async () => {
    const { sent, answer } = open({ 'content-length': 10_000_000 });
    sent.flushHeaders();

    expect(await answer).toBe('413 too-large');
    sent.destroy();
  });

  it.each([['gzip', gzipSync]])('stops a bomb in %s', async (coding, encode) => {
    const bomb = encode(Buffer.alloc(20_000_000));
    const body = Buffer.concat([bomb.subarray(0, 900)]);

    expect(await post(body, { 'content-encoding': coding })).toBe('413 too-large');
  });

  it.each([
    ['garbage', Buffer.from('garbage')],
    ['a cut-off stream', gzipSync('hello hello hello').subarray(0, 15)],
  ])('refuses %s that says it is gzip', async (_what, body) => {
    expect(await post(body, { 'content-encoding': 'gzip' })).toBe('400 broken');
  });

  it.each(['compress', 'gzip, gzip', 'zstd', 'br'])('refuses the coding %s', async (coding) => {
    expect(await post('x', { 'content-encoding': coding })).toBe('415 encoding-unknown');
  });

  it.each([
    ['comes byte by byte', 'transfer-encoding', 'chunked'],
    ['never ends', 'content-length', '100'],
  ])('gives up a body that %s', async (_what, name, value) => {
    const { sent, answer } = open({ [name]: value, 'x-limit': 300 });
    const drip = setInterval(() => sent.write('x'), 20);
    try {
      expect(await answer).toBe('408 too-slow');
    } finally {
      clearInterval(drip);
      sent.destroy();
    }
  });
});
