import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { APP_DIR } from '../helpers/paths';
import { startStrapi } from '../helpers/strapi';

const NOTE_SCHEMA = 'src/api/note/content-types/note/schema.json';

/** The note type, opted in through its schema and not through the config. */
const noteWith = (linkbacks: object): Record<string, string> => {
  const schema = JSON.parse(readFileSync(join(APP_DIR, NOTE_SCHEMA), 'utf8'));
  return {
    [NOTE_SCHEMA]: JSON.stringify({ ...schema, pluginOptions: { ...schema.pluginOptions, linkbacks } }),
  };
};
const withoutNote = { contentTypes: { 'api::note.note': undefined } };

describe('a wrong configuration', () => {
  it.each([
    [
      'an unknown key',
      { contentTypez: {} },
      'linkbacks config: `contentTypez` is {}; allowed: the keys siteName, publicUrl, contentTypes, http, reading, receive, send, queue, spam, api.',
    ],
    [
      'an unknown content type',
      { contentTypes: { 'api::nope.nope': { url: 'https://example.com/:slug' } } },
      '`contentTypes[\'api::nope.nope\']` is "api::nope.nope"; allowed: the uid of a content type (api::article.article',
    ],
    [
      'a field that is not there',
      { contentTypes: { 'api::note.note': { url: 'https://example.com/:slugg' } } },
      '`contentTypes[\'api::note.note\'].url` is "https://example.com/:slugg"; allowed: the parameters :documentId',
    ],
    [
      'the locale of a type that has none',
      { contentTypes: { 'api::note.note': { url: 'https://example.com/:locale/:slug' } } },
      '`contentTypes[\'api::note.note\'].url` is "https://example.com/:locale/:slug"; allowed: the parameters :documentId',
    ],
    [
      'two types for one URL',
      { contentTypes: { 'api::note.note': { url: 'http://127.0.0.1:4321/:documentId/:slug' } } },
      'is "http://127.0.0.1:4321/:documentId/:slug"; allowed: a URL that api::article.article does not have too (it has "http://127.0.0.1:4321/blog/:slug")',
    ],
  ])('stops the boot with one message: %s', async (_what, config, message) => {
    await expect(startStrapi({ config })).rejects.toThrow(message);
  });
});

describe('a content type that opts in through its schema', () => {
  it('takes part', async () => {
    const app = await startStrapi({
      config: withoutNote,
      extraSrc: noteWith({ enabled: true, url: 'https://example.com/notes/:slug' }),
    });
    try {
      const settings = await app.request
        .get('/linkbacks/settings')
        .set('Authorization', await superAdminToken(app));
      const found = settings.body.contentTypes.find(({ uid }: { uid: string }) => uid === 'api::note.note');
      expect(found).toMatchObject({ url: 'https://example.com/notes/:slug' });
    } finally {
      await app.stop();
    }
  });

  it('is switched off when that is wrong, and the boot goes on: a log line and a notice say why', async () => {
    const extraSrc = noteWith({ enabled: true, url: 'https://example.com/notes/:nothing' });
    const app = await startStrapi({ config: withoutNote, extraSrc });
    try {
      const settings = await app.request
        .get('/linkbacks/settings')
        .set('Authorization', await superAdminToken(app));
      const message = expect.stringContaining(
        'api::note.note takes no part, its pluginOptions.linkbacks is wrong'
      );
      const why = expect.objectContaining({ code: 'notice.content-type' });
      expect(settings.body.notices).toContainEqual({ code: 'content-type', message, why });
      expect(settings.body.contentTypes.map(({ uid }: { uid: string }) => uid)).not.toContain(
        'api::note.note'
      );
      expect(app.logs).toContainEqual({ level: 'warn', message });
    } finally {
      await app.stop();
    }
  });
});
