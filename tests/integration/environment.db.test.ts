import type { Core } from '@strapi/strapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patiently } from '../../server/src/adapters/deadlock';
import { createEnvironment } from '../../server/src/services/environment';
import { createAdmin, superAdminToken } from '../helpers/admin';
import { startBlog, type Blog } from '../helpers/blog';
import { anchors, documents, linking, pingsOf } from '../helpers/entries';
import { ARTICLE } from '../helpers/receiving';
import { startSite, type Site } from '../helpers/site';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const HERE = 'https://cms.example';
const THERE = 'https://staging.example';

/** A production database is copied and started under another address, sending switched on by mistake. */
describe('a copy of a database', () => {
  let app: TestApp;
  let site: Site;
  let blog: Blog;
  let token: string;
  let waitingId: string;

  const publish = async (on: TestApp, slug: string): Promise<string> => {
    const body = linking(`${blog.url}/header/${slug}`);
    const data = { title: slug, slug, body };
    return (await documents(on, ARTICLE).create({ data, status: 'published' })).documentId;
  };
  const get = async (path: string, on = app) =>
    (await on.request.get(`/linkbacks${path}`).set('Authorization', token)).body;
  const put = (body: object, authorization = token) =>
    app.request.put('/linkbacks/settings').set('Authorization', authorization).send(body);
  const dueNow = async () => {
    const jobs = () => app.strapi.db.connection('linkbacks_jobs');
    await patiently(() => jobs().update({ due_at: 1, lease_until: null, token: null }));
    app.strapi.plugin('linkbacks').service('worker').wake();
  };
  const lookedAt = () =>
    until('the jobs were looked at', async () => {
      const jobs = await app.strapi.db.connection('linkbacks_jobs').select('due_at', 'token');
      return jobs.length > 0 && jobs.every((job) => Number(job.due_at) > 1 && job.token === null);
    });

  beforeAll(async () => {
    site = await startSite({ address: '127.0.0.3' });
    blog = await startBlog({ address: '127.0.0.4' });
    const production = await startStrapi({
      site: site.url,
      listen: true,
      config: { publicUrl: `${HERE}/` },
    });
    token = await superAdminToken(production);
    site.show('/blog/told', anchors(`${blog.url}/header/told`));
    const toldId = await publish(production, 'told');
    await until(
      'the first ping is sent',
      async () => (await pingsOf(production, toldId))[0]?.status === 'sent'
    );
    expect(blog.pingbacks).toHaveLength(1);
    expect(await get('/settings', production)).toMatchObject({
      publicUrl: HERE,
      presentUrl: HERE,
      notices: [],
    });
    waitingId = await publish(production, 'waiting');
    await until('the second one waits', async () => (await pingsOf(production, waitingId))[0]?.reason);
    await production.stop({ keepDatabase: true });

    site.show('/blog/waiting', anchors(`${blog.url}/header/waiting`));
    app = await startStrapi({
      site: site.url,
      listen: true,
      database: production.database,
      config: { publicUrl: THERE },
    });
    token = await superAdminToken(app);
    blog.requests.length = 0;
  });
  afterAll(async () => {
    await app?.stop();
    await site.stop();
    await blog.stop();
  });

  it('sends nothing, and looks at no page of anybody', async () => {
    await dueNow();
    await lookedAt();
    expect(blog.requests).toEqual([]);
    expect(await pingsOf(app, waitingId)).toMatchObject([{ status: 'waiting', attempts: 0 }]);
  });

  it('says so wherever somebody would wonder', async () => {
    const paused = expect.stringMatching(
      /^Sending is paused: this database was used under https:\/\/cms\.example, and this Strapi is https:\/\/staging\.example\./
    );
    const sending = await app.strapi
      .plugin('linkbacks')
      .service('entry-settings')
      .sending({ uid: ARTICLE, documentId: waitingId, locale: 'en' });
    const why = { code: 'sending.elsewhere', values: { confirmed: HERE, present: THERE } };
    expect(sending).toEqual({ send: false, blocked: why });
    expect((await get(`/entries/${ARTICLE}/${waitingId}?locale=en`)).effective).toMatchObject({
      send: false,
      sendBlocked: paused,
      sendBlockedWhy: why,
      defaults: { open: true, send: true },
    });
    expect((await get('/status')).sending).toEqual({ enabled: true, blocked: paused, why });
    expect(await get('/settings')).toMatchObject({
      publicUrl: HERE,
      presentUrl: THERE,
      notices: [{ code: 'public-url-changed', message: paused, why }],
    });
  });

  it('asks nobody for a preview', async () => {
    const answer = await app.request
      .post(`/linkbacks/entries/${ARTICLE}/${waitingId}/preview?locale=en`)
      .set('Authorization', token);
    expect(answer.status).toBe(200);
    expect(await app.strapi.db.query('linkbacks::job').count({ where: { kind: 'look' } })).toBe(0);
    expect(blog.requests).toEqual([]);
  });

  it('is not confirmed by saving the settings as they are, nor with an address that is none of the two', async () => {
    const body = await get('/settings');
    expect((await put({ ...body, receive: { open: true } })).status).toBe(200);
    expect((await put({ publicUrl: HERE })).body).toMatchObject({ publicUrl: HERE });

    for (const publicUrl of ['https://elsewhere.example', `${THERE}/`, 17, '']) {
      const answer = await put({ publicUrl, send: { on: false } });
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toBe(
        `\`publicUrl\` is ${JSON.stringify(publicUrl)}; allowed: "${THERE}" or "${HERE}".`
      );
    }
    expect((await put({ publicUrl: THERE, colour: 'red' })).status).toBe(400);
    expect(await get('/settings')).toMatchObject({ publicUrl: HERE, send: { on: true } });
  });

  it('is confirmed only by who may change the settings', async () => {
    const reader = await createAdmin(app, ['plugin::linkbacks.settings.read']);
    expect((await put({ publicUrl: THERE }, reader.authorization)).status).toBe(403);
    expect((await get('/settings')).publicUrl).toBe(HERE);
  });

  it('goes on sending once it is confirmed', async () => {
    const changer = await createAdmin(app, [
      'plugin::linkbacks.settings.read',
      'plugin::linkbacks.settings.update',
    ]);
    const answer = await put({ publicUrl: THERE }, changer.authorization);

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ publicUrl: THERE, presentUrl: THERE, notices: [] });
    expect((await get('/status')).sending).toEqual({ enabled: true, blocked: null, why: null });
    await until('the waiting ping is sent', () => blog.pingbacks.length === 2);
    expect(blog.pingbacks[1]).toEqual([`${site.url}/blog/waiting`, `${blog.url}/header/waiting`]);
  });
});

