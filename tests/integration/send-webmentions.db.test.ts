import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBlog, type Blog } from '../helpers/blog';
import { anchors, documents, linking, pingsOf } from '../helpers/entries';
import { startSite, type Site } from '../helpers/site';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const ARTICLE = 'api::article.article';

let app: TestApp;
let site: Site;
let blog: Blog;
let count = 0;

beforeAll(async () => {
  site = await startSite({ address: '127.0.0.3' });
  app = await startStrapi({ site: site.url, listen: true });
});
afterAll(async () => {
  await app.stop();
  await site.stop();
});
beforeEach(async () => {
  blog = await startBlog({ address: '127.0.0.4' });
});
afterEach(() => blog.stop());

const address = (slug: string) => `${site.url}/blog/${slug}`;
const show = (slug: string, targets: string[], head = '') =>
  site.show(`/blog/${slug}`, `${head}${anchors(...targets)}`);

/** What `discovery.html` says of the entry now, as a front-end puts it into its pages. */
const revisionMeta = async (slug: string): Promise<string> => {
  const { body } = await app.request.get('/api/linkbacks/discovery').query({ target: address(slug) });
  return String(/<meta name="linkbacks-revision"[^>]*>/.exec(body.data.html)?.[0]);
};

const publish = async (targets: string[], { live = true } = {}) => {
  const slug = `mention-${(count += 1)}`;
  if (live) show(slug, targets);
  const { documentId } = await documents(app, ARTICLE).create({
    data: { title: 'Hello', slug, summary: 'In short.', body: linking(...targets) },
  });
  await documents(app, ARTICLE).publish({ documentId });
  return { documentId, slug, source: address(slug) };
};
const update = (documentId: string, data: Record<string, unknown>) =>
  documents(app, ARTICLE).update({ documentId, data, status: 'published' });

const pingIs = (
  documentId: string,
  what: string,
  seen: (ping: Awaited<ReturnType<typeof pingsOf>>[number]) => boolean
) => until(`a ping is ${what}`, async () => (await pingsOf(app, documentId)).find(seen) ?? null);
const sent = (documentId: string) => pingIs(documentId, 'sent', ({ status }) => status === 'sent');
const waits = (documentId: string, reason: string) =>
  pingIs(
    documentId,
    `waiting: ${reason}`,
    (ping) => ping.status === 'waiting' && Boolean(ping.reason?.includes(reason))
  );
const toldOf = (documentId: string, purpose: string) =>
  pingIs(documentId, `sent as ${purpose}`, (ping) => ping.status === 'sent' && ping.purpose === purpose);
const noPlans = () =>
  until('no plan is left', async () => {
    const where = { kind: 'plan' };
    return (await app.strapi.db.query('linkbacks::job').count({ where })) === 0;
  });

