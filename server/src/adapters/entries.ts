import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { LinkedType } from '../config/content-types';
import type { LinkbacksConfig } from '../config/resolve';
import { plainText, type ContentPart } from '../core/content/links';
import type { EntryRef } from '../core/types';
import type { TargetRule } from '../core/url/target-rule';
import { addressesOf } from './entry-addresses';
import { contentParts } from './entry-content';
import { headOnly, mainField } from './entry-head';
import { MOST_SEARCHED, searchWhere, type EntrySearch } from './entry-search';
import { ID_WINDOW, idWindows } from './id-windows';
import { isDocumentId, isLocale, type Where } from './entry-where';
import { hostsOf, pageUrl } from './page-url';
import { attributesOf, contentPopulate } from './populate';
import { remembered } from './remembered';
import { createUrlResolver, type UrlResolver } from './url-resolver';

/** Milliseconds after which another main field of a type is seen, and types that are remembered. */
const MEMORY = { ms: 1_000, max: 100 };

/** UTF-16 units of a text in which the words of an excerpt are looked for. */
const EXCERPT_FROM = 16_384;

/** A published entry as the rest of the plugin sees it. */
export interface PublishedEntry {
  readonly ref: EntryRef;
  readonly type: LinkedType;
  /** Its public page; null when a parameter of the pattern is empty. */
  readonly url: string | null;
  readonly title: string;
  /** ISO 8601: the first publication where Strapi keeps it, else when the entry was created. */
  readonly since: string | null;
  /** Changes with each publish: what `<meta name="linkbacks-revision">` carries. */
  readonly revision: string;
  /** Its addresses by its type's URL patterns. */
  readonly addresses: TargetRule;
  readonly row: Readonly<Record<string, unknown>>;
}

/** A published entry without its text. */
export type EntryHead = Omit<PublishedEntry, 'row'>;

/** Where the published version of an entry is shown, and which one. */
export type EntryPage = { readonly url: string; readonly revision: string };

export interface Entries extends UrlResolver {
  typeOf(uid: string): LinkedType | undefined;
  typeByPluralName(name: string): LinkedType | undefined;
  /** The published version with its rich text at any depth; null when there is none. */
  readPublished(ref: EntryRef): Promise<PublishedEntry | null>;
  /** The published version without its text: a fraction of the time. */
  readHead(ref: EntryRef): Promise<EntryHead | null>;
  /** Those of many entries that are published; one look for each type. */
  readHeads(refs: readonly EntryRef[]): Promise<EntryHead[]>;
  /**
   * The published entries of a type that a search fits, the latest first. For a part of the title the newest
   * {@link MOST_SEARCHED} versions are looked through; `isLimited`: there are more.
   */
  search(
    type: LinkedType,
    search: EntrySearch,
    limit: number
  ): Promise<{ heads: EntryHead[]; isLimited: boolean }>;
  /** The draft as its published version would be, with its rich text; without draft & publish, the one row. */
  readDraft(ref: EntryRef): Promise<PublishedEntry | null>;
  /** Address and revision of its published version, without reading its text; null when it has no page. */
  pageOf(ref: EntryRef): Promise<EntryPage | null>;
  /** The words for a trackback's excerpt: the configured field, else the first rich text. */
  excerptOf(entry: PublishedEntry): string;
  /** Hosts (`host[:port]`) that are fixed in our URL patterns. */
  readonly ownHosts: ReadonlySet<string>;
}

