import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { documents, linking, pingsOf } from '../helpers/entries';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { nastyFamily } from '../helpers/nasty-documents';
import { ARTICLE, createArticle, forgetAll, pingback, SITE, storedLinkbacks } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

/** Milliseconds that a document may be read: the largest page takes many times as long. */
const DEADLINE = 20;
const TARGET = `${SITE}/blog/slow`;
const LARGE = nastyFamily({ part: '<p><a href="/#">x</a>' }).build(1_000_000);

let app: TestApp;
let peer: Peer;
let authorization: string;

beforeAll(async () => {
  peer = await startPeer((_request, response) => sendPage(response, LARGE), { address: '127.0.0.7' });
  app = await startStrapi({
    listen: true,
    config: {
      reading: { threads: 1, deadline: DEADLINE },
      // When this is over, a sender is told that its source could not be read.
      receive: { inlineBudget: 4_000 },
      contentTypes: { [ARTICLE]: { url: `${SITE}/blog/:slug`, liveCheck: false } },
    },
  });
  await forgetAll(app);
  await createArticle(app, { slug: 'slow' });
  authorization = await superAdminToken(app);
});
afterAll(async () => {
  await app?.stop();
  await peer?.stop();
});

const status = async () =>
  (await app.request.get('/linkbacks/status').set('Authorization', authorization)).body;

describe('a page that takes too long to read', () => {
  it('is a source that fails like any that could not be read, is asked once, and is counted for the administrator', async () => {
    expect((await status()).tooLong).toEqual({ count: 0, last: null });
    const answer = await pingback(app, `${peer.url}/large`, TARGET);
    expect(answer.fault).toMatchObject({ code: 16 });

    expect(peer.requests).toHaveLength(1);
    expect(await storedLinkbacks(app)).toEqual([]);
    expect((await status()).tooLong).toEqual({
      count: 1,
      last: { host: '127.0.0.7', at: expect.any(String) },
    });
  });

  it('is the reason of a ping whose target is such a page', async () => {
    const data = { title: 'x', slug: 'linking', body: linking(`${peer.url}/linked`) };
    const { documentId } = await documents(app, ARTICLE).create({ data, status: 'published' } as never);
    await expect
      .poll(async () => (await pingsOf(app, documentId)).map(({ reason }) => reason))
      .toEqual([expect.stringContaining('The page took too long to read.')]);
    expect((await status()).tooLong.count).toBe(2);
  });
});
