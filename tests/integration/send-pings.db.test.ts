import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fault, startBlog, type Blog } from '../helpers/blog';
import { anchors, documents, linking, pingsOf } from '../helpers/entries';
import { startSite, type Site } from '../helpers/site';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

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

const publish = async (o: { targets: string[]; live?: boolean; data?: Record<string, unknown> }) => {
  const slug = `article-${(count += 1)}`;
  if (o.live !== false) site.show(`/blog/${slug}`, anchors(...o.targets));
  const draft = await documents(app, 'api::article.article').create({
    data: { title: 'Hello', slug, summary: 'In short.', body: linking(...o.targets), ...o.data },
  });
  await documents(app, 'api::article.article').publish({ documentId: draft.documentId });
  return { documentId: draft.documentId, slug, source: `${site.url}/blog/${slug}` };
};

const settled = (documentId: string, statuses: string[]) =>
  until(`pings of ${documentId} are ${statuses.join(', ')}`, async () => {
    const pings = await pingsOf(app, documentId);
    return JSON.stringify(pings.map(({ status }) => status)) === JSON.stringify(statuses) ? pings : null;
  });

const jobLeft = async (kind?: string): Promise<boolean> =>
  (await app.strapi.db.query('linkbacks::job').count({ where: kind ? { kind } : {} })) > 0;
const noJobs = () =>
  until('the last job of this test is done', async () => {
    const where = { kind: 'plan' };
    return (await app.strapi.db.query('linkbacks::job').count({ where })) === 0;
  });

describe('a published entry', () => {
  it.each(['header', 'tag'])('sends a pingback to an endpoint that is told by %s', async (kind) => {
    const target = `${blog.url}/${kind}/post?a=1&b=2`;
    const { documentId, source } = await publish({ targets: [target] });

    const [ping] = await settled(documentId, ['sent']);
    expect(blog.pingbacks).toEqual([[source, target]]);
    expect(ping).toMatchObject({ protocol: 'pingback', reason: 'Accepted.', answer: 'Thanks.', attempts: 1 });
  });

  it('tells a target once, however often it is published again', async () => {
    const target = `${blog.url}/header/once`;
    const { documentId } = await publish({ targets: [target] });
    await settled(documentId, ['sent']);

    for (let again = 0; again < 3; again += 1)
      await documents(app, 'api::article.article').publish({ documentId });
    await until(
      'no plan is left',
      async () => (await app.strapi.db.connection('linkbacks_jobs').first('id')) === undefined
    );
    expect(blog.pingbacks).toHaveLength(1);
  });

  it('tells what came new when it is published again', async () => {
    const [first, second] = [`${blog.url}/header/1`, `${blog.url}/header/2`];
    const { documentId, slug } = await publish({ targets: [first] });
    await settled(documentId, ['sent']);

    site.show(`/blog/${slug}`, anchors(first, second));
    const body = linking(first, second);
    await documents(app, 'api::article.article').update({ documentId, data: { body }, status: 'published' });
    await settled(documentId, ['sent', 'sent']);
    expect(blog.pingbacks.map(([, target]) => target)).toEqual([first, second]);
  });

  it('finds links in blocks, Markdown, HTML, components and dynamic zones', async () => {
    const url = (name: string) => `${blog.url}/header/${name}`;
    const all = ['blocks', 'markdown', 'html', 'component', 'zone'].map(url);
    const { documentId } = await publish({
      targets: [],
      data: {
        slug: 'everywhere',
        body: linking(url('blocks')),
        text: `See [this](${url('markdown')}) but not \`[that](${url('code')})\` or ![](${url('image')}).`,
        html: `<p><a href="${url('html')}">this</a></p>`,
        section: { text: `[this](${url('component')})` },
        sections: [{ __component: 'default.section', text: `[this](${url('zone')})` }],
      },
    });
    site.show('/blog/everywhere', anchors(...all));

    await settled(documentId, ['sent', 'sent', 'sent', 'sent', 'sent']);
    expect(blog.pingbacks.map(([, target]) => target).sort()).toEqual([...all].sort());
  });

  it('waits until its page is live and shows the link', async () => {
    const target = `${blog.url}/header/patience`;
    const { documentId, slug } = await publish({ targets: [target], live: false });

    const [missing] = await until('it waits', async () => {
      const pings = await pingsOf(app, documentId);
      return pings[0]?.reason ? pings : null;
    });
    expect(missing).toMatchObject({ status: 'waiting', reason: expect.stringContaining('status 404') });
    expect(blog.requests).toHaveLength(0);

    site.show(`/blog/${slug}`, '<p>Not yet.</p>');
    await until('it looked again', async () =>
      (await pingsOf(app, documentId))[0]?.reason?.includes('does not show this link')
    );
    expect(blog.requests).toHaveLength(0);

    site.show(`/blog/${slug}`, anchors(target));
    await settled(documentId, ['sent']);
    expect(blog.pingbacks).toHaveLength(1);
  });

  it('leaves out its own site and itself, and says why', async () => {
    const slug = `article-${count + 1}`;
    const { documentId } = await publish({
      targets: [`${site.url}/blog/other`, `${site.url}/blog/${slug}/`],
    });
    const pings = await settled(documentId, ['skipped', 'skipped']);
    expect(pings.map(({ reason }) => reason)).toEqual([
      'This link leads to our own site.',
      'This link leads to the entry itself.',
    ]);
  });

  it('says so when the target accepts nothing', async () => {
    const { documentId } = await publish({ targets: [`${blog.url}/plain/post`] });
    const [ping] = await settled(documentId, ['unsupported']);
    expect(ping?.reason).toBe('The linked page accepts neither webmentions nor pingbacks nor trackbacks.');
  });

  it('never fetches an address that is not public', async () => {
    const { documentId } = await publish({ targets: ['http://169.254.169.254/latest/', 'http://[::1]/'] });
    const pings = await settled(documentId, ['failed', 'failed']);
    expect(pings.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('not on the public internet'),
      expect.stringContaining('not on the public internet'),
    ]);
  });

  it('cancels what has not been sent when it is unpublished, and takes it up again', async () => {
    const target = `${blog.url}/header/undo`;
    const { documentId, slug } = await publish({ targets: [target], live: false });
    await until('it waits', async () => (await pingsOf(app, documentId))[0]?.status === 'waiting');

    await documents(app, 'api::article.article').unpublish({ documentId });
    const [cancelled] = await settled(documentId, ['cancelled']);
    expect(cancelled?.reason).toBe('The entry is no longer published.');

    site.show(`/blog/${slug}`, anchors(target));
    await documents(app, 'api::article.article').publish({ documentId });
    await settled(documentId, ['sent']);
    expect(blog.pingbacks).toHaveLength(1);
  });
});

