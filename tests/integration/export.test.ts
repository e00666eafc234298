import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdmin } from '../helpers/admin';
import { ARTICLE, createArticle, pingback, seedLinkback, storedLinkbacks } from '../helpers/receiving';
import { ROOT } from '../helpers/paths';
import { startSite, type Site } from '../helpers/site';
import { anchors } from '../helpers/entries';
import { startStrapi, type TestApp } from '../helpers/strapi';

const ADDRESS = '203.0.113.77';
const AGENT = 'Agent of a person';

describe('what exports carry', () => {
  let app: TestApp;
  let site: Site;
  let text: string;

  beforeAll(async () => {
    site = await startSite({ address: '127.0.0.2' });
    app = await startStrapi({ listen: true });
    const documentId = await createArticle(app, { slug: 'hello' });
    await seedLinkback(
      app,
      { uid: ARTICLE, documentId, locale: 'en' },
      { address: ADDRESS, userAgent: AGENT }
    );
    site.show('/post', anchors('http://127.0.0.1:4321/blog/hello'));
    expect(await pingback(app, `${site.url}/post`, 'http://127.0.0.1:4321/blog/hello')).toMatchObject({
      fault: null,
    });
    expect((await storedLinkbacks(app)).map(({ address }) => address)).toEqual([ADDRESS, '127.0.0.1']);
    await createAdmin(app, ['plugin::linkbacks.read']);

    const bin = join(ROOT, 'node_modules', '@strapi', 'strapi', 'bin', 'strapi.js');
    const args = ['export', '--no-encrypt', '--no-compress', '--file=export'];
    await promisify(execFile)(process.execPath, [bin, ...args], { cwd: process.cwd() });
    text = readFileSync(join(process.cwd(), 'export.tar'), 'latin1');
  });
  afterAll(async () => {
    await app.stop();
    await site.stop();
  });

  it('are the linkbacks', () => {
    expect(text).toContain(`${site.url}/post`);
  });

  it('is no address of a sender, and not what it called itself', () => {
    expect(text).not.toContain(ADDRESS);
    expect(text).not.toContain(AGENT);
    expect(text).not.toContain('127.0.0.1"');
  });

  it('is nothing that belongs to this database only', () => {
    const keys = [...text.matchAll(/plugin_linkbacks_[\w:-]+/g)].map(([key]) => key);

    expect(keys.filter((key) => key !== 'plugin_linkbacks_settings')).toEqual([]);
  });
});
