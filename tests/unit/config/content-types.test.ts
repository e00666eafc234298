import type { Schema } from '@strapi/strapi';
import { describe, expect, it } from 'vitest';
import { resolveContentTypes } from '../../../server/src/config/content-types';
import { parseConfig } from '../../../server/src/config/parse';

const schema = (name: string, o: { localized?: boolean; plural?: string } = {}) =>
  ({
    info: { displayName: name, singularName: name, pluralName: o.plural ?? `${name}s` },
    options: { draftAndPublish: true },
    pluginOptions: { i18n: { localized: o.localized ?? false } },
    attributes: {
      title: { type: 'string' },
      slug: { type: 'uid' },
      body: { type: 'blocks' },
      // Strapi adds it to every type, localized or not.
      locale: { type: 'string' },
    },
  }) as unknown as Schema.ContentType;

const known = {
  'api::article.article': schema('article', { localized: true }),
  'api::page.page': schema('page'),
  'api::item.item': schema('item', { plural: 'pages' }),
};

const resolve = (contentTypes: Record<string, unknown>) =>
  resolveContentTypes(parseConfig({ contentTypes }).contentTypes, known);

describe('the configured content types', () => {
  it('are checked once and carry their patterns', () => {
    const [article] = resolve({
      'api::article.article': {
        url: { en: 'https://example.com/:slug', fr: 'https://example.com/fr/:slug' },
      },
    });
    expect(article).toMatchObject({ uid: 'api::article.article', pluralName: 'articles', localized: true });
    const page = article?.page;
    expect(page?.kind === 'patterns' && page.patterns.map(({ locale }) => locale)).toEqual(['en', 'fr']);
  });

  it('may have several patterns that overlap, by locale', () => {
    const url = {
      en: 'https://example.com/:slug',
      fr: 'https://example.com/:locale/:slug',
      de: 'https://example.com/:slug',
    };
    expect(resolve({ 'api::article.article': { url } })).toHaveLength(1);
    expect(resolve({ 'api::article.article': { url: 'https://example.com/:locale/:slug' } })).toHaveLength(1);
  });

  it.each([
    [
      { 'api::nope.nope': { url: 'https://example.com/:slug' } },
      'the uid of a content type (api::article.article',
    ],
    [
      { 'api::page.page': { url: 'https://example.com/:slugg' } },
      'the parameters :documentId, :title, :slug',
    ],
    [
      { 'api::page.page': { url: '/blog/:slug' } },
      '`contentTypes[\'api::page.page\'].url` is "/blog/:slug"; allowed:',
    ],
    [
      { 'api::page.page': { url: { en: 'https://example.com/:slug' } } },
      'one URL pattern, since the content type is not localized',
    ],
    [
      { 'api::page.page': { url: () => null } },
      "`contentTypes['api::page.page'].resolve` is missing; allowed: a function",
    ],
    [
      { 'api::page.page': { url: 'https://example.com/:slug', title: 'titel' } },
      'a field of the content type (title, slug, body',
    ],
    [
      { 'api::page.page': { url: 'https://example.com/:slug', content: ['body', 'text'] } },
      '.content[1]` is "text"',
    ],
    [
      {
        'api::page.page': { url: 'https://example.com/:slug' },
        'api::article.article': { url: 'https://example.com/:slug' },
      },
      'a URL that api::page.page does not have too (it has "https://example.com/:slug")',
    ],
    [
      {
        'api::page.page': { url: 'https://example.com/:title/:slug' },
        'api::article.article': {
          url: { en: 'https://example.com/:slug', fr: 'https://example.com/fr/:slug' },
        },
      },
      '`contentTypes[\'api::article.article\'].url` is "https://example.com/fr/:slug"; allowed: a URL that api::page.page does not have too',
    ],
    [
      { 'api::page.page': { url: 'https://example.com/:locale/:slug' } },
      '`contentTypes[\'api::page.page\'].url` is "https://example.com/:locale/:slug"; allowed: the parameters ' +
        ':documentId, :title, :slug (:locale only where the content type is localized)',
    ],
    [
      {
        'api::page.page': { url: 'https://example.com/p/:slug' },
        'api::item.item': { url: 'https://example.com/i/:slug' },
      },
      'a plural name that api::page.page does not have too',
    ],
  ])('stop the boot when they are wrong: %j', (contentTypes, message) => {
    expect(() => resolve(contentTypes)).toThrow(message);
  });
});
