import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import type { PreviewItem } from '../../server/src/contracts/preview';
import { MAX_FIELD } from '../../server/src/core/content/links';
import { sentenceOf } from '../../server/src/core/reasons';
import { createAdmin, superAdminToken } from '../helpers/admin';
import { startBlog, type Blog } from '../helpers/blog';
import { anchors, documents, linking, pingsOf } from '../helpers/entries';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { ARTICLE, jobsOf, setEntry, setSettings } from '../helpers/receiving';
import { startSite, type Site } from '../helpers/site';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

interface Session {
  readonly app: TestApp;
  readonly token: string;
}

const preview = async (o: Session, documentId: string, locale = 'en'): Promise<PreviewItem[]> => {
  const answer = await o.app.request
    .post(`/linkbacks/entries/${ARTICLE}/${documentId}/preview?locale=${locale}`)
    .set('Authorization', o.token);
  expect(answer.status).toBe(200);
  return answer.body as PreviewItem[];
};
const isChecking = ({ protocol }: PreviewItem): boolean => protocol === 'checking';

describe('the preview of a draft', () => {
  let app: TestApp;
  let site: Site;
  let blog: Blog;
  let token: string;
  let count = 0;

  beforeAll(async () => {
    site = await startSite({ address: '127.0.0.3' });
    app = await startStrapi({ site: site.url, listen: true });
    token = await superAdminToken(app);
  });
  afterAll(async () => {
    await app?.stop();
    await site.stop();
  });
  beforeEach(async () => {
    blog = await startBlog({ address: '127.0.0.4' });
  });
  afterEach(() => blog.stop());

  const draft = async (targets: string[], data: Record<string, unknown> = {}): Promise<string> => {
    const slug = `draft-${(count += 1)}`;
    const all = { title: 'Draft', slug, body: linking(...targets), ...data };
    return (await documents(app, ARTICLE).create({ data: all })).documentId;
  };
  const publish = async (documentId: string, targets: string[]): Promise<void> => {
    site.show(`/blog/draft-${count}`, anchors(...targets));
    await documents(app, ARTICLE).publish({ documentId });
    await until('all pings are settled', async () => {
      const pings = await pingsOf(app, documentId);
      const open = pings.some(({ status }) => ['waiting', 'queued', 'sending'].includes(status));
      return pings.length > 0 && !open;
    });
  };
  const settled = async (documentId: string): Promise<Omit<PreviewItem, 'why'>[]> => {
    const items = await until('nothing is being checked', async () => {
      const found = await preview({ app, token }, documentId);
      return found.some(isChecking) ? null : found;
    });
    // The code says what the words say.
    expect(items.map(({ why }) => why && sentenceOf(why))).toEqual(items.map(({ skip }) => skip));
    return items.map(({ why: _why, ...item }) => item);
  };
  const posted = (peer: Peer) => peer.requests.filter(({ method }) => method !== 'GET');

  it('tells for links of every kind what would go where, and why not, and sends nothing', async () => {
    const page = (name: string) => `${blog.url}/${name}`;
    const [named, away] = [page('plain/other/trackback'), 'http://169.254.169.254/latest'];
    const targets = [
      page('header/1'),
      page('mention/2'),
      page('both/3'),
      page('plain/4'),
      page('plain/other/'),
      `${site.url}/blog/elsewhere`,
      `${site.url}/blog/draft-${count + 1}/`,
      away,
    ];
    const documentId = await draft(targets);
    await setEntry(app, { documentId }, { trackbackUrls: [named] });

    const first = await preview({ app, token }, documentId);
    expect(first.map(({ target }) => target)).toEqual([named, ...targets]);
    expect(first.filter(isChecking).map(({ target }) => target)).toEqual([...targets.slice(0, 4), away]);

    const ping = (protocol: string, endpoint: string) => ({ protocol, endpoint, skip: null });
    const none = (skip: string) => ({ protocol: null, endpoint: null, skip: expect.stringContaining(skip) });
    const pingback = page('xmlrpc');
    const mention = page('webmention?for=us');
    expect(await settled(documentId)).toEqual(
      [
        ping('trackback', named),
        ping('pingback', pingback),
        ping('webmention', mention),
        ping('webmention', mention),
        none('accepts neither'),
        none(`told by the trackback URL that you named, ${named}`),
        none('leads to our own site'),
        none('leads to the entry itself'),
        none('could not be asked: The site is not on the public internet.'),
      ].map((item, index) => ({ target: [named, ...targets][index], ...item }))
    );

    expect(posted(blog)).toEqual([]);
    expect(blog.requests.map(({ path }) => path).sort()).toEqual(
      ['/both/3', '/header/1', '/mention/2', '/plain/4'].sort()
    );
    expect(await pingsOf(app, documentId)).toEqual([]);
  });

  it('is what happens when the draft is published', async () => {
    const targets = [`${blog.url}/header/a`, `${blog.url}/both/b`, `${blog.url}/plain/c`];
    const documentId = await draft(targets);
    const items = await settled(documentId);
    await publish(documentId, targets);

    const pings = await pingsOf(app, documentId);
    expect(pings.map(({ target, protocol, endpoint }) => ({ target, protocol, endpoint }))).toEqual(
      items.map(({ target, protocol, endpoint }) => ({ target, protocol, endpoint }))
    );
    expect(pings.map(({ status, reason }) => (status === 'sent' ? null : reason))).toEqual(
      items.map(({ skip }) => skip)
    );
  });

  it('says what was told already, and that webmention targets hear of the change', async () => {
    const [old, mention, fresh] = [`${blog.url}/header/old`, `${blog.url}/mention/m`, `${blog.url}/tag/new`];
    const documentId = await draft([old, mention]);
    await publish(documentId, [old, mention]);
    const body = linking(old, mention, fresh);
    await documents(app, ARTICLE).update({ documentId, data: { body } });

    expect(await settled(documentId)).toEqual([
      {
        target: old,
        protocol: 'pingback',
        endpoint: `${blog.url}/xmlrpc`,
        skip: 'It was told already. Accepted.',
      },
      { target: mention, protocol: 'webmention', endpoint: `${blog.url}/webmention?for=us`, skip: null },
      { target: fresh, protocol: 'pingback', endpoint: `${blog.url}/xmlrpc`, skip: null },
    ]);
    expect(posted(blog)).toHaveLength(2);
  });

  it('knows whose page a trackback URL is only after asking it', async () => {
    const peer = await startPeer(({ path }, response) =>
      path === '/post'
        ? sendPage(
            response,
            `<p>Post</p><!--<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/"><rdf:Description rdf:about="${peer.url}/post" dc:identifier="${peer.url}/post" trackback:ping="${peer.url}/tb.cgi?7" /></rdf:RDF>-->`
          )
        : sendPage(response, '<p>Page</p>')
    );
    try {
      const documentId = await draft([`${peer.url}/post`, `${peer.url}/page`]);
      await setEntry(app, { documentId }, { trackbackUrls: [`${peer.url}/tb.cgi?7`] });
      const [trackback, post, page] = await settled(documentId);
      expect(trackback).toMatchObject({ protocol: 'trackback', skip: null });
      expect(post?.skip).toContain('trackback URL that you named');
      expect(page?.skip).toContain('accepts neither');
    } finally {
      await peer.stop();
    }
  });

  it('obeys the protocols that are switched on', async () => {
    const documentId = await draft([`${blog.url}/both/1`, `${blog.url}/mention/2`]);
    await setSettings(app, { send: { protocols: { webmention: false } } });
    try {
      expect(await settled(documentId)).toMatchObject([
        { protocol: 'pingback', skip: null },
        { protocol: null, skip: expect.stringContaining('switch off the protocols') },
      ]);
    } finally {
      await setSettings(app, { send: { protocols: { webmention: true } } });
    }
  });

  it('asks nobody while the entry sends nothing', async () => {
    const documentId = await draft([`${blog.url}/header/quiet`]);
    const item = async () => (await preview({ app, token }, documentId))[0];

    await setEntry(app, { documentId }, { sendPings: 'off' });
    expect(await item()).toMatchObject({
      protocol: null,
      skip: 'Sending pings is switched off for this entry.',
    });
    await setEntry(app, { documentId }, { sendPings: 'default' });
    await setSettings(app, { send: { on: false } });
    expect(await item()).toMatchObject({ protocol: null, skip: 'Sending pings is switched off by default.' });
    await setSettings(app, { send: { on: true } });
    expect(blog.requests).toEqual([]);
    expect(await item()).toMatchObject({ protocol: 'checking', skip: null });
  });

  it('says so when the entry has no page yet, and is empty before the first save', async () => {
    const documentId = await draft([`${blog.url}/header/1`], { slug: null });
    expect(await preview({ app, token }, documentId)).toMatchObject([
      { protocol: null, skip: expect.stringContaining('no page yet') },
    ]);
    expect(await preview({ app, token }, 'new')).toEqual([]);
  });

  it('reads the draft of its own locale, and entries without drafts as they are', async () => {
    const documentId = await draft([`${blog.url}/header/en`]);
    const french = { title: 'Brouillon', slug: 'brouillon', body: linking(`${blog.url}/header/fr`) };
    await documents(app, ARTICLE).update({ documentId, locale: 'fr', data: french });
    expect((await preview({ app, token }, documentId, 'fr')).map(({ target }) => target)).toEqual([
      `${blog.url}/header/fr`,
    ]);

    const text = `[this](${blog.url}/header/note)`;
    const note = await documents(app, 'api::note.note').create({ data: { title: 'N', slug: 'n', text } });
    const { body } = await app.request
      .post(`/linkbacks/entries/api::note.note/${note.documentId}/preview`)
      .set('Authorization', token);
    expect(body).toMatchObject([{ target: `${blog.url}/header/note` }]);
  });

  it('says of a field that is too long to be read to its end, and reads it as far', async () => {
    const [near, far] = [`[near](${blog.url}/header/near)`, `[far](${blog.url}/header/far)`];
    const text = `${near}\n\n${'word '.repeat(MAX_FIELD / 5)}\n\n${far}`;
    const note = await documents(app, 'api::note.note').create({ data: { title: 'N', slug: 'long', text } });
    const { body } = await app.request
      .post(`/linkbacks/entries/api::note.note/${note.documentId}/preview`)
      .set('Authorization', token);
    const why = { code: 'preview.cut', values: { field: 'text', most: MAX_FIELD } } as const;
    expect(body).toMatchObject([
      { target: '', protocol: null, skip: sentenceOf(why), why, field: 'text' },
      { target: `${blog.url}/header/near` },
    ]);
  });
});

