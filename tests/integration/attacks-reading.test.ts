import { describe, expect, it } from 'vitest';
import { TARGET, useAttackLab } from '../helpers/attack-lab';
import { ARTICLE, seedLinkback } from '../helpers/receiving';

/** PROTOCOLS §6, "Admin and API". Rights of the admin routes: admin-rights.test.ts. */
const lab = useAttackLab();

/** Never to be seen by who is not logged in. */
const SECRETS = { address: '203.0.113.77', reason: 'A moderator’s own words', excerpt: 'held back for good' };

const seedAll = async (): Promise<void> => {
  const entry = { uid: ARTICLE, documentId: lab.entries.hello, locale: 'en' };
  for (const status of ['pending', 'spam', 'trash', 'gone'])
    await seedLinkback(lab.app, entry, { ...SECRETS, status, title: `A ${status} one` });
  await seedLinkback(lab.app, entry, {
    status: 'approved',
    title: 'An approved one',
    address: SECRETS.address,
  });
};

describe('a public request', () => {
  it.each([
    ['asks for another status', { status: 'pending' }],
    ['asks for the approved status', { status: 'approved' }],
    ['filters by status', { 'filters[status]': 'pending' }],
    ['filters by an operator', { 'filters[status][$ne]': 'approved' }],
    ['filters by what would be true of a held one only', { 'filters[reason][$startsWith]': 'A moderator' }],
    ['filters by address', { 'filters[address][$startsWith]': '203' }],
    ['asks for fields', { 'fields[0]': 'address', 'fields[1]': 'reason' }],
    ['asks for everything', { fields: '*', populate: '*' }],
    ['sorts by what is not shown', { sort: 'address:asc' }],
    ['searches', { _q: 'held', q: 'held' }],
    ['asks for drafts', { publicationState: 'preview', status: 'draft' }],
  ])('that %s gets the approved ones all the same', async (_what, query) => {
    await seedAll();
    const { status, body, text } = await lab.app.request
      .get('/api/linkbacks')
      .query({ target: TARGET, ...query });
    expect(status).toBe(200);
    expect(body.data.map(({ title }: { title: string }) => title)).toEqual(['An approved one']);
    expect(body.meta.count.total).toBe(1);
    for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
  });

  it.each([
    ['an operator for the target', { 'target[$ne]': 'x' }],
    ['two targets', { target: [TARGET, TARGET] }],
    ['an operator for the document', { contentType: 'articles', 'documentId[$ne]': 'x' }],
    ['an operator for the locale', { contentType: 'articles', documentId: 'x', 'locale[$ne]': 'x' }],
    ['a page of a million entries', { target: TARGET, 'pagination[pageSize]': 1_000_000 }],
    ['a negative page', { target: TARGET, 'pagination[page]': -1 }],
  ])('with %s is refused', async (_what, query) => {
    expect((await lab.app.request.get('/api/linkbacks').query(query)).status).toBe(400);
  });

  it.each(['post', 'put', 'patch', 'delete'] as const)('by %s changes nothing', async (verb) => {
    await seedAll();
    const path = '/api/linkbacks';
    const { status } = await lab.app.request[verb](path).send({ data: { status: 'approved' } });
    expect([404, 405]).toContain(status);
    const pending = { where: { status: 'pending' } };
    expect(await lab.app.strapi.db.query('plugin::linkbacks.linkback').count(pending)).toBe(1);
  });

  it('gets nothing of a draft, an unpublished entry or another locale', async () => {
    for (const target of ['draft', 'nothing'].map((slug) => TARGET.replace('hello', slug))) {
      const { body } = await lab.app.request.get('/api/linkbacks').query({ target });
      expect(body.data).toEqual([]);
    }
  });
});

describe('an admin route', () => {
  const routes = [
    ['get', '/linkbacks/linkbacks'],
    ['post', '/linkbacks/linkbacks/actions'],
    ['get', '/linkbacks/pings'],
    ['post', '/linkbacks/pings/actions'],
    ['get', '/linkbacks/settings'],
    ['put', '/linkbacks/settings'],
    ['get', '/linkbacks/status'],
    ['get', '/linkbacks/resolve'],
    ['post', '/linkbacks/settings/test'],
  ] as const;

  it.each(routes)('%s %s is nothing without a login', async (verb, path) => {
    expect((await lab.app.request[verb](path)).status).toBe(401);
  });

  it.each(routes)('%s %s is nothing with a forged login', async (verb, path) => {
    const token = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"id":1}').toString('base64url')}.`;
    expect((await lab.app.request[verb](path).set('authorization', `Bearer ${token}`)).status).toBe(401);
  });

  it.each([
    '/linkbacks/linkbacks/actions?action=approve&ids=1',
    '/linkbacks/linkbacks/1/approve',
    '/linkbacks/linkbacks/actions/approve',
  ])('approves nothing by GET: %s', async (path) => {
    await seedAll();
    expect((await lab.app.request.get(path)).status).not.toBe(200);
    const approved = { where: { status: 'approved' } };
    expect(await lab.app.strapi.db.query('plugin::linkbacks.linkback').count(approved)).toBe(1);
  });
});
