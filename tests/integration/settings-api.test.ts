import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAdmin, superAdminToken } from '../helpers/admin';
import { startPeer, type Peer } from '../helpers/http-peer';
import { startMailServer, type MailServer } from '../helpers/mail-server';
import { ARTICLE, createArticle, setSettings, SITE } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';
import type { TroublesService } from '../../server/src/services/troubles';

let app: TestApp;
let mail: MailServer;
let hook: Peer;
let token: string;
let status = 204;

beforeAll(async () => {
  mail = await startMailServer();
  hook = await startPeer((_request, response) => response.writeHead(status).end(), { address: '127.0.0.9' });
  app = await startStrapi({ mail: mail.port });
  token = await superAdminToken(app);
});
afterAll(async () => {
  await app?.stop();
  await hook?.stop();
  await mail?.stop();
});
beforeEach(async () => {
  hook.requests.length = 0;
  mail.mails.length = 0;
  status = 204;
  await setSettings(app, { notify: { emails: [], on: 'none', hooks: [] } });
});

const get = async (path: string) => (await app.request.get(path).set('Authorization', token)).body;
const put = (notify: object) =>
  app.request.put('/linkbacks/settings').set('Authorization', token).send({ notify });
const test = async (body: object) =>
  (await app.request.post('/linkbacks/settings/test').set('Authorization', token).send(body)).body;
const storedHooks = async () =>
  (await app.strapi.plugin('linkbacks').service('settings').get()).notify.hooks as unknown;

describe('the notice settings', () => {
  it('never tell a secret, and keep it for a hook that comes without one', async () => {
    const url = `${hook.url}/build`;
    const { body } = await put({ hooks: [{ url, secret: 'very secret' }] });
    expect(body.notify).toEqual({ emails: [], on: 'none', hooks: [{ url, hasSecret: true }] });
    expect(JSON.stringify(await get('/linkbacks/settings'))).not.toContain('very secret');

    const moved = { url: `${hook.url}/other` };
    await put({ hooks: [{ url, hasSecret: true }, moved] });
    expect(await storedHooks()).toEqual([{ url, secret: 'very secret' }, moved]);

    await put({ hooks: [{ url, secret: '' }] });
    expect(await storedHooks()).toEqual([{ url }]);
  });

  it('can be given back as they were told', async () => {
    await put({ emails: ['a@example.org'], on: 'held', hooks: [{ url: hook.url, secret: 's' }] });
    const told = await get('/linkbacks/settings');

    const answer = await app.request.put('/linkbacks/settings').set('Authorization', token).send(told);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(told);
  });

  it.each<[object, RegExp]>([
    [{ emails: ['not an address'] }, /`notify.emails\[0\]` is "not an address"; allowed: an e-mail address/],
    [{ on: 'sometimes' }, /`notify.on` is "sometimes"/],
    [{ hooks: [{ url: 'ftp://a.example/' }] }, /`notify.hooks\[0\].url`.*an absolute http\(s\) URL/],
    [{ hooks: [{ url: 'https://a.example/', secret: 7 }] }, /`notify.hooks\[0\].secret` is 7/],
    [{ hooks: [{ url: 'https://a.example/', colour: 'red' }] }, /`notify.hooks\[0\].colour`/],
    [{ hooks: [{ url: 'https://a.example/' }, { url: 'https://a.example/' }] }, /a list of different URLs/],
  ])('refuse %j and say which', async (notify, message) => {
    const answer = await put(notify);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
  });

  it('tell whether e-mail can be sent, and whether Akismet is asked', async () => {
    expect(await get('/linkbacks/settings')).toMatchObject({ email: { configured: true }, akismet: false });
  });
});

