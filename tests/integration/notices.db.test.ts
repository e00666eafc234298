import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { patiently } from '../../server/src/adapters/deadlock';
import { getLinkbacks } from '../../server/src/get-service';
import { superAdminToken } from '../helpers/admin';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { revisionsOf } from '../helpers/moderation';
import { startMailServer, type MailServer } from '../helpers/mail-server';
import {
  ARTICLE,
  createArticle,
  forgetAll,
  jobsOf,
  pingback,
  seedLinkback,
  setSettings,
  SITE,
  storedLinkbacks,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const NOTICES = 'linkbacks::notice' as never;
const SECRET = 'a secret of the site';

let app: TestApp;
let mail: MailServer;
let hook: Peer;
let blog: Peer;
let token: string;
let documentId: string;
let status: number;

const start = (database?: TestApp['database']) =>
  startStrapi({ listen: true, mail: mail.port, ...(database ? { database } : {}) });

beforeAll(async () => {
  mail = await startMailServer();
  hook = await startPeer((_request, response) => response.writeHead(status).end(), { address: '127.0.0.9' });
  blog = await startPeer(
    ({ path }, response) =>
      sendPage(
        response,
        `<title>CHEAP WATCHES &lt;b&gt;</title><p>${path}: <a href="${SITE}/blog/hello">read this</a></p>`
      ),
    { address: '127.0.0.8' }
  );
  app = await start();
  token = await superAdminToken(app);
  documentId = await createArticle(app, { slug: 'hello', title: 'Hello' });
});
afterAll(async () => {
  await app?.stop();
  await Promise.all([hook?.stop(), blog?.stop(), mail?.stop()]);
});
beforeEach(async () => {
  await forgetAll(app);
  await app.strapi.db.query(NOTICES).deleteMany({ where: {} });
  await restNobody();
  hook.requests.length = 0;
  mail.mails.length = 0;
  status = 204;
});
afterEach(() => setSettings(app, { notify: { emails: [], on: 'none', hooks: [] } }));

const seed = (over: Record<string, unknown> = {}) =>
  seedLinkback(app, { uid: ARTICLE, documentId, locale: 'en' }, over);
const act = async (action: string, ...rows: { documentId: string }[]) => {
  const ids = rows.map((row) => row.documentId);
  const body = { action, ids, revisions: await revisionsOf(app, ids) };
  await app.request.post('/linkbacks/linkbacks/actions').set('Authorization', token).send(body).expect(200);
};
/** Nobody calls the hook until `gathered`, however long the machine takes for what comes first. */
const gathering = () =>
  getLinkbacks(app.strapi).queue.slowDown(
    { kind: 'notice', url: `${hook.url}/build` },
    { pause: 3_600, gap: 0 }
  );
const noted = (): Promise<unknown[]> => app.strapi.db.query(NOTICES).findMany({ where: {} });
/** The worker writes these tables, too. */
const table = (name: string) => app.strapi.db.connection(name);
const restNobody = () => patiently(() => table('linkbacks_hosts').del());
/** As if the time in which notices are gathered had passed. */
const gathered = async () => {
  await patiently(() => table('linkbacks_hosts').whereNot({ lane: 'notice:mail' }).del());
  await patiently(() => table('linkbacks_jobs').where({ kind: 'notice', token: null }).update({ due_at: 1 }));
  app.strapi.plugin('linkbacks').service('worker').wake();
};
const told = () => until('all was told', async () => (await jobsOf(app, 'notice')).length === 0);
const calls = () => hook.requests.map(({ body }) => JSON.parse(body));

describe('a hook', () => {
  const hooked = async () => {
    await gathering();
    await setSettings(app, { notify: { hooks: [{ url: `${hook.url}/build`, secret: SECRET }] } });
  };

  it('gets one signed call for all that became public or vanished in a while', async () => {
    await hooked();
    const [one, other, third] = [await seed(), await seed(), await seed({ status: 'approved' })];
    await act('approve', one, other);
    await act('spam', third);
    expect(hook.requests).toEqual([]);
    expect(await jobsOf(app, 'notice')).toHaveLength(1);
    await gathered();
    await told();

    expect(calls()).toHaveLength(1);
    const [{ event, changes }] = calls();
    expect(event).toBe('linkbacks.changed');
    expect(
      changes.map((change: { event: string; linkback: { id: string } }) => [change.event, change.linkback.id])
    ).toEqual([
      ['linkback.approved', one.documentId],
      ['linkback.approved', other.documentId],
      ['linkback.removed', third.documentId],
    ]);
    expect(changes[0]).toMatchObject({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      linkback: { source: one.source, entry: { uid: ARTICLE, documentId, locale: 'en' } },
    });
    expect(await noted()).toEqual([]);
  });

  it('can check who calls, and when: time and body are signed', async () => {
    await hooked();
    await act('approve', await seed());
    await gathered();
    await told();

    const [request] = hook.requests;
    if (!request) throw new Error('Nobody called.');
    const { headers, body } = request;
    const timestamp = String(headers['linkbacks-timestamp']);
    const expected = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
    expect(headers['linkbacks-signature']).toBe(`sha256=${expected}`);
    expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(60);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'linkbacks-event': 'linkbacks.changed',
    });
    expect(body).not.toContain(SECRET);
  });

  it('hears of what is deleted for good, and not of what nobody could see', async () => {
    await hooked();
    const [shown, hidden] = [await seed({ status: 'approved' }), await seed()];
    await act('delete', shown, hidden);
    await gathered();
    await told();

    const changes = calls().flatMap((call) => call.changes);
    expect(changes.map((change) => [change.event, change.linkback.id])).toEqual([
      ['linkback.removed', shown.documentId],
    ]);
  });

  it('is tried again when it fails, with what came meanwhile, also by the next process', async () => {
    await hooked();
    status = 503;
    const first = await seed();
    await act('approve', first);
    await gathered();
    await until('the call failed', () => hook.requests.length === 1);
    await until('it is put off', async () => (await jobsOf(app, 'notice'))[0]?.['token'] === null);
    await gathering();
    const { database } = app;
    await app.stop({ keepDatabase: true });
    app = await start(database);

    status = 204;
    const second = await seed();
    await act('approve', second);
    await gathered();
    await told();
    expect(
      calls()
        .at(-1)
        .changes.map((change: { linkback: { id: string } }) => change.linkback.id)
    ).toEqual([first.documentId, second.documentId]);
    const { body } = await app.request.get('/linkbacks/status').set('Authorization', token);
    expect(body.lastError.message).toBe(
      `${new URL(hook.url).host} was not told: It answered with the status 503.`
    );
  });

  it('that was taken out of the settings is not called any more', async () => {
    await hooked();
    await act('approve', await seed());
    await setSettings(app, { notify: { hooks: [] } });
    await gathered();
    await told();

    expect(hook.requests).toEqual([]);
    expect(await noted()).toEqual([]);
  });

  it('is told of a linkback if, and only if, that is stored', async () => {
    await hooked();
    const notices = app.strapi.plugin('linkbacks').service('notices');
    const row = await seed({ status: 'approved' });
    const failing = app.strapi.db.transaction(async () => {
      await notices.leave(['linkback.approved'], row);
      expect(await noted()).toHaveLength(1);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');

    expect(await noted()).toEqual([]);
    expect(await jobsOf(app, 'notice')).toEqual([]);
  });

  it('is told of what lost its job, once somebody looks', async () => {
    await hooked();
    await act('approve', await seed());
    await patiently(() => table('linkbacks_jobs').del());
    const { database } = app;
    await app.stop({ keepDatabase: true });
    app = await start(database);

    await until('the sweep left a job', async () => (await jobsOf(app, 'notice')).length === 1);
    await gathered();
    await told();
    expect(calls()).toHaveLength(1);
  });

  it('is not called by a copy of the database, until somebody confirms that it belongs here', async () => {
    const environment = app.strapi.plugin('linkbacks').service('environment');
    const production = JSON.stringify({ publicUrl: 'https://production.example' });
    await table('linkbacks_state').where({ name: 'environment' }).update({ value: production });
    await until('the other address is seen', () => environment.isElsewhere());
    await hooked();
    await act('approve', await seed());
    await gathered();
    await until(
      'it is put off',
      async () => Number((await jobsOf(app, 'notice'))[0]?.['dueAt']) > Date.now()
    );
    expect(hook.requests).toEqual([]);
    expect(await noted()).toHaveLength(1);

    const confirmed = { publicUrl: environment.presentUrl };
    await app.request.put('/linkbacks/settings').set('Authorization', token).send(confirmed).expect(200);
    await told();
    expect(calls()).toHaveLength(1);
  });

  it('is called once for a pingback that is public at once', async () => {
    await hooked();
    await setSettings(app, { moderation: { policy: 'approve' } });
    await pingback(app, `${blog.url}/post`, `${SITE}/blog/hello`);
    await setSettings(app, { moderation: { policy: 'hold' } });
    await gathered();
    await told();

    expect(calls().flatMap((call) => call.changes.map(({ event }: { event: string }) => event))).toEqual([
      'linkback.approved',
    ]);
  });
});

describe('an e-mail', () => {
  const mailed = (on: string) => setSettings(app, { notify: { emails: ['mod@example.org'], on } });
  const receive = async (path: string) =>
    expect((await pingback(app, `${blog.url}/${path}`, `${SITE}/blog/hello`)).fault).toBeNull();

  it('tells of what waits, all in one, in plain text, and no stranger writes its subject', async () => {
    await mailed('held');
    await receive('one');
    await receive('two');
    expect(mail.mails).toEqual([]);
    await gathered();
    await told();

    expect(mail.mails).toHaveLength(1);
    const [{ headers, body, to }] = mail.mails as [(typeof mail.mails)[number]];
    expect(to).toEqual(['mod@example.org']);
    expect(headers).toMatch(/^Subject: Linkbacks: 2 to decide on\r?$/m);
    expect(headers).toMatch(/^Content-Type: text\/plain; charset=utf-8\r?$/m);
    expect(headers).not.toContain('WATCHES');
    expect(body).toContain('“CHEAP WATCHES ‹b›”');
    expect(body).toContain(`${blog.url}/one`);
    expect(body).toContain('/admin/plugins/linkbacks');
    expect(await storedLinkbacks(app)).toHaveLength(2);
  });

  it('goes out once in a quarter of an hour; what came meanwhile is in the next one', async () => {
    await mailed('held');
    await receive('one');
    await gathered();
    await told();
    await receive('two');
    await receive('three');
    await gathered();

    // Another ping is told of at once: the worker has looked, and left the mail alone.
    await setSettings(app, { notify: { hooks: [{ url: `${hook.url}/build` }] } });
    await act('approve', await seed());
    await gathered();
    await until('the hook was called', () => hook.requests.length === 1);
    expect(mail.mails).toHaveLength(1);
    const [rest] = await app.strapi.db.connection('linkbacks_hosts').where({ lane: 'notice:mail' });
    expect(Number(rest.next_at) - Date.now()).toBeGreaterThan(14 * 60_000);

    await restNobody();
    await gathered();
    await told();
    expect(mail.mails).toHaveLength(2);
    expect(mail.mails[1]?.headers).toMatch(/^Subject: Linkbacks: 2 to decide on\r?$/m);
  });

  it('that the server refuses is sent later', async () => {
    await mailed('held');
    await receive('one');
    mail.refusing = true;
    await gathered();
    await until('it was refused', async () =>
      (
        await app.request.get('/linkbacks/status').set('Authorization', token)
      ).body.lastError?.message.includes('Mailbox full')
    );
    mail.refusing = false;
    await until('it is put off', async () => (await jobsOf(app, 'notice'))[0]?.['token'] === null);
    expect(await noted()).toHaveLength(1);

    await restNobody();
    await gathered();
    await told();
    expect(mail.mails).toHaveLength(1);
  });

  it('tells of what is public at once only when that is wanted', async () => {
    await setSettings(app, { moderation: { policy: 'approve' } });
    await mailed('held');
    await receive('one');
    expect(await noted()).toEqual([]);

    await mailed('all');
    await receive('two');
    await setSettings(app, { moderation: { policy: 'hold' } });
    await gathered();
    await told();
    expect(mail.mails[0]?.headers).toMatch(/^Subject: Linkbacks: 1 published\r?$/m);
  });

  it('is not written when nobody wants one', async () => {
    await mailed('none');
    await receive('one');
    expect(await noted()).toEqual([]);
    expect(await storedLinkbacks(app)).toHaveLength(1);
  });
});

describe("Strapi's webhooks", () => {
  it('get our events', async () => {
    const webhook = {
      name: 'ours',
      url: `${hook.url}/webhook`,
      headers: {},
      events: ['linkback.received', 'linkback.approved', 'linkback.removed', 'ping.sent', 'ping.failed'],
    };
    const made = await app.request.post('/admin/webhooks').set('Authorization', token).send(webhook);
    expect(made.status).toBe(201);

    await pingback(app, `${blog.url}/post`, `${SITE}/blog/hello`);
    const [row] = await storedLinkbacks(app);
    if (!row) throw new Error('Nothing was stored.');
    await act('approve', row);
    await act('trash', row);
    await until('three calls came', () => hook.requests.length === 3);

    const bodies = calls();
    expect(bodies.map(({ event }) => event).sort()).toEqual([
      'linkback.approved',
      'linkback.received',
      'linkback.removed',
    ]);
    for (const body of bodies) {
      expect(body.linkback).toMatchObject({ id: row.documentId, source: `${blog.url}/post` });
      expect(JSON.stringify(body)).not.toContain('127.0.0.1"');
    }
    await app.request.delete(`/admin/webhooks/${made.body.data.id}`).set('Authorization', token);
  });
});