export const createEntries = (o: { strapi: Core.Strapi; config: LinkbacksConfig }): Entries => {
  const { strapi, config } = o;
  const typeOf = (uid: string) => config.types.find((type) => type.uid === uid);
  const mainFields = remembered({ ...MEMORY, load: (uid) => mainField(strapi, uid) });
  const titleFieldOf = async ({ uid, titleField }: LinkedType) => titleField ?? (await mainFields.get(uid));

  const toEntry = async (type: LinkedType, row: Record<string, unknown>): Promise<PublishedEntry> => {
    const ref = {
      uid: type.uid,
      documentId: String(row.documentId),
      locale: type.localized ? String(row.locale ?? '') : '',
    };
    const url = pageUrl(strapi, type, row);
    return {
      ref,
      type,
      url,
      addresses: addressesOf({ type, url, row }),
      title: textOf(row[await titleFieldOf(type)]) || ref.documentId,
      since: isoOf(row.firstPublishedAt) ?? isoOf(row.createdAt),
      revision: revisionOf(ref, row),
      row,
    };
  };

  const find = async (
    type: LinkedType,
    where: Where,
    { draft = false, head = false } = {}
  ): Promise<PublishedEntry | null> => {
    const row = await strapi.db.query(type.uid).findOne({
      ...(head
        ? headOnly(strapi, type, await titleFieldOf(type))
        : { populate: contentPopulate(strapi, type.uid) }),
      // Where several entries share a URL, the same one has it each time.
      orderBy: [...(type.localized ? [{ locale: 'asc' }] : []), { documentId: 'asc' }],
      where: {
        ...where,
        ...(type.draftAndPublish ? { publishedAt: draft ? { $null: true } : { $notNull: true } } : {}),
      },
    });
    return row ? toEntry(type, row) : null;
  };

  const readVersion = async (
    ref: EntryRef,
    o: { draft?: boolean; head?: boolean }
  ): Promise<PublishedEntry | null> => {
    const type = typeOf(ref.uid);
    if (!type || !isDocumentId(ref.documentId) || !isLocale(ref.locale)) return null;
    const where = { documentId: ref.documentId, ...(type.localized ? { locale: ref.locale } : {}) };
    return find(type, where, o);
  };
  const readHead = (ref: EntryRef) => readVersion(ref, { head: true });

  const readHeads = async (refs: readonly EntryRef[]): Promise<EntryHead[]> => {
    const heads: EntryHead[] = [];
    for (const type of config.types) {
      const wanted = refs.filter(({ uid }) => uid === type.uid);
      if (wanted.length === 0) continue;
      const rows = await strapi.db.query(type.uid).findMany({
        ...headOnly(strapi, type, await titleFieldOf(type)),
        where: {
          documentId: { $in: wanted.map(({ documentId }) => documentId) },
          ...(type.localized ? { locale: { $in: wanted.map(({ locale }) => locale) } } : {}),
          ...publishedOnly(type),
        },
      });
      for (const row of rows) heads.push(await toEntry(type, row));
    }
    return heads;
  };

  const search: Entries['search'] = async (type, wanted, limit) => {
    const name = await titleFieldOf(type);
    const title = { name, kind: attributesOf(strapi, type.uid)[name]?.type };
    const where = { ...searchWhere(wanted, { title, localized: type.localized }), ...publishedOnly(type) };
    const rows: Record<string, unknown>[] = [];
    const find = async (window: Where): Promise<void> => {
      const found = await strapi.db.query(type.uid).findMany({
        ...headOnly(strapi, type, name),
        where: { $and: [where, window] },
        orderBy: { id: 'desc' },
        limit: limit - rows.length,
      });
      rows.push(...found);
    };
    let isLimited = false;
    if (wanted.q) {
      let seen = 0;
      for await (const window of idWindows(strapi, type.uid)) {
        isLimited = seen >= MOST_SEARCHED;
        if (isLimited || rows.length >= limit) break;
        await find(window);
        seen += ID_WINDOW;
      }
    } else await find({});
    return { heads: await Promise.all(rows.map((row) => toEntry(type, row))), isLimited };
  };

  const pageOf = async (ref: EntryRef): Promise<EntryPage | null> => {
    const head = await readHead(ref);
    return head === null || head.url === null ? null : { url: head.url, revision: head.revision };
  };

  return {
    typeOf,
    typeByPluralName: (name) => config.types.find((type) => type.pluralName === name),
    readPublished: (ref) => readVersion(ref, {}),
    readHead,
    readHeads,
    search,
    readDraft: (ref) => readVersion(ref, { draft: true }),
    pageOf,
    ...createUrlResolver({
      strapi,
      config,
      readHead,
      findHead: (type, where) => find(type, where, { head: true }),
    }),
    excerptOf(entry) {
      const { excerptField } = entry.type;
      if (excerptField) return textOf(entry.row[excerptField]);
      const first = contentParts(strapi, entry)[0];
      return first ? plainText([startOf(first)]) : '';
    },
    ownHosts: new Set(config.types.flatMap(hostsOf)),
  };
};

/** The beginning of a text: an excerpt is short, and what is read here is read in the thread of all requests. */
const startOf = (part: ContentPart): ContentPart =>
  part.kind === 'markdown' || part.kind === 'html'
    ? { ...part, value: part.value.slice(0, EXCERPT_FROM) }
    : part;

/** The condition for versions that everybody may see. */
const publishedOnly = ({ draftAndPublish }: LinkedType): Where =>
  draftAndPublish ? { publishedAt: { $notNull: true } } : {};

const revisionOf = (ref: EntryRef, row: Record<string, unknown>): string =>
  createHash('sha256')
    .update(JSON.stringify([ref, isoOf(row.publishedAt), isoOf(row.updatedAt)]))
    .digest('hex')
    .slice(0, 16);

const isoOf = (value: unknown): string | null => {
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
};

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' ? String(value) : '';
};
