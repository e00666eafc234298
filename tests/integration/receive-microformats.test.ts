import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { createArticle, forgetAll, pingback, setSettings, SITE, storedLinkbacks } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

const TARGET = `${SITE}/blog/hello`;
const REPLY = `<title>A note</title><article class="h-entry">
  <p>In reply to <a class="u-in-reply-to" href="${TARGET}">this</a></p>
  <div class="e-content">I <b>disagree</b> &lt;b&gt;.</div>
  <time class="dt-published" datetime="2024-05-31T12:00:00Z"></time>
  <div class="p-author h-card"><img class="u-photo" src="/ann.png" alt=""><a class="u-url p-name" href="/ann">Ann</a></div>
</article>`;

let app: TestApp;
let blog: Peer;

beforeAll(async () => {
  blog = await startPeer((_request, response) => sendPage(response, REPLY), { address: '127.0.0.2' });
  app = await startStrapi();
  await createArticle(app, { slug: 'hello' });
  await setSettings(app, { moderation: { policy: 'approve' } });
});
afterAll(async () => {
  await app?.stop();
  await blog?.stop();
});
beforeEach(() => forgetAll(app));

it('a reply is stored and shown as one, with its author, its date and what it says', async () => {
  expect(await pingback(app, `${blog.url}/note`, TARGET)).toMatchObject({ fault: null });

  expect(await storedLinkbacks(app)).toMatchObject([{ linkType: 'reply', authorName: 'Ann' }]);
  const shown = await app.request.get('/api/linkbacks').query({ target: TARGET });
  expect(shown.body.data).toMatchObject([
    {
      type: 'reply',
      title: 'A note',
      excerpt: 'I disagree <b>.',
      author: { name: 'Ann', url: `${blog.url}/ann`, photo: `${blog.url}/ann.png` },
      published: '2024-05-31T12:00:00.000Z',
    },
  ]);
});

it('blocked words count in the name of an author too', async () => {
  await setSettings(app, { moderation: { blockedWords: ['ann'] } });
  await pingback(app, `${blog.url}/note`, TARGET);

  expect(await storedLinkbacks(app)).toMatchObject([{ status: 'spam' }]);
});
