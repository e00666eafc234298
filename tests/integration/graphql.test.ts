import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARTICLE, createArticle, seedLinkback } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

/** The test app with Strapi's GraphQL plugin; plugins are loaded in the order of the dependencies. */
const withGraphql = (...plugins: string[]): Record<string, string> => ({
  'package.json': JSON.stringify({
    name: 'linkbacks-test-app',
    version: '0.0.0',
    dependencies: Object.fromEntries(['@strapi/strapi', ...plugins].map((name) => [name, '*'])),
    strapi: { uuid: false },
  }),
});

const OURS = /linkback|ping|entry.?setting|trackback|tombstone/i;

interface NamedType {
  name: string;
  fields: { name: string }[] | null;
  inputFields: { name: string }[] | null;
  enumValues: { name: string }[] | null;
  possibleTypes: { name: string }[] | null;
}

const INTROSPECTION = `{ __schema { types { name fields(includeDeprecated: true) { name } inputFields { name }
  enumValues { name } possibleTypes { name } } } }`;

describe.each([
  ['after the plugin', ['strapi-plugin-linkbacks', '@strapi/plugin-graphql']],
  ['before the plugin', ['@strapi/plugin-graphql', 'strapi-plugin-linkbacks']],
])("Strapi's GraphQL plugin, loaded %s", (_order, plugins) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startStrapi({ extraSrc: withGraphql(...plugins) });
    const documentId = await createArticle(app, { slug: 'hello' });
    await seedLinkback(app, { uid: ARTICLE, documentId, locale: 'en' }, { reason: 'Held.' });
  });
  afterAll(() => app?.stop());

  const query = async (text: string) => {
    const tokens = app.strapi.service('admin::api-token') as unknown as {
      create(data: Record<string, unknown>): Promise<{ accessKey: string }>;
    };
    const token = await tokens.create({ name: randomUUID(), type: 'full-access', lifespan: null });
    const answer = await app.request
      .post('/graphql')
      .set('Authorization', `Bearer ${token.accessKey}`)
      .send({ query: text });
    return answer.body as { data?: Record<string, unknown>; errors?: { message: string }[] };
  };

  it('answers the holder of a token with full access', async () => {
    const { data } = await query('{ articles { slug } }');

    expect(data).toEqual({ articles: [{ slug: 'hello' }] });
  });

  it('has no type, query, mutation, input, filter or union member of ours', async () => {
    const { data } = await query(INTROSPECTION);
    const { types } = data?.['__schema'] as { types: NamedType[] };
    const names = types.flatMap(({ name, fields, inputFields, enumValues, possibleTypes }) => [
      name,
      ...[fields, inputFields, enumValues, possibleTypes]
        .flatMap((list) => list ?? [])
        .map((one) => `${name}.${one.name}`),
    ]);

    expect(names).toEqual(
      expect.arrayContaining(['Article', 'ArticleInput', 'Query.articles', 'Mutation.createArticle'])
    );
    expect(names.filter((name) => OURS.test(name))).toEqual([]);
  });

  it.each(['linkbacks', 'linkbacksLinkbacks', 'pings', 'entrySettings'])(
    'knows no query %s',
    async (name) => {
      const { errors } = await query(`{ ${name} { documentId } }`);

      expect(errors?.[0]?.message).toContain(`Cannot query field "${name}"`);
    }
  );
});
