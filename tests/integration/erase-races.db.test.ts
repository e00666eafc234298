import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { revisionsOf } from '../helpers/moderation';
import { ARTICLE, createArticle, forgetAll, seedLinkback, storedLinkbacks } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const LINKBACK = 'plugin::linkbacks.linkback';
const OLD = '2020-01-01T00:00:00.000Z';

let app: TestApp;
let documentId: string;

beforeAll(async () => {
  app = await startStrapi();
  documentId = await createArticle(app, { slug: 'hello' });
});
afterAll(() => app?.stop());
beforeEach(() => forgetAll(app));

const linkbacks = () => app.strapi.plugin('linkbacks').service('linkbacks');
const seed = (over: Record<string, unknown>) =>
  seedLinkback(app, { uid: ARTICLE, documentId, locale: 'en' }, over);
const tombstones = () => app.strapi.db.query('linkbacks::tombstone' as never).count({});

/** Once: what somebody does between the moment that `read` has found its rows and that it gives them. */
const meanwhile = (read: 'findOne' | 'findMany', work: () => Promise<unknown>): void => {
  const query = app.strapi.db.query.bind(app.strapi.db);
  const spy = vi.spyOn(app.strapi.db, 'query').mockImplementation(((uid: string) => {
    const rows = query(uid as never);
    if (uid !== LINKBACK) return rows;
    const reading = async (o: never): Promise<unknown> => {
      const found: unknown = await rows[read](o);
      if (Array.isArray(found) && found.length === 0) return found;
      spy.mockRestore();
      await work();
      return found;
    };
    return { ...rows, [read]: reading };
  }) as never);
};
const restore = async (id: string) =>
  linkbacks().act({ action: 'restore', ids: [id], revisions: await revisionsOf(app, [id]) }, 'Jane');

describe('what a moderator brings back in the moment that it would be erased', () => {
  it.each(['spam', 'trash'])('stays when old %s is purged', async (status) => {
    const { documentId: id } = await seed({
      status,
      previousStatus: 'approved',
      receivedAt: OLD,
      movedAt: OLD,
    });
    await seed({ status, receivedAt: OLD, movedAt: OLD });
    meanwhile('findMany', () => restore(id));
    await linkbacks().purge();

    expect(await storedLinkbacks(app)).toMatchObject([{ documentId: id, status: 'approved' }]);
    expect(await tombstones()).toBe(1);
  });

  it('stays when somebody else deletes it, who is told', async () => {
    const { documentId: id } = await seed({ status: 'trash' });
    meanwhile('findOne', () => restore(id));
    const { results } = await linkbacks().act({ action: 'delete', ids: [id] }, 'John');

    expect(results).toMatchObject([{ id, ok: false, outcome: 'stale' }]);
    expect(await storedLinkbacks(app)).toMatchObject([{ documentId: id, status: 'pending' }]);
    expect(await tombstones()).toBe(0);
  });

  it('is erased with all of its host, and those who listen hear that it is no longer shown', async () => {
    const removed: unknown[] = [];
    const off = app.strapi.eventHub.on('linkback.removed', async () => void removed.push(1));
    const { documentId: id } = await seed({ status: 'trash', previousStatus: 'approved' });
    meanwhile('findMany', () => restore(id));

    expect(await linkbacks().eraseHost('blog.example')).toBe(1);
    await until('listeners know', () => removed.length > 0);
    expect(removed).toHaveLength(1);
    off();
    expect(await storedLinkbacks(app)).toEqual([]);
  });
});
