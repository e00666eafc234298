import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { revisionsOf } from '../helpers/moderation';
import {
  ARTICLE,
  createArticle,
  forgetAll,
  pingback,
  seedLinkback,
  setSettings,
  SITE,
  storedLinkbacks,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

let app: TestApp;
let token: string;
let documentId: string;

beforeAll(async () => {
  app = await startStrapi();
  token = await superAdminToken(app);
  documentId = await createArticle(app, { slug: 'hello' });
});
afterAll(() => app?.stop());
beforeEach(async () => {
  await forgetAll(app);
  await setSettings(app, { moderation: { trustedHosts: [], blockedHosts: [] } });
});

const seed = (over: Record<string, unknown> = {}) =>
  seedLinkback(app, { uid: ARTICLE, documentId, locale: 'en' }, over);
const act = async (action: string, ...ids: string[]) => {
  const revisions = await revisionsOf(app, ids);
  const answer = await app.request
    .post('/linkbacks/linkbacks/actions')
    .set('Authorization', token)
    .send({ action, ids, revisions });
  expect(answer.status).toBe(200);
  return answer.body.results;
};
const lists = async () => {
  const { body } = await app.request.get('/linkbacks/settings').set('Authorization', token);
  return { trusted: body.moderation.trustedHosts, blocked: body.moderation.blockedHosts };
};

describe('trusting the host of a linkback', () => {
  it('approves it and puts the hosts of its source on the list, once', async () => {
    await setSettings(app, { moderation: { trustedHosts: ['old.example'] } });
    const { documentId: id } = await seed({
      source: 'https://a.example:8443/post',
      finalUrl: 'https://b.example/post',
    });

    expect(await act('trust-host', id)).toMatchObject([{ id, ok: true, outcome: 'changed', hosts: 'added' }]);
    expect(await act('trust-host', id)).toMatchObject([
      { id, ok: true, outcome: 'unchanged', hosts: 'unchanged' },
    ]);
    expect(await lists()).toEqual({ trusted: ['old.example', 'a.example', 'b.example'], blocked: [] });
    expect(await storedLinkbacks(app)).toMatchObject([
      { status: 'approved', reason: 'Approved by Super Admin, who trusts its host from now on.' },
    ]);
  });

  it('says when one of its hosts was trusted before, so that nobody takes that back with it', async () => {
    await setSettings(app, { moderation: { trustedHosts: ['a.example'] } });
    const { documentId: id } = await seed({
      source: 'https://a.example/post',
      finalUrl: 'https://b.example/post',
    });

    expect(await act('trust-host', id)).toMatchObject([{ id, outcome: 'changed', hosts: 'switched' }]);
    expect(await lists()).toEqual({ trusted: ['a.example', 'b.example'], blocked: [] });
  });

  it('lists nothing for what cannot be approved', async () => {
    const { documentId: id } = await seed({ status: 'gone' });

    expect(await act('trust-host', id)).toEqual([
      {
        id,
        ok: false,
        outcome: 'refused',
        error: 'Its source removed the link.',
        why: { code: 'action.gone' },
      },
    ]);
    expect(await lists()).toEqual({ trusted: [], blocked: [] });
  });

  it('takes many at once, IPv6 addresses too', async () => {
    const rows = [
      await seed({ source: 'https://a.example/1' }),
      await seed({ source: 'https://a.example/2' }),
      await seed({ source: 'https://[2001:db8::1]/' }),
    ];
    const answers = await act('trust-host', ...rows.map((row) => row.documentId));

    expect(answers.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true, true]);
    expect((await lists()).trusted).toEqual(['a.example', '[2001:db8::1]']);
  });
});

describe('blocking the host of a linkback', () => {
  let blog: Peer;
  beforeAll(async () => {
    const html = `<title>Post</title><a href="${SITE}/blog/hello">hello</a>`;
    blog = await startPeer((_request, response) => sendPage(response, html), { address: '127.0.0.2' });
  });
  afterAll(() => blog?.stop());

  it('moves it to spam, ends the trust, and refuses what comes next without a fetch', async () => {
    await setSettings(app, { moderation: { trustedHosts: ['127.0.0.2'] } });
    expect((await pingback(app, `${blog.url}/1`, `${SITE}/blog/hello`)).fault).toBeNull();
    const [row] = await storedLinkbacks(app);
    expect(row).toMatchObject({ status: 'approved' });

    expect(await act('block-host', row?.documentId ?? '')).toMatchObject([{ ok: true }]);
    expect(await lists()).toEqual({ trusted: [], blocked: ['127.0.0.2'] });
    expect(await storedLinkbacks(app)).toMatchObject([
      { status: 'spam', reason: 'Marked as spam by Super Admin, who blocked its host.' },
    ]);
    expect((await pingback(app, `${blog.url}/2`, `${SITE}/blog/hello`)).fault?.code).toBe(49);
    expect(blog.requests.map(({ path }) => path)).toEqual(['/1']);
  });
});
