import { afterEach, describe, expect, it, vi } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { createArticle, SITE } from '../helpers/receiving';
import { startStrapi, type StartOptions } from '../helpers/strapi';

const WARNING = 'Other sites cannot reach';

afterEach(() => vi.unstubAllEnvs());

/** What a Strapi says of its address: to the log, on the settings page, and to a front-end. */
const said = async (o: Pick<StartOptions, 'config' | 'serverUrl'>, env: string) => {
  vi.stubEnv('NODE_ENV', env);
  const app = await startStrapi(o);
  try {
    await createArticle(app, { slug: 'hello' });
    const settings = await app.request
      .get('/linkbacks/settings')
      .set('Authorization', await superAdminToken(app));
    const discovery = await app.request
      .get('/api/linkbacks/discovery')
      .query({ target: `${SITE}/blog/hello` });
    const messages: string[] = settings.body.notices.map(({ message }: { message: string }) => message);
    return {
      logged: app.logs.some(({ level, message }) => level === 'warn' && message.includes(WARNING)),
      shown: messages.some((message) => message.includes(WARNING)),
      pingback: discovery.body.data.pingback,
    };
  } finally {
    await app.stop();
  }
};

describe('a Strapi in production whose own address is loopback', () => {
  it.each([undefined, 'http://127.0.0.1:1337', 'http://[::1]:1337', 'http://cms.localhost'])(
    'says so and advertises nothing: %s',
    async (serverUrl) => {
      const o = { config: { publicUrl: undefined }, ...(serverUrl ? { serverUrl } : {}) };
      expect(await said(o, 'production')).toEqual({ logged: true, shown: true, pingback: null });
    }
  );

  it('is believed when the configuration says so itself', async () => {
    const found = await said({ config: { publicUrl: 'http://127.0.0.1:1337' } }, 'production');
    expect(found).toEqual({
      logged: false,
      shown: false,
      pingback: 'http://127.0.0.1:1337/api/linkbacks/xmlrpc',
    });
  });

  it('is no matter outside production, nor where Strapi has a public one', async () => {
    const config = { publicUrl: undefined };
    expect(await said({ config }, 'test')).toMatchObject({ logged: false, shown: false });
    expect(await said({ config, serverUrl: 'https://cms.example.com' }, 'production')).toEqual({
      logged: false,
      shown: false,
      pingback: 'https://cms.example.com/api/linkbacks/xmlrpc',
    });
  });
});
