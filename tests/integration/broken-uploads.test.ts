import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startStrapi, type TestApp } from '../helpers/strapi';

let app: TestApp;
const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);

beforeAll(async () => {
  app = await startStrapi({ listen: true });
});
afterAll(async () => {
  await app?.stop();
  printed.mockRestore();
});

const HEAD = (path: string, headers: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\n${headers}\r\n\r\n`;
const CHUNKED = 'Transfer-Encoding: chunked';

/** Sends bytes, and ends the connection: when the server does, or after `hold` milliseconds. */
const upload = (text: string, hold: number | null): Promise<void> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(app.url);
    const socket = createConnection(Number(port), hostname, () => socket.write(text));
    if (hold !== null) setTimeout(() => socket.resetAndDestroy(), hold);
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.on('close', () => resolve());
  });

const PATHS = [
  '/api/linkbacks/xmlrpc',
  '/api/linkbacks/webmention',
  '/api/linkbacks/trackback/articles/x/en',
] as const;
const BROKEN: readonly (readonly [string, (path: string) => [string, number | null]])[] = [
  ['a flood of chunk extensions', (path) => [`${HEAD(path, CHUNKED)}1;${'a'.repeat(40_000)}\r\nx\r\n`, null]],
  ['a chunk without a size', (path) => [`${HEAD(path, CHUNKED)}zz\r\n`, null]],
  ['a flood of trailers', (path) => [`${HEAD(path, CHUNKED)}0\r\n${'a: b\r\n'.repeat(20_000)}`, null]],
  ['a body that is given up', (path) => [`${HEAD(path, 'Content-Length: 1000')}<?xml`, 50]],
  ['chunks that are given up', (path) => [`${HEAD(path, CHUNKED)}5\r\n<?xml\r\n`, 50]],
];

describe('uploads that break', () => {
  it('are one line in the log, however many they are, and nothing on the console', async () => {
    const broken = () => app.logs.filter(({ message }) => message.includes('broke off'));
    for (const path of PATHS) {
      for (const [, make] of BROKEN) {
        const before = app.logs.length;
        await upload(...make(path));
        // Strapi's own line says that the request is over.
        await expect
          .poll(() => app.logs.slice(before).some(({ message }) => message.includes(`POST ${path}`)))
          .toBe(true);
      }
    }
    await expect.poll(() => broken().length).toBe(1);
    expect(broken()).toEqual([
      { level: 'warn', message: expect.stringMatching(/^\[linkbacks\] a request to \/api\/linkbacks\/xmlrpc broke off: [^\n]+$/u) },
    ]); // prettier-ignore
    expect(printed).not.toHaveBeenCalled();
  });
});