describe('the test of a notice', () => {
  it('sends an e-mail in plain text to everybody who is named', async () => {
    await put({ emails: ['a@example.org', 'b@example.org'] });

    expect(await test({ kind: 'email' })).toEqual({
      ok: true,
      message: 'Sent to a@example.org, b@example.org.',
      why: { code: 'trial.mail-sent', values: { addresses: 'a@example.org, b@example.org' } },
    });
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]?.to).toEqual(['a@example.org', 'b@example.org']);
    expect(mail.mails[0]?.headers).toMatch(/^Subject: Linkbacks: a test\r?$/m);
    expect(mail.mails[0]?.body).toContain('They work.');
  });

  it("says the mail server's own words when that refuses", async () => {
    await put({ emails: ['a@example.org'] });
    mail.refusing = true;
    const answer = await test({ kind: 'email' });
    mail.refusing = false;

    expect(answer.ok).toBe(false);
    expect(answer.message).toContain('Mailbox full');
  });

  it('says so when nobody is named', async () => {
    expect(await test({ kind: 'email' })).toEqual({
      ok: false,
      message: 'No e-mail address is saved.',
      why: { code: 'trial.no-address' },
    });
  });

  it('calls a saved hook', async () => {
    const url = `${hook.url}/build`;
    await put({ hooks: [{ url, secret: 's' }] });

    expect(await test({ kind: 'hook', url })).toEqual({
      ok: true,
      message: 'The URL was called and took it.',
      why: { code: 'trial.hook-taken' },
    });
    expect(hook.requests).toMatchObject([{ method: 'POST', path: '/build', body: '{"event":"test"}' }]);
  });

  it('says why a call failed, and calls nothing that is not saved', async () => {
    const url = `${hook.url}/build`;
    expect(await test({ kind: 'hook', url })).toMatchObject({
      ok: false,
      message: 'This URL is not saved yet.',
    });
    expect(hook.requests).toEqual([]);

    await put({ hooks: [{ url }, { url: 'http://192.168.7.7/build' }] });
    status = 503;
    expect(await test({ kind: 'hook', url })).toEqual({
      ok: false,
      message: 'The call failed: It answered with the status 503.',
      why: { code: 'trial.hook-failed', values: { why: { code: 'hook.status', values: { status: 503 } } } },
    });
    expect(await test({ kind: 'hook', url: 'http://192.168.7.7/build' })).toMatchObject({
      ok: false,
      message: 'The call failed: The site is not on the public internet.',
    });
  });

  it('refuses what is neither', async () => {
    const answer = await app.request
      .post('/linkbacks/settings/test')
      .set('Authorization', token)
      .send({ kind: 'pigeon' });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/`kind` is "pigeon"; allowed: one of email, hook/);
  });

  it('needs the right to change the settings', async () => {
    const reader = await createAdmin(app, ['plugin::linkbacks.settings.read']);
    const answer = await app.request
      .post('/linkbacks/settings/test')
      .set('Authorization', reader.authorization)
      .send({ kind: 'email' });
    expect(answer.status).toBe(403);
  });
});

describe('the example of a content type', () => {
  it('is the page of the entry that was published last and has one', async () => {
    await createArticle(app, { slug: 'first', title: 'First' });
    await createArticle(app, { slug: 'second', title: 'Second' });
    await createArticle(app, { slug: 'draft', title: 'Draft', status: 'draft' });

    const { contentTypes } = await get('/linkbacks/settings');
    expect(contentTypes.find(({ uid }: { uid: string }) => uid === ARTICLE).example).toEqual({
      url: `${SITE}/blog/second`,
      title: 'Second',
    });
  });
});

describe('the status', () => {
  it('tells the last trouble, by its first line', async () => {
    const troubles: TroublesService = app.strapi.plugin('linkbacks').service('troubles');
    const error = Object.assign(new Error('x'), { stack: 'Error: x\n    at y' });
    troubles.complain((words) => ({ code: 'trouble.job', values: { kind: 'plan', error: words } }), error);
    const noted = await until('it is noted', async () => {
      const { lastError } = await get('/linkbacks/status');
      return lastError?.message === 'a plan job failed: Error: x' && lastError;
    });
    expect(noted).toEqual({
      at: expect.any(String),
      message: 'a plan job failed: Error: x',
      why: { code: 'trouble.job', values: { kind: 'plan', error: 'Error: x' } },
    });
  });

  it('tells how many pings wait for our page', async () => {
    const row = { entryUid: ARTICLE, entryDocumentId: 'x', entryLocale: 'en', status: 'waiting' };
    const more = { kind: 'link', purpose: 'link', target: 'https://a.example/', targetHost: 'a.example' };
    const pings = app.strapi.db.query('plugin::linkbacks.ping');
    await pings.create({ data: { ...row, ...more, pairKey: 'one' } });
    expect((await get('/linkbacks/status')).queue.waiting).toBe(1);
    await pings.deleteMany({ where: { pairKey: 'one' } });
  });
});