describe('a target that takes webmentions', () => {
  it('gets one, exactly as the link is written, and nothing by another protocol', async () => {
    const target = `${blog.url}/both/post?a=%7Eb&c`;
    const { documentId, source } = await publish([target]);

    const ping = await sent(documentId);
    expect(blog.webmentions).toEqual([[source, target]]);
    expect(blog.pingbacks).toEqual([]);
    expect(ping).toMatchObject({
      protocol: 'webmention',
      purpose: 'link',
      endpoint: `${blog.url}/webmention?for=us`,
      attempts: 1,
    });
    expect(blog.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  it('says where its receiver tells what becomes of it', async () => {
    blog.mentionAnswer = { status: 201, headers: { location: '/status/7' }, body: '' };
    const { documentId } = await publish([`${blog.url}/mention/status`]);
    expect(await sent(documentId)).toMatchObject({ statusUrl: `${blog.url}/status/7` });
  });

  it('gets it at an endpoint of another site', async () => {
    const hub = await startBlog({ address: '127.0.0.5' });
    const member = await startBlog({ address: '127.0.0.6', mentions: hub.url });
    const target = `${member.url}/mention/post`;
    const { documentId, source } = await publish([target]);

    await sent(documentId);
    expect(hub.webmentions).toEqual([[source, target]]);
    await Promise.all([hub.stop(), member.stop()]);
  });

  it('falls back to pingback when its endpoint does not exist', async () => {
    blog.mentionAnswer = { status: 404, body: 'Not here.' };
    const target = `${blog.url}/both/gone`;
    const { documentId, source } = await publish([target]);

    expect(await sent(documentId)).toMatchObject({ protocol: 'pingback', endpoint: `${blog.url}/xmlrpc` });
    expect(blog.webmentions).toHaveLength(1);
    expect(blog.pingbacks).toEqual([[source, target]]);
  });

  it('fails when its endpoint does not exist and there is no other', async () => {
    blog.mentionAnswer = { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not here.' };
    const { documentId } = await publish([`${blog.url}/mention/gone`]);
    const ping = await pingIs(documentId, 'failed', ({ status }) => status === 'failed');
    expect(ping).toMatchObject({ protocol: 'webmention', answer: 'Not here.' });
    expect(ping.reason).toContain('404');
    expect(blog.webmentions).toHaveLength(1);
  });

  it('is tried again later, not by another protocol, when its endpoint has trouble', async () => {
    blog.mentionAnswer = { status: 500, body: '' };
    const { documentId } = await publish([`${blog.url}/both/trouble`]);
    const ping = await pingIs(
      documentId,
      'queued again',
      ({ status, attempts }) => status === 'queued' && attempts === 1
    );
    expect(ping.reason).toContain('500');
    expect(blog.pingbacks).toEqual([]);
  });
});

describe('when the entry changes', () => {
  it('the target is told again, once our page shows the new version', async () => {
    const target = `${blog.url}/mention/change`;
    const { documentId, slug, source } = await publish([target]);
    await sent(documentId);
    show(slug, [target], await revisionMeta(slug));

    await update(documentId, { summary: 'Longer.' });
    await waits(documentId, 'does not show the new version');
    expect(blog.webmentions).toHaveLength(1);

    show(slug, [target], await revisionMeta(slug));
    await toldOf(documentId, 'change');
    expect(blog.webmentions).toEqual([
      [source, target],
      [source, target],
    ]);
  });

  it('a page that does not say its version must have changed', async () => {
    const target = `${blog.url}/mention/bytes`;
    const { documentId, slug } = await publish([target]);
    await sent(documentId);

    await update(documentId, { summary: 'Longer.' });
    await waits(documentId, 'has not changed yet');
    show(slug, [target], '<p>Something new.</p>');
    await toldOf(documentId, 'change');
    expect(blog.webmentions).toHaveLength(2);
  });

  it('twenty saves in a row tell it once', async () => {
    const target = `${blog.url}/mention/saves`;
    const { documentId, slug } = await publish([target], { live: false });
    for (let save = 1; save < 20; save += 1) await update(documentId, { summary: `Save ${save}` });
    // Were the page live before, it could be told between two of them, and that of the last would wait for a change.
    show(slug, [target]);
    await sent(documentId);
    await noPlans();
    expect(blog.webmentions).toHaveLength(1);
  });

  it('the same version, planned again, tells nobody', async () => {
    const target = `${blog.url}/mention/same`;
    const { documentId } = await publish([target]);
    await sent(documentId);
    await app.strapi.plugin('linkbacks').service('pings').send({ uid: ARTICLE, documentId, locale: 'en' });
    await noPlans();
    expect(await sent(documentId)).toMatchObject({ purpose: 'link' });
    expect(blog.webmentions).toHaveLength(1);
  });

  it('a removed link is told once our page no longer shows it, and a link that comes back too', async () => {
    const target = `${blog.url}/mention/removed`;
    const { documentId, slug, source } = await publish([target]);
    await sent(documentId);

    await update(documentId, { body: linking() });
    await waits(documentId, 'still shows this link');
    show(slug, []);
    await toldOf(documentId, 'removal');
    expect(blog.webmentions).toEqual(Array(2).fill([source, target]));

    show(slug, [target]);
    await update(documentId, { body: linking(target) });
    await toldOf(documentId, 'change');
    expect(blog.webmentions).toHaveLength(3);
  });

  it.each(['unpublish', 'delete'] as const)(
    'an entry after %s is told once our page has gone',
    async (action) => {
      const target = `${blog.url}/mention/${action}`;
      const { documentId, slug, source } = await publish([target]);
      await sent(documentId);

      await documents(app, ARTICLE)[action]({ documentId, locale: 'en' });
      await waits(documentId, 'still shows this link');
      site.show(`/blog/${slug}`, null);
      await toldOf(documentId, 'removal');
      expect(blog.webmentions).toEqual(Array(2).fill([source, target]));
    }
  );

  it('a new address is told: the old one first, then the new one', async () => {
    const target = `${blog.url}/mention/moved`;
    const { documentId, slug, source } = await publish([target]);
    await sent(documentId);

    await update(documentId, { slug: `${slug}-new` });
    await waits(documentId, 'old address still shows');
    site.show(`/blog/${slug}`, null);
    show(`${slug}-new`, [target]);
    await toldOf(documentId, 'change');
    expect(blog.webmentions).toEqual([
      [source, target],
      [source, target],
      [`${source}-new`, target],
    ]);
  });

  it('a target that was told by pingback hears nothing of all this', async () => {
    const target = `${blog.url}/header/quiet`;
    const { documentId, slug } = await publish([target]);
    await sent(documentId);
    await update(documentId, { slug: `${slug}-new` });
    await update(documentId, { body: linking() });
    await documents(app, ARTICLE).unpublish({ documentId, locale: 'en' });
    await noPlans();
    expect(blog.pingbacks).toHaveLength(1);
    expect(await sent(documentId)).toMatchObject({ purpose: 'link' });
  });
});
