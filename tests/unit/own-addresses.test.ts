import { expect, it } from 'vitest';
import { createAkismet } from '../../server/src/core/moderation/akismet';
import { readOwnPage } from '../../server/src/core/own-page';
import { verifySource } from '../../server/src/core/verification';
import { discover } from '../../server/src/core/discovery';
import { callHook } from '../../server/src/services/notices/hook-call';
import { client, serve } from './http/serving';

it('our hooks, pages and Akismet are reached at `allowOwnAddresses`, sources and targets are not', async () => {
  const inside = await serve((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('false');
  });
  const http = client([inside.port], { allowAddresses: [], allowOwnAddresses: ['127.0.0.1/32'] });
  const hook = { url: `${inside.url}/hook`, secret: '' };
  const comment = {
    blog: 'https://example.com/',
    permalink: 'https://example.com/post',
    address: '203.0.113.1',
    userAgent: null,
    protocol: 'pingback',
    source: 'https://blog.example/',
    author: null,
    texts: [],
    receivedAt: '2026-01-01T00:00:00.000Z',
  } as const;

  expect(await callHook(http, { hook, event: 'x', payload: {}, now: 0 })).toMatchObject({ ok: true });
  expect(await readOwnPage(http, { url: `${inside.url}/page`, privateHosts: new Set() })).toMatchObject({
    ok: true,
  });
  expect(await createAkismet({ http, url: inside.url, key: 'k' }).check(comment)).toEqual({
    ok: true,
    value: 'ham',
  });
  expect(inside.requests).toHaveLength(3);

  const source = await verifySource(http, { source: `${inside.url}/source`, isTarget: () => true });
  expect(source).toMatchObject({ error: { code: 'address-refused' } });
  expect(await discover(http, `${inside.url}/target`, {} as never)).toMatchObject({ ok: false });
  expect(inside.requests).toHaveLength(3);
});