describe('the answer of a peer', () => {
  it('48 means that it is done', async () => {
    blog.answer = { status: 200, body: fault(48, 'Already registered') };
    const { documentId } = await publish({ targets: [`${blog.url}/header/known`] });
    const [ping] = await settled(documentId, ['sent']);
    expect(ping?.reason).toBe('The site knew of this link already.');
  });

  it('33 ends it, with the reason and what the peer said', async () => {
    blog.answer = { status: 200, body: fault(33, 'Pingbacks are <b>closed</b> here') };
    const { documentId } = await publish({ targets: [`${blog.url}/header/closed`] });
    const [ping] = await settled(documentId, ['failed']);
    expect(ping?.reason).toMatch(/fault 33/);
    expect(ping?.answer).toContain('closed');
    expect(ping?.answer).not.toContain('<b>');
  });

  it.each([
    ['503', { status: 503, body: 'down' }],
    ['429', { status: 429, headers: { 'retry-after': '120' }, body: 'slow down' }],
  ])('%s keeps its reason and is tried again later', async (_status, answer) => {
    blog.answer = answer;
    const { documentId } = await publish({ targets: [`${blog.url}/header/later`] });
    const soonest = Date.now() + (_status === '429' ? 100_000 : 30_000);
    const [ping] = await until('it is queued again', async () => {
      const pings = await pingsOf(app, documentId);
      return pings[0]?.attempts === 1 && pings[0].status === 'queued' ? pings : null;
    });
    expect(ping?.reason).toMatch(/\w+/);
    // The ping is written before its job: both have their own row.
    await until('its next attempt is later', async () => {
      const due = await app.strapi.db.query('linkbacks::job').findMany({ where: { kind: 'ping' } });
      return due.some((job: { dueAt: string }) => Number(job.dueAt) > soonest);
    });
  });
});

describe('an explicit trackback URL', () => {
  const settings = (documentId: string, trackbackUrls: string[]) =>
    app.strapi
      .plugin('linkbacks')
      .service('entry-settings')
      .update({ uid: 'api::article.article', documentId, locale: 'en' }, { trackbackUrls });

  it('gets a trackback, which replaces the pingback for the link it belongs to', async () => {
    blog.answer = { status: 200, body: '<?xml version="1.0"?><response><error>0</error></response>' };
    const target = `${blog.url}/header/post`;
    const slug = `article-${(count += 1)}`;
    site.show(`/blog/${slug}`, anchors(target));
    const { documentId } = await documents(app, 'api::article.article').create({
      data: { title: 'Grüße & Küsse', slug, summary: 'In short.', body: linking(target) },
    });
    await settings(documentId, [`${target}/trackback`]);
    await documents(app, 'api::article.article').publish({ documentId });

    const pings = await settled(documentId, ['sent', 'skipped']);
    expect(pings.map(({ protocol }) => protocol)).toEqual(['trackback', null]);
    expect(blog.pingbacks).toEqual([]);
    expect(blog.trackbacks).toEqual([
      {
        url: `${site.url}/blog/${slug}`,
        title: 'Grüße & Küsse',
        excerpt: 'In short.',
        blog_name: 'Test site',
      },
    ]);
  });
});

