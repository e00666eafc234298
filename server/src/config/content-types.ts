import type { Schema } from '@strapi/strapi';
import { inWords } from '../core/reasons';
import { parseUrlPattern, patternsClash, type UrlPattern } from '../core/url/pattern';
import { refuse } from './parse';
import type { ContentTypeInput, EntryUrl, ResolveUrl } from './schema';

/** A content type that takes part, with everything that was checked once at boot. */
export interface LinkedType {
  readonly uid: string;
  /** Plural API name: how public routes call the type. */
  readonly pluralName: string;
  readonly displayName: string;
  readonly localized: boolean;
  readonly draftAndPublish: boolean;
  readonly page: Page;
  readonly titleField: string | null;
  readonly excerptField: string | null;
  readonly contentFields: readonly string[] | null;
  readonly liveCheck: boolean;
}

/** How an entry maps to its public page and back. `locale` is null where one pattern serves all locales. */
export type Page =
  | { readonly kind: 'patterns'; readonly patterns: readonly LocalePattern[] }
  | { readonly kind: 'functions'; readonly url: EntryUrl; readonly resolve: ResolveUrl };

export interface LocalePattern {
  readonly locale: string | null;
  readonly pattern: UrlPattern;
}

type ContentTypes = Readonly<Record<string, Schema.ContentType | undefined>>;

/** Pattern parameters beside the type's own fields. */
const IDENTITY = ['documentId'];
const SCALAR = new Set([
  'string',
  'text',
  'uid',
  'integer',
  'biginteger',
  'enumeration',
  'email',
  'date',
  'decimal',
  'float',
]);

/**
 * Checks the configured content types against those that exist. Throws {@link ConfigError}, which stops the
 * boot: unknown uid or field, a wrong pattern, two types for one URL, two types of one plural name.
 */
export const resolveContentTypes = (
  inputs: Record<string, ContentTypeInput>,
  known: ContentTypes
): LinkedType[] => {
  const types = Object.entries(inputs).map(([uid, input]) => resolveContentType(uid, input, known));
  refuseClashes(types);
  return types;
};

/** Checks one content type. Throws {@link ConfigError}. */
export const resolveContentType = (uid: string, input: ContentTypeInput, known: ContentTypes): LinkedType => {
  const key = `contentTypes['${uid}']`;
  const schema = known[uid];
  if (!schema) {
    const uids = Object.keys(known).filter((name) => name.startsWith('api::'));
    throw refuse({
      key,
      found: uid,
      allowed: inWords(`the uid of a content type (${uids.join(', ') || 'there are none yet'})`),
    });
  }
  const localized = isLocalized(schema);
  return {
    uid,
    pluralName: schema.info.pluralName,
    displayName: schema.info.displayName,
    localized,
    draftAndPublish: schema.options?.draftAndPublish === true,
    page: resolvePage(key, input, schema),
    titleField: checkField(`${key}.title`, input.title, schema),
    excerptField: checkField(`${key}.excerpt`, input.excerpt, schema),
    contentFields:
      input.content?.map((field, index) => checkField(`${key}.content[${index}]`, field, schema) ?? field) ??
      null,
    liveCheck: input.liveCheck,
  };
};

const isLocalized = (schema: Schema.ContentType): boolean => {
  const options = schema.pluginOptions as { i18n?: { localized?: boolean } } | undefined;
  return options?.i18n?.localized === true;
};

const resolvePage = (key: string, input: ContentTypeInput, schema: Schema.ContentType): Page => {
  const { url, resolve } = input;
  if (typeof url === 'function') {
    if (!resolve)
      throw refuse({
        key: `${key}.resolve`,
        found: undefined,
        allowed: inWords('a function, since `url` is one'),
      });
    return { kind: 'functions', url, resolve };
  }
  if (resolve)
    throw refuse({
      key: `${key}.resolve`,
      found: resolve,
      allowed: inWords('nothing, unless `url` is a function'),
    });
  if (typeof url === 'string')
    return {
      kind: 'patterns',
      patterns: [{ locale: null, pattern: checkPattern(`${key}.url`, url, schema) }],
    };

  if (!isLocalized(schema)) {
    throw refuse({
      key: `${key}.url`,
      found: url,
      allowed: { code: 'allowed.one-pattern' },
    });
  }
  const patterns = Object.entries(url).map(([locale, text]) => ({
    locale,
    pattern: checkPattern(`${key}.url.${locale}`, text, schema),
  }));
  return { kind: 'patterns', patterns };
};

const checkPattern = (key: string, text: string, schema: Schema.ContentType): UrlPattern => {
  const parsed = parseUrlPattern(text);
  if (!parsed.ok) throw refuse({ key, found: text, allowed: parsed.error });

  const names = paramsOf(schema);
  const unknown = parsed.value.params.find((param) => !names.includes(param));
  if (!unknown) return parsed.value;
  const code = unknown === 'locale' ? 'allowed.parameters-localized' : 'allowed.parameters';
  const words = names.map((name) => `:${name}`).join(', ');
  throw refuse({ key, found: text, allowed: { code, values: { words } } });
};

/** Strapi gives every type a `locale` field, which is empty where the type is not localized: no page would have a URL. */
const paramsOf = (schema: Schema.ContentType): string[] => {
  const fields = Object.entries(schema.attributes).filter(([, attribute]) => SCALAR.has(attribute.type));
  const names = fields.map(([name]) => name).filter((name) => name !== 'locale');
  return [...new Set([...IDENTITY, ...(isLocalized(schema) ? ['locale'] : []), ...names])];
};

const checkField = (key: string, field: string | undefined, schema: Schema.ContentType): string | null => {
  if (field === undefined) return null;
  if (Object.hasOwn(schema.attributes, field)) return field;
  throw refuse({
    key,
    found: field,
    allowed: inWords(`a field of the content type (${Object.keys(schema.attributes).join(', ')})`),
  });
};

const refuseClashes = (types: readonly LinkedType[]): void => {
  types.forEach((type, index) => {
    types.slice(0, index).forEach((other) => refuseClash(type, other));
  });
};

/** Throws when two types share the plural name or a URL: a received target could not be told apart. */
export const refuseClash = (type: LinkedType, other: LinkedType): void => {
  const key = `contentTypes['${type.uid}']`;
  if (type.pluralName === other.pluralName) {
    throw refuse({
      key,
      found: type.pluralName,
      allowed: { code: 'allowed.other-name', values: { uid: other.uid } },
    });
  }
  for (const mine of patternsOf(type)) {
    const theirs = patternsOf(other).find((pattern) => patternsClash(mine, pattern));
    if (!theirs) continue;
    throw refuse({
      key: `${key}.url`,
      found: mine.source,
      allowed: { code: 'allowed.other-url', values: { uid: other.uid, url: theirs.source } },
    });
  }
};

const patternsOf = (type: LinkedType): UrlPattern[] =>
  type.page.kind === 'patterns' ? type.page.patterns.map(({ pattern }) => pattern) : [];
