import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeTurn } from '../../server/src/adapters/turn';
import { ARTICLE, seedLinkback, storedLinkbacks } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const HOUR = 3_600_000;

describe('what must be done once by all processes', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startStrapi();
  });
  afterAll(() => app?.stop());

  it('is done by one of those who ask at the same time, and again when the time has come', async () => {
    const ask = () => takeTurn(app.strapi, 'test', HOUR);
    const answers = await Promise.all([ask(), ask(), ask()]);

    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await ask()).toBe(false);
    expect(await takeTurn(app.strapi, 'test', 0)).toBe(true);
    expect(await takeTurn(app.strapi, 'another', HOUR)).toBe(true);
  });

  it('is the purge: what is old goes soon after the start, and it is the turn of nobody else then', async () => {
    const movedAt = new Date(Date.now() - 31 * 24 * HOUR).toISOString();
    const ref = { uid: ARTICLE, documentId: 'x', locale: 'en' };
    for (const status of ['spam', 'trash', 'pending']) await seedLinkback(app, ref, { status, movedAt });
    await new Promise<void>((done) => app.strapi.server.listen(0, '127.0.0.1', () => done()));
    await until('the purge', async () => (await storedLinkbacks(app)).length === 1);

    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'pending' }]);
    expect(await takeTurn(app.strapi, 'housekeeping', HOUR)).toBe(false);
  });
});
