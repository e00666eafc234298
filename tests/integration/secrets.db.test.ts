import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setSettings } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

const URL = 'https://build.example/hook';
const SECRET = 'a secret that no export carries';
const KEY = 'plugin_linkbacks_settings';

let app: TestApp;

beforeAll(async () => {
  app = await startStrapi();
});
afterAll(() => app?.stop());

const settings = () => app.strapi.plugin('linkbacks').service('settings');
const hooks = async (): Promise<unknown> => (await settings().get()).notify.hooks;

interface ExportSource {
  bootstrap(diagnostics: { report(): void }): Promise<void>;
  close(): Promise<void>;
  createEntitiesReadStream(): Promise<Readable>;
  createConfigurationReadStream(): Readable;
}
const requireOfStrapi = createRequire(createRequire(import.meta.url).resolve('@strapi/strapi/package.json'));

/** All rows and settings that Strapi's own export and transfer read. */
const exported = async (): Promise<string> => {
  const { createLocalStrapiSourceProvider } = requireOfStrapi('@strapi/data-transfer').strapi.providers;
  const source: ExportSource = createLocalStrapiSourceProvider({
    getStrapi: () => app.strapi,
    autoDestroy: false,
  });
  await source.bootstrap({ report: () => undefined });
  const entities = await (await source.createEntitiesReadStream()).toArray();
  const configuration = await source.createConfigurationReadStream().toArray();
  await source.close();
  return JSON.stringify([entities, configuration]);
};
const secrets = (): Promise<{ name: string; value: string }[]> =>
  app.strapi.db.query('linkbacks::secret' as never).findMany({ where: { name: { $startsWith: 'hook:' } } });

describe('secrets', () => {
  it('of hooks are kept where no export looks for them', async () => {
    await setSettings(app, { notify: { hooks: [{ url: URL, secret: SECRET }] } });

    expect(await hooks()).toEqual([{ url: URL, secret: SECRET }]);
    expect(await exported()).toContain(URL);
    expect(await exported()).not.toContain(SECRET);
    expect(await secrets()).toMatchObject([{ value: SECRET }]);
  });

  it('of hooks are kept by what does not name them, and go with them', async () => {
    await setSettings(app, { notify: { hooks: [{ url: URL, secret: SECRET }] } });
    await setSettings(app, { moderation: { policy: 'hold' } });
    expect(await hooks()).toEqual([{ url: URL, secret: SECRET }]);

    await setSettings(app, { notify: { hooks: [] } });
    expect(await secrets()).toEqual([]);
  });

  it('of hooks that lie in the core store are moved from there at the start', async () => {
    const rows = app.strapi.db.query('strapi::core-store');
    await setSettings(app, { notify: { hooks: [{ url: URL }, { url: `${URL}/2`, secret: 'another one' }] } });
    const row = await rows.findOne({ where: { key: KEY } });
    const stored = JSON.parse(row?.value);
    stored.notify.hooks[0].secret = SECRET;
    await rows.update({ where: { id: row?.id }, data: { value: JSON.stringify(stored) } });
    expect(await exported()).toContain(SECRET);
    await settings().partSecrets();

    expect(await hooks()).toEqual([
      { url: URL, secret: SECRET },
      { url: `${URL}/2`, secret: 'another one' },
    ]);
    expect(await exported()).not.toContain(SECRET);
    expect(await secrets()).toHaveLength(2);
  });

  it('of tombstones are kept where no export looks for them', async () => {
    const rows = app.strapi.db.query('linkbacks::secret' as never);
    const secret: unknown = (await rows.findOne({ where: { name: 'tombstones' } }))?.value;

    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await exported()).not.toContain(secret);
  });
});
