/** The database's condition for an entry. */
export type Where = Record<string, unknown>;

export interface WhereOptions {
  /** Of the content type: the kinds of its fields. */
  readonly attributes: Readonly<Record<string, { readonly type: string } | undefined>>;
  readonly localized: boolean;
  /** What a URL pattern found in a URL, as text. */
  readonly params: Readonly<Record<string, string>>;
  /** The locale that the pattern is for; null where one pattern serves all. */
  readonly locale: string | null;
}

const INT32 = 2_147_483_647;
/** Databases refuse some of these with an error. */
// eslint-disable-next-line no-control-regex -- exactly these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Whether a text can be a documentId; whatever else is asked for does not exist. */
export const isDocumentId = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w-]{1,64}$/.test(value);

/** Whether a text can be a locale; '' for none. */
export const isLocale = (value: string): boolean => /^[\w-]{0,32}$/.test(value);

/** The condition for the parameters of a matched URL; null when no entry can have such values. */
export const whereOf = ({ attributes, localized, params, locale }: WhereOptions): Where | null => {
  const where: Where = localized && locale !== null ? { locale } : {};
  for (const [name, text] of Object.entries(params)) {
    if (name === 'locale' && !localized) continue;
    const value = valueOf(name, text, attributes[name]?.type);
    if (value === null) return null;
    if (name === 'locale' && where['locale'] !== undefined && where['locale'] !== value) return null;
    where[name] = value;
  }
  return where;
};

/** A parameter as its column has it; null for what the column cannot have. */
const valueOf = (name: string, text: string, kind: string | undefined): string | number | null => {
  if (CONTROL.test(text)) return null;
  if (name === 'documentId') return isDocumentId(text) ? text : null;
  switch (kind) {
    case 'integer':
      return wholeOf(text, INT32);
    case 'biginteger':
      return wholeOf(text, Number.MAX_SAFE_INTEGER);
    case 'decimal':
    case 'float':
      return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : null;
    case 'date':
      return isDate(text) ? text : null;
    default:
      return text;
  }
};

const wholeOf = (text: string, max: number): number | null => {
  const number = /^-?\d{1,16}$/.test(text) ? Number(text) : NaN;
  return Math.abs(number) <= max ? number : null;
};

/** A day of the calendar; databases know no year 0. */
const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text.startsWith('0000')) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};