describe('a link that was told by a trackback', () => {
  const settings = (documentId: string, trackbackUrls: string[]) =>
    app.strapi
      .plugin('linkbacks')
      .service('entry-settings')
      .update({ uid: 'api::article.article', documentId, locale: 'en' }, { trackbackUrls });

  it('stays told when the trackback URL is taken away, and cannot be told again by hand', async () => {
    blog.answer = { status: 200, body: '<?xml version="1.0"?><response><error>0</error></response>' };
    const target = `${blog.url}/header/told`;
    const slug = `article-${(count += 1)}`;
    site.show(`/blog/${slug}`, anchors(target));
    const { documentId } = await documents(app, 'api::article.article').create({
      data: { title: 'Told', slug, body: linking(target) },
    });
    await settings(documentId, [`${target}/trackback`]);
    await documents(app, 'api::article.article').publish({ documentId });
    const [, link] = await settled(documentId, ['sent', 'skipped']);

    const pings = app.strapi.plugin('linkbacks').service('pings');
    expect(await pings.act('retry', [link?.documentId ?? ''])).toMatchObject({ results: [{ ok: false }] });
    await settings(documentId, []);
    await documents(app, 'api::article.article').publish({ documentId });
    await noJobs();
    await settled(documentId, ['sent', 'skipped']);
    expect(blog.pingbacks).toEqual([]);
    expect(blog.trackbacks).toHaveLength(1);
  });
});

describe('a protocol that is switched off', () => {
  const send = (protocols: object) =>
    app.strapi.plugin('linkbacks').service('settings').update({ send: { protocols } });
  afterEach(() => send({ pingback: true }));

  it('is not used, says why, and is used at the next publish once it is on', async () => {
    await send({ pingback: false });
    const { documentId } = await publish({ targets: [`${blog.url}/header/off`] });
    const [ping] = await settled(documentId, ['skipped']);
    expect(ping?.reason).toBe('The settings switch off the protocols that would do.');

    await send({ pingback: true });
    await documents(app, 'api::article.article').publish({ documentId });
    await settled(documentId, ['sent']);
  });
});

describe('an unpublish while the ping is in the air', () => {
  it('leaves the ping to its end: publishing again tells nobody twice', async () => {
    const hold = new Promise<void>((resolve) => (blog.release = resolve));
    blog.hold = hold;
    const { documentId } = await publish({ targets: [`${blog.url}/header/air`] });
    await until('the ping is in the air', () => blog.pingbacks.length > 0);
    await documents(app, 'api::article.article').unpublish({ documentId });
    await until('the planner has seen it', async () => !(await jobLeft('plan')));
    blog.release?.();

    await settled(documentId, ['sent']);
    await documents(app, 'api::article.article').publish({ documentId });
    await noJobs();
    expect(blog.pingbacks).toHaveLength(1);
  });
});

describe('the other ways to publish', () => {
  it('saving a type without drafts is publishing', async () => {
    const target = `${blog.url}/header/note`;
    site.show('/notes/a-note', anchors(target));
    const note = await documents(app, 'api::note.note').create({
      data: { title: 'A note', slug: 'a-note', text: `[this](${target})` },
    });
    await settled(note.documentId, ['sent']);
    expect(blog.pingbacks).toEqual([[`${site.url}/notes/a-note`, target]]);
  });

  it('each locale is an entry of its own', async () => {
    const [english, french] = [`${blog.url}/header/en`, `${blog.url}/header/fr`];
    const slug = `article-${(count += 1)}`;
    site.show(`/blog/${slug}`, anchors(english));
    site.show(`/fr/blog/${slug}`, anchors(french));
    const { documentId } = await documents(app, 'api::article.article').create({
      locale: 'en',
      data: { title: 'Hello', slug, body: linking(english) },
    });
    await documents(app, 'api::article.article').update({
      documentId,
      locale: 'fr',
      data: { title: 'Bonjour', slug, body: linking(french) },
    });
    await documents(app, 'api::article.article').publish({ documentId, locale: '*' });

    const pings = await settled(documentId, ['sent', 'sent']);
    expect(pings.map(({ entryLocale }) => entryLocale).sort()).toEqual(['en', 'fr']);
    expect(blog.pingbacks.map(([source]) => source).sort()).toEqual([
      `${site.url}/blog/${slug}`,
      `${site.url}/fr/blog/${slug}`,
    ]);
  });

  it('a clone and a draft send nothing', async () => {
    const target = `${blog.url}/header/clone`;
    const draft = await documents(app, 'api::article.article').create({
      data: { title: 'Draft', slug: 'draft', body: linking(target) },
    });
    await documents(app, 'api::article.article').clone({ documentId: draft.documentId });
    expect(
      await app.strapi.db.connection('linkbacks_jobs').where('kind', 'plan').first('id')
    ).toBeUndefined();
    expect(await pingsOf(app, draft.documentId)).toEqual([]);
  });
});
