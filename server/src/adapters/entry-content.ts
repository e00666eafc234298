import type { Core } from '@strapi/strapi';
import type { ContentPart } from '../core/content/links';
import type { PublishedEntry } from './entries';
import { attributesOf } from './populate';

interface ContentAttribute {
  readonly type: string;
  readonly component?: string;
  readonly customField?: string;
  /** What the project chose for a custom field. */
  readonly options?: { readonly output?: unknown; readonly preset?: unknown };
}

/**
 * The rich text of an entry in the order of its fields: blocks, Markdown (Strapi's `richtext`) and HTML
 * (custom fields such as CKEditor's), at any depth; limited to the configured `content` fields of the top level.
 */
export const contentParts = (strapi: Core.Strapi, entry: PublishedEntry): ContentPart[] => {
  const { contentFields } = entry.type;
  const wanted = (name: string) => contentFields === null || contentFields.includes(name);
  return partsOf(strapi, entry.ref.uid, entry.row, { wanted, named: contentFields !== null });
};

const partsOf = (
  strapi: Core.Strapi,
  uid: string,
  row: Readonly<Record<string, unknown>>,
  o: { wanted(name: string): boolean; named: boolean }
): ContentPart[] =>
  Object.entries(attributesOf(strapi, uid))
    .filter(([name]) => o.wanted(name))
    .flatMap(([name, attribute]) =>
      // A part of a component is of the field that holds that.
      partsOfField(strapi, attribute, row[name], o.named).map((part) => ({ ...part, field: name }))
    );

const everything = { wanted: () => true, named: false };

const partsOfField = (
  strapi: Core.Strapi,
  attribute: ContentAttribute,
  value: unknown,
  named: boolean
): ContentPart[] => {
  if (value === null || value === undefined) return [];
  switch (attribute.type) {
    case 'blocks':
      return [{ kind: 'blocks', value }];
    case 'richtext':
    case 'text':
    case 'string':
      return textPart(attribute, value, named);
    case 'component':
      return componentsOf(value).flatMap((item) =>
        partsOf(strapi, attribute.component ?? '', item, everything)
      );
    case 'dynamiczone':
      return componentsOf(value).flatMap((item) =>
        partsOf(strapi, String(item.__component), item, everything)
      );
    default:
      return [];
  }
};

/** Rich texts are Markdown, or HTML by the editor that keeps them; plain text is HTML, and only where the config names it. */
const textPart = (attribute: ContentAttribute, value: unknown, named: boolean): ContentPart[] => {
  if (typeof value !== 'string') return [];
  if (attribute.type === 'richtext') return [{ kind: isHtml(attribute, value) ? 'html' : 'markdown', value }];
  return named ? [{ kind: 'html', value }] : [];
};

/**
 * Strapi's own field is Markdown, also where it begins with a tag. Custom fields (CKEditor and others) keep HTML, which
 * begins with a tag as editors write it, unless they are set to Markdown: CKEditor's by `output`, the community's by a
 * preset, which a project may call anything.
 */
const isHtml = ({ customField, options }: ContentAttribute, value: string): boolean =>
  customField !== undefined &&
  !/markdown/i.test(`${options?.output} ${options?.preset}`) &&
  /^\s*</.test(value);

const componentsOf = (value: unknown): Record<string, unknown>[] =>
  (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'object' && item !== null);