describe('an environment that does not send', () => {
  it('says why, and neither keeps nor confirms an address', async () => {
    const app = await startStrapi({ listen: true, config: { send: { enabled: false } } });
    try {
      const token = await superAdminToken(app);
      const settings = () => app.request.get('/linkbacks/settings').set('Authorization', token);
      const { body } = await settings();
      expect(body).toMatchObject({
        publicUrl: null,
        presentUrl: 'http://127.0.0.1:1337',
        notices: [{ code: 'sending-off', message: expect.stringContaining('Nothing is sent from this') }],
      });
      const put = (publicUrl: unknown) =>
        app.request.put('/linkbacks/settings').set('Authorization', token).send({ publicUrl });
      expect((await put(body.publicUrl)).status).toBe(200);
      expect((await put(body.presentUrl)).status).toBe(400);
      expect((await settings()).body.publicUrl).toBeNull();
    } finally {
      await app.stop();
    }
  });
});

describe('processes that start at the same time under different addresses', () => {
  it('agree on one', async () => {
    const app = await startStrapi({ listen: true });
    try {
      const environment = app.strapi.plugin('linkbacks').service('environment');
      await until('this Strapi has kept its own', async () => environment.publicUrl());
      // Else this Strapi may be the first of them itself.
      await app.strapi.plugin('linkbacks').service('worker').stop();
      await app.strapi.db.query('linkbacks::state').deleteMany({ where: { name: 'environment' } });
      const urls = Array.from({ length: 8 }, (_, index) => `https://${index}.example`);
      const all = urls.map((publicUrl) => createEnvironment({ strapi: under(app.strapi, publicUrl) }));
      const agreed = new Set(await Promise.all(all.map((environment) => environment.publicUrl())));

      expect(agreed.size).toBe(1);
      const kept = { where: { name: 'environment' } };
      expect(await app.strapi.db.query('linkbacks::state').count(kept)).toBe(1);
      const blocked = await Promise.all(all.map((environment) => environment.blocked()));
      expect(blocked.filter((block) => block === null)).toHaveLength(1);
    } finally {
      await app.stop();
    }
  });
});

/** The same Strapi as a process sees it that is configured for another address. */
const under = (strapi: Core.Strapi, publicUrl: string): Core.Strapi => {
  const shared = strapi.get('linkbacks') as { config: object };
  const mine = { ...shared, config: { ...shared.config, publicUrl } };
  return Object.assign(Object.create(strapi) as Core.Strapi, {
    get: (name: string) => (name === 'linkbacks' ? mine : strapi.get(name as never)),
  });
};