/** Nothing listens: no worker takes the jobs away. */
describe('the jobs that previews leave', () => {
  let app: TestApp;
  let token: string;
  const links = Array.from({ length: 2_000 }, (_, index) => `https://blog.example/${index}`);
  const draft = async (slug: string, targets: string[]): Promise<string> => {
    const data = { title: slug, slug, body: linking(...targets) };
    return (await documents(app, ARTICLE).create({ data })).documentId;
  };
  const looks = () => app.strapi.db.connection('linkbacks_looks');

  beforeAll(async () => {
    app = await startStrapi();
    token = await superAdminToken(app);
  });
  afterEach(async () => {
    await looks().del();
    await app.strapi.db.connection('linkbacks_jobs').del();
  });
  afterAll(() => app?.stop());

  it('are one for each of 2,000 links, however many previews ask', async () => {
    const [one, other] = [await draft('one', links), await draft('other', [...links].reverse())];
    const all = await Promise.all([one, other, one].map((id) => preview({ app, token }, id)));
    for (const items of all) expect(items.filter(isChecking)).toHaveLength(2_000);

    const jobs = await jobsOf(app, 'look');
    const targets = jobs.map(({ payload }) => (JSON.parse(String(payload)) as { target: string }).target);
    expect(targets.sort()).toEqual([...links].sort());
  });

  it('come again when the answer is older than an hour', async () => {
    const documentId = await draft('hour', ['https://blog.example/']);
    await preview({ app, token }, documentId);
    await app.strapi.db.connection('linkbacks_jobs').del();
    const endpoints = [{ protocol: 'pingback', endpoint: 'https://blog.example/xmlrpc' }];
    const answer = JSON.stringify({ kind: 'found', endpoints });
    await looks().update({ answer });
    const known = { protocol: 'pingback', endpoint: 'https://blog.example/xmlrpc' };
    expect(await preview({ app, token }, documentId)).toMatchObject([known]);

    const aged = (ms: number) =>
      looks().update({ checked_at: app.strapi.db.connection.raw('checked_at - ?', [ms]) });
    await aged(3_500_000);
    expect(await preview({ app, token }, documentId)).toMatchObject([known]);
    expect(await jobsOf(app, 'look')).toEqual([]);
    await aged(200_000);
    expect(await preview({ app, token }, documentId)).toMatchObject([{ protocol: 'checking' }]);
    expect(await jobsOf(app, 'look')).toHaveLength(1);
  });

  it('are left for nobody who may not read the entry', async () => {
    const documentId = await draft('secret', ['https://blog.example/secret']);
    const reading = (locales: string[]) => ({
      action: 'plugin::content-manager.explorer.read',
      subject: ARTICLE,
      properties: { fields: ['title'], locales },
    });
    const ask = async (permissions: Parameters<typeof createAdmin>[1]): Promise<number> => {
      const user = await createAdmin(app, permissions);
      const path = `/linkbacks/entries/${ARTICLE}/${documentId}/preview?locale=en`;
      return (await app.request.post(path).set('Authorization', user.authorization)).status;
    };
    expect(await ask(['plugin::linkbacks.read', 'plugin::linkbacks.send'])).toBe(403);
    expect(await ask([reading(['fr'])])).toBe(403);
    expect(await jobsOf(app, 'look')).toEqual([]);
    expect(await ask([reading(['en'])])).toBe(200);
  });
});
